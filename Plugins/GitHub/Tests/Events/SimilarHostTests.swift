import XCTest

/// What GitBucket, Gitea and Gogs send in GitHub's format.
final class SimilarHostTests: XCTestCase {
    private let zeros = String(repeating: "0", count: 40)
    private let commit = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"

    func testPush_isADeletionOrACreation_byItsHashes() throws {
        let gone = try push("refs/heads/old", commit, zeros)
        let new = try push("refs/heads/new", zeros, commit)
        let tag = try push("refs/tags/4.0.7", zeros, commit)
        let goneTag = try push("refs/tags/4.0.7", commit, zeros)
        let sha256 = try push("refs/heads/new", zeros + zeros.prefix(24), commit)

        XCTAssertEqual(gone, "[octo/repo] mira deleted branch old https://github.com/octo/repo")
        XCTAssertEqual(new, "[octo/repo] mira created branch new https://x/c")
        XCTAssertEqual(tag, "[octo/repo] mira pushed tag 4.0.7 https://x/c")
        XCTAssertEqual(goneTag, "[octo/repo] mira deleted tag 4.0.7 https://github.com/octo/repo")
        XCTAssertEqual(sha256, new)
    }

    func testPush_isAHello_whenNothingWasPushed() throws {
        let tests = try [(zeros, zeros), (commit, commit)].flatMap { before, after in
            try ["refs/heads/main", "refs/tags/v1"].map { try push($0, before, after) }
        }

        XCTAssertEqual(Set(tests), ["GitHub says hello to octo/repo"])
    }

    func testPush_hasThePageOfItsCommits_whenGiteaNamesIt() throws {
        let line = try formatted(
            "push",
            #""ref": "refs/heads/main", "after": "\#(commit)", "pusher": {"name": "mira"}, "compare_url": "https://x/g""#
        )

        XCTAssertEqual(line, "[octo/repo] mira pushed main, now at a1b2c3d https://x/g")
    }

    private func push(_ ref: String, _ before: String, _ after: String) throws -> String? {
        try formatted(
            "push",
            #""ref": "\#(ref)", "before": "\#(before)", "after": "\#(after)", "pusher": {"name": "mira"}, "compare": "https://x/c""#
        )
    }
}
