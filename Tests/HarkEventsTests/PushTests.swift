import XCTest

@testable import HarkEvents

final class PushTests: XCTestCase {
    private let main = GitRef(PayloadView("refs/heads/main"))
    private let tag = GitRef(PayloadView("refs/tags/v1"))

    func testWords_countTheCommitsAndQuoteTheNewest() {
        XCTAssertEqual(words(main, .updated, .exactly(1)), "pushed 1 commit to main: Fix it")
        XCTAssertEqual(words(main, .updated, .exactly(3)), "pushed 3 commits to main: Fix it (+2 more)")
        XCTAssertEqual(words(main, .updated, .atLeast(5)), "pushed at least 5 commits to main: Fix it")
        XCTAssertEqual(words(main, .created, .exactly(1)), "created branch main with 1 commit: Fix it")
    }

    func testWords_sayWhereTheBranchIs_whenThereAreNoCommits() {
        XCTAssertEqual(words(main, .updated, .exactly(0)), "pushed main, now at 0123456")
        XCTAssertEqual(words(main, .created, .exactly(0)), "created branch main")
    }

    func testWords_tellForceAndDeletionAndTags() {
        XCTAssertEqual(words(main, .updated, .exactly(1), isForced: true), "force-pushed 1 commit to main: Fix it")
        XCTAssertEqual(words(main, .deleted, .exactly(0)), "deleted branch main")
        XCTAssertEqual(words(tag, .created, .exactly(1)), "pushed tag v1")
        XCTAssertEqual(words(tag, .updated, .exactly(1)), "moved tag v1")
        XCTAssertEqual(words(tag, .deleted, .exactly(0)), "deleted tag v1")
    }

    func testWords_countWhatThePayloadLacks() {
        let push = Push(
            GitRef(PayloadView(nil)), .updated, amount: .exactly(2), message: PayloadView(nil), head: PayloadView(nil))

        XCTAssertEqual(push.words.plain, "pushed 2 commits to ?")
        XCTAssertEqual(push.words.missingFieldCount, 1)
    }

    func testEffect_followsTheHashes() {
        let (zero, one, other) = (String(repeating: "0", count: 40), "a1b2c3d", "b2c3d4e")
        let long = String(repeating: "0", count: 64)

        XCTAssertEqual(effect(one, other), .updated)
        XCTAssertEqual(effect(zero, one), .created)
        XCTAssertEqual(effect(long, one), .created)
        XCTAssertEqual(effect(one, zero), .deleted)
        XCTAssertEqual(effect(nil, zero), .deleted)
        XCTAssertEqual(effect(zero, nil), .created)
        XCTAssertEqual(effect(nil, nil), .updated)
    }

    func testEffect_isNil_whenNothingWasPushed() {
        let zero = String(repeating: "0", count: 40)

        XCTAssertNil(effect(zero, zero))
        XCTAssertNil(effect(zero, String(repeating: "0", count: 64)))
        XCTAssertNil(effect("a1b2c3d", "a1b2c3d"))
    }

    private func effect(_ before: String?, _ after: String?) -> Push.Effect? {
        Push.Effect(before: view(before), after: view(after))
    }

    private func view(_ text: String?) -> PayloadView {
        text.map { PayloadView(UntrustedText($0)) } ?? PayloadView(nil)
    }

    func testGitRef_takesKindAndNameApart() {
        XCTAssertEqual(GitRef(kind: PayloadView("annotated_tag"), name: PayloadView("v1")).words.plain, "tag v1")
        XCTAssertEqual(GitRef(kind: PayloadView("BRANCH"), name: PayloadView("main")).words.plain, "branch main")
        XCTAssertEqual(GitRef(PayloadView("refs/notes/commits")).words.plain, "reference refs/notes/commits")
    }

    func testShortHash_isNil_forTheNullHash() {
        XCTAssertEqual(PayloadView("0123456789abcdef").shortHash, "0123456")
        XCTAssertNil(PayloadView(UntrustedText(String(repeating: "0", count: 40))).shortHash)
        XCTAssertNil(PayloadView(nil).shortHash)
    }

    func testFirstLine_isTheFirstThatIsNotBlank() {
        XCTAssertEqual(PayloadView("\n  \nFix it\r\n\nLong story").firstLine, "Fix it")
        XCTAssertNil(PayloadView("\n").firstLine)
    }

    private func words(_ ref: GitRef, _ effect: Push.Effect, _ amount: Push.Amount, isForced: Bool = false) -> String {
        let (message, head) = (PayloadView("Fix it\n\nLong story"), PayloadView("0123456789"))
        return Push(ref, effect, amount: amount, message: message, head: head, isForced: isForced).words.plain
    }
}
