import BitbucketPlugin
import HarkTesting
import XCTest

final class BitbucketKindsTests: XCTestCase {
    private let zeros = String(repeating: "0", count: 40)
    private let commit = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"

    func testPush_isIgnored_whenNothingChanged() async throws {
        let bot = try await TestBot(Bitbucket.self)
        let state = #"{"type": "branch", "name": "main", "target": {"hash": "\#(commit)"}}"#
        let pushes = ["[]", #"[{"old": null, "new": null}]"#, #"[{"old": \#(state), "new": \#(state)}]"#]

        for changes in pushes { try await post("repo:push", #""push": {"changes": \#(changes)}"#, to: bot) }
        for (before, after) in [(zeros, zeros), (commit, commit)] {
            try await post("repo:refs_changed", #""changes": [\#(change(before, after))]"#, to: bot)
        }
        try await post("repo:refs_changed", #""changes": []"#, to: bot)

        XCTAssertEqual(bot.chat.sent, [])
    }

    func testRefsChanged_followsTheHashes_whenItsTypeIsMissing() async throws {
        let bot = try await TestBot(Bitbucket.self)

        for (before, after) in [(zeros, commit), (commit, zeros)] {
            try await post("repo:refs_changed", #""changes": [\#(change(before, after))]"#, to: bot)
        }

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            ["[tea/kettle] Mira created branch main", "[tea/kettle] Mira deleted branch main"])
    }

    func testBuild_namesTheOwnerOfAFork() async throws {
        let bot = try await TestBot(Bitbucket.self)
        let fork = #""repository": {"full_name": "drive-by/kettle"}"#

        try await post(
            "repo:commit_status_updated",
            #""commit_status": {"name": "lint", "state": "FAILED", "refname": "main", \#(fork)}"#, to: bot)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["[tea/kettle] build lint failed on drive-by:main"])
    }

    func testComment_namesPeople_andNoAccount() async throws {
        let bot = try await TestBot(Bitbucket.self)
        let reviewers = #""reviewers": [{"account_id": "557058:aa", "display_name": "Otto"}]"#
        let body = "@{557058:aa} and @{557058:bb-cc}, **look** at [it](https://x)"

        try await post(
            "pullrequest:comment_created",
            #""pullrequest": {"id": 2, \#(reviewers)}, "comment": {"content": {"raw": "\#(body)"}}"#, to: bot)

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            ["[tea/kettle] Mira commented on pull request #2: @Otto and @somebody, look at it"])
    }

    private func change(_ before: String, _ after: String) -> String {
        #"{"ref": {"type": "BRANCH", "displayId": "main"}, "fromHash": "\#(before)", "toHash": "\#(after)"}"#
    }

    private func post(_ event: String, _ fields: String, to bot: TestBot) async throws {
        let base = #""repository": {"full_name": "tea/kettle"}, "actor": {"display_name": "Mira"}"#
        _ = try await bot.post("/bitbucket", json: "{\(base), \(fields)}", headers: ["X-Event-Key": event])
    }
}
