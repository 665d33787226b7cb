import XCTest

@testable import HarkEvents

final class SourceBranchTests: XCTestCase {
    func testWords_nameTheOwnerOfAFork() {
        XCTAssertEqual(words("main", of: "drive-by/kettle"), " on drive-by:main")
        XCTAssertEqual(words("refs/heads/main", of: "drive-by/kettle"), " on drive-by:main")
        XCTAssertEqual(words("fix/a", of: "drive-by/other-name"), " on drive-by:fix/a")
    }

    func testWords_nameTheForkInFull_whenItsOwnerIsTheSame() {
        XCTAssertEqual(words("main", of: "teahouse/kettle-2"), " on teahouse/kettle-2:main")
        XCTAssertEqual(words("main", of: "group/sub/kettle"), " on group/sub/kettle:main")
    }

    func testWords_nameTheBranchAlone_whenItIsTheRepositorysOwn() {
        XCTAssertEqual(words("main", of: "teahouse/kettle"), " on main")
        XCTAssertEqual(words("main", of: "Teahouse/Kettle"), " on main")
        XCTAssertEqual(words("main", of: nil), " on main")
        XCTAssertEqual(words("refs/tags/v1", of: nil), " on v1")
    }

    func testWords_nameTheRequestOfAnInternalReference() {
        let names = [
            "refs/pull/55/merge": " for pull request #55", "refs/pull/55/head": " for pull request #55",
            "refs/merge-requests/55/head": " for merge request !55",
            "refs/merge-requests/55/merge": " for merge request !55",
            "refs/merge-requests/55/train": " for merge request !55",
            "refs/pull-requests/55/from": " for pull request #55",
            "gh-readonly-queue/main/pr-55-a1b2c3d": " for pull request #55",
            "refs/heads/gh-readonly-queue/main/pr-55-a1b2c3d": " for pull request #55",
            "refs/external_pull_requests/55/head": " for pull request #55",
            "merge-requests/55/head": " for merge request !55",
            "refs/pull/x/head": " on refs/pull/x/head", "pull/55": " on pull/55",
            "feature/pull/55": " on feature/pull/55", "pull/55/fix": " on pull/55/fix",
            "refs/notes/commits": " on refs/notes/commits",
        ]

        for (ref, phrase) in names {
            XCTAssertEqual(words(ref, of: nil), phrase)
        }
    }

    func testBranch_isWhatRulesCompare() {
        let home: UntrustedText = "teahouse/kettle"
        let cases: [(branch: SourceBranch, expected: UntrustedText?)] = [
            (SourceBranch(PayloadView("refs/heads/main")), "main"), (SourceBranch(PayloadView("v1")), "v1"),
            (SourceBranch(PayloadView("main"), of: "drive-by/kettle", in: home), "drive-by:main"),
            (SourceBranch(PayloadView("main"), of: "Teahouse/kettle", in: home), "main"),
            (SourceBranch(ofUnknownFork: PayloadView("main")), nil), (SourceBranch(PayloadView(nil)), nil),
            (SourceBranch(PayloadView("refs/heads/gh-readonly-queue/release/1.0/pr-55-a1b2c3d")), "release/1.0"),
            (SourceBranch(PayloadView("gh-readonly-queue/main")), "gh-readonly-queue/main"),
            (SourceBranch(PayloadView("refs/pull/55/merge")), "refs/pull/55/merge"),
            (SourceBranch(of: "pull request #", "55", branch: "drive-by:main"), "drive-by:main"),
        ]

        for (branch, expected) in cases { XCTAssertEqual(branch.branch, expected) }
    }

    func testWords_sayThatItIsAFork_whenItsNameIsNotKnown() {
        XCTAssertEqual(SourceBranch(ofUnknownFork: PayloadView("main")).words.plain, " on main of a fork")
    }

    func testWords_nameTheForksOwner_whenOnlyTheURLsAreKnown() {
        let homes: [UntrustedText] = [
            "https://github.com/teahouse/kettle", "git@github.com:Teahouse/kettle.git",
            "https://ada:pass@github.com/teahouse/kettle.git", "ssh://git@github.com:22/teahouse/kettle",
        ]

        for home in homes {
            let fork: UntrustedText = "https://github.com/drive-by/kettle.git"
            XCTAssertEqual(words("main", clonedFrom: fork, into: home), " on drive-by:main")
            XCTAssertEqual(words("drive-by:main", clonedFrom: fork, into: home), " on drive-by:main")
            XCTAssertEqual(words("main", clonedFrom: "git@github.com:teahouse/kettle.git", into: home), " on main")
            XCTAssertEqual(words("main", clonedFrom: "?", into: home), " on main")
        }
        XCTAssertEqual(words("main", clonedFrom: homes[0], into: ""), " on main")
    }

    func testWords_nameTheRequestOfAFork_whenItsNumberIsKnown() {
        let fork: UntrustedText = "https://github.com/drive-by/kettle"
        let home: UntrustedText = "https://github.com/teahouse/kettle"

        XCTAssertEqual(words("main", clonedFrom: fork, into: home, for: "42"), " for pull request #42")
        XCTAssertEqual(words("main", clonedFrom: fork, into: home, for: "false"), " on drive-by:main")
        XCTAssertEqual(words("fix", clonedFrom: home, into: home, for: "42"), " on fix")
    }

    func testWords_areEmpty_whenThereIsNoBranch() {
        XCTAssertEqual(SourceBranch(PayloadView(nil), of: "drive-by/kettle", in: "teahouse/kettle").words.plain, "")
        XCTAssertEqual(SourceBranch(ofUnknownFork: PayloadView(nil)).words.plain, "")
    }

    private func words(
        _ ref: String, clonedFrom source: UntrustedText, into home: UntrustedText, for request: UntrustedText = ""
    ) -> String {
        SourceBranch(
            PayloadView(UntrustedText(ref)), clonedFrom: PayloadView(source), into: PayloadView(home),
            for: PayloadView(request)
        ).words.plain
    }

    private func words(_ ref: String, of repository: UntrustedText?) -> String {
        SourceBranch(PayloadView(UntrustedText(ref)), of: repository, in: "teahouse/kettle").words.plain
    }
}
