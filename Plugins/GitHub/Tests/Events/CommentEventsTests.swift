import XCTest

final class CommentEventsTests: XCTestCase {
    private let comment = #""comment": {"body": "Thank you,\r\n\r\nI will look.", "html_url": "https://x/c"}"#

    func testIssueCommentLine_tellsIssuesFromPullRequests() throws {
        let issue = try formatted("issue_comment", #""action": "created", "issue": {"number": 7}, \#(comment)"#)
        let pullRequest = try formatted(
            "issue_comment",
            #""action": "created", "issue": {"number": 8, "pull_request": {"url": "https://x"}}, \#(comment)"#
        )

        XCTAssertEqual(issue, "[octo/repo] ada commented on issue #7: Thank you, I will look. https://x/c")
        XCTAssertEqual(pullRequest, "[octo/repo] ada commented on pull request #8: Thank you, I will look. https://x/c")
    }

    func testIssueCommentLine_isCut_whenTheCommentIsLong() throws {
        let body = String(repeating: "long ", count: 100)

        let line = try formatted(
            "issue_comment", #""action": "created", "issue": {"number": 7}, "comment": {"body": "\#(body)"}"#)

        XCTAssertEqual(
            line,
            "[octo/repo] ada commented on issue #7: " + String(repeating: "long ", count: 31) + "lo…"
        )
    }

    func testIssueCommentLine_saysWhatBecameOfTheComment() throws {
        let lines = try ["edited", "deleted"].map {
            try formatted("issue_comment", #""action": "\#($0)", "issue": {"number": 7}, \#(comment)"#)
        }

        XCTAssertEqual(
            lines,
            [
                "[octo/repo] ada edited a comment on issue #7: Thank you, I will look. https://x/c",
                "[octo/repo] ada deleted a comment on issue #7 https://x/c",
            ])
    }

    func testIssueCommentLine_saysNothingOfImages() throws {
        let image = "![image](https://github.com/user-attachments/assets/aaaa)"

        let lines = try [#"\#(image)\n\nStill broken"#, image].map {
            try formatted(
                "issue_comment", #""action": "created", "issue": {"number": 7}, "comment": {"body": "\#($0)"}"#)
        }

        XCTAssertEqual(
            lines,
            ["[octo/repo] ada commented on issue #7: Still broken", "[octo/repo] ada commented on issue #7"])
    }

    func testIssueCommentLine_isWhatThePageShows() throws {
        let body =
            #"[vc]: #M3kq0a1b2c=:eyJpc01vbm9yZXBvIjp0cnVlfQ==\n**The latest updates on your projects**. "#
            + #"Learn more about [Vercel for GitHub](https://vercel.example.org/x).\n\n"#
            + #"| Name | Status |\n| :--- | :----- |\n| **kettle** | Ready |"#

        let line = try formatted(
            "issue_comment",
            #""action": "created", "issue": {"number": 42, "pull_request": {}}, "comment": {"body": "\#(body)"}"#)

        XCTAssertEqual(
            line,
            "[octo/repo] ada commented on pull request #42: The latest updates on your projects. "
                + "Learn more about Vercel for GitHub. Name, Status; kettle, Ready")
    }

    func testCommitCommentLine_namesTheCommit() throws {
        let line = try formatted(
            "commit_comment",
            #""action": "created", "comment": {"body": "Nice", "commit_id": "0123456789", "html_url": "https://x/c"}"#
        )

        XCTAssertEqual(line, "[octo/repo] ada commented on commit 0123456: Nice https://x/c")
    }

    func testDiscussionLine_tellsTheBeginningAndTheAnswer() throws {
        let lines = try ["created", "answered", "some_new_action"].map {
            try formatted("discussion", #""action": "\#($0)", "discussion": {"number": 4, "title": "How?"}"#)
        }

        XCTAssertEqual(
            lines,
            [
                "[octo/repo] ada opened discussion #4: How?",
                "[octo/repo] ada chose an answer to discussion #4: How?",
                nil,
            ]
        )
    }
}
