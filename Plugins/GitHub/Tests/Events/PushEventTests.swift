import XCTest

final class PushEventTests: XCTestCase {
    func testLine_tellsTheNewestCommitAndTheNumberOfOthers() throws {
        let line = try formatted(
            "push",
            """
            "ref": "refs/heads/main", "pusher": {"name": "bob"}, "compare": "https://github.com/octo/repo/compare/1...2",
            "commits": [{"message": "Add tests"}, {"message": "Fix the parser\\n\\nIt was broken."}],
            "head_commit": {"message": "Fix the parser\\n\\nIt was broken."}
            """
        )

        XCTAssertEqual(
            line,
            "[octo/repo] bob pushed 2 commits to main: Fix the parser (+1 more) https://github.com/octo/repo/compare/1...2"
        )
    }

    func testLine_tellsOneCommitAlone() throws {
        let line = try formatted("push", #""ref": "refs/heads/main", "commits": [{"message": "Fix the parser"}]"#)

        XCTAssertEqual(line, "[octo/repo] ada pushed 1 commit to main: Fix the parser")
    }

    func testLine_countsCommits_whenTheyHaveNoMessage() throws {
        let line = try formatted("push", #""ref": "refs/heads/main", "commits": [{}, {"message": null}]"#)

        XCTAssertEqual(line, "[octo/repo] ada pushed 2 commits to main")
    }

    func testLine_saysWhereTheBranchIs_whenNoCommitIsNew() throws {
        let line = try formatted("push", #""ref": "refs/heads/main", "commits": [], "after": "0123456789abcdef""#)

        XCTAssertEqual(line, "[octo/repo] ada pushed main, now at 0123456")
    }

    func testLine_saysSo_whenThePushIsForced() throws {
        let line = try formatted(
            "push",
            #""ref": "refs/heads/fix/a", "forced": true, "commits": [{"message": "Reword"}], "compare": "https://x/c""#
        )

        XCTAssertEqual(line, "[octo/repo] ada force-pushed 1 commit to fix/a: Reword https://x/c")
    }

    func testLine_saysSo_whenTheBranchIsForcedBack() throws {
        let line = try formatted("push", #""ref": "refs/heads/main", "forced": true, "after": "0123456789abcdef""#)

        XCTAssertEqual(line, "[octo/repo] ada force-pushed main, now at 0123456")
    }

    func testLine_tellsANewBranchWithItsCommits() throws {
        let line = try formatted(
            "push", #""ref": "refs/heads/new", "created": true, "commits": [{"message": "Begin"}]"#)

        XCTAssertEqual(line, "[octo/repo] ada created branch new with 1 commit: Begin")
    }

    func testLine_tellsANewBranchWithoutCommits() throws {
        let line = try formatted(
            "push",
            #""ref": "refs/heads/new", "created": true, "commits": [], "head_commit": {"message": "Old"}"#
        )

        XCTAssertEqual(line, "[octo/repo] ada created branch new")
    }

    func testLine_linksTheRepository_whenABranchIsDeleted() throws {
        let line = try formatted("push", #""ref": "refs/heads/old", "deleted": true, "compare": "https://x/gone""#)

        XCTAssertEqual(line, "[octo/repo] ada deleted branch old https://github.com/octo/repo")
    }

    func testLine_tellsTagsFromBranches() throws {
        let new = try formatted("push", #""ref": "refs/tags/v1", "created": true, "commits": [{"message": "Old"}]"#)
        let moved = try formatted("push", #""ref": "refs/tags/v1", "forced": true"#)
        let gone = try formatted("push", #""ref": "refs/tags/v1", "deleted": true"#)

        XCTAssertEqual(new, "[octo/repo] ada pushed tag v1")
        XCTAssertEqual(moved, "[octo/repo] ada moved tag v1")
        XCTAssertEqual(gone, "[octo/repo] ada deleted tag v1 https://github.com/octo/repo")
    }

    func testLine_namesOtherReferencesInFull() throws {
        let line = try formatted("push", #""ref": "refs/notes/commits", "created": true"#)

        XCTAssertEqual(line, "[octo/repo] ada pushed reference refs/notes/commits")
    }

    func testLine_hasNoAddress_whenThePusherHasOneForAName() throws {
        let line = try formatted(
            "push",
            #""ref": "refs/heads/main", "created": true, "deleted": false, "pusher": {"name": "ada@example.org"}"#)

        XCTAssertEqual(line?.contains("ada@"), false)
        XCTAssertEqual(line?.hasPrefix("[octo/repo] ada "), true)
    }
}
