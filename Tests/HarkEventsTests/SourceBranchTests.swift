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
            "refs/pull/x/head": " on refs/pull/x/head", "pull/55": " on pull/55",
            "refs/notes/commits": " on refs/notes/commits",
        ]

        for (ref, phrase) in names {
            XCTAssertEqual(words(ref, of: nil), phrase)
        }
    }

    func testWords_sayThatItIsAFork_whenItsNameIsNotKnown() {
        XCTAssertEqual(SourceBranch(ofUnknownFork: PayloadView("main")).words.plain, " on main of a fork")
    }

    func testWords_areEmpty_whenThereIsNoBranch() {
        XCTAssertEqual(SourceBranch(PayloadView(nil), of: "drive-by/kettle", in: "teahouse/kettle").words.plain, "")
        XCTAssertEqual(SourceBranch(ofUnknownFork: PayloadView(nil)).words.plain, "")
    }

    private func words(_ ref: String, of repository: UntrustedText?) -> String {
        SourceBranch(PayloadView(UntrustedText(ref)), of: repository, in: "teahouse/kettle").words.plain
    }
}
