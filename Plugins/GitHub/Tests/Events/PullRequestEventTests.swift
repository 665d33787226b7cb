import XCTest

final class PullRequestEventTests: XCTestCase {
    func testLine_tellsWhatWasDone() throws {
        let lines = [
            try pullRequest("opened"),
            try pullRequest("opened", #", "draft": true"#),
            try pullRequest("reopened"),
            try pullRequest("ready_for_review"),
            try pullRequest("converted_to_draft"),
        ]

        XCTAssertEqual(
            lines,
            [
                "[octo/repo] ada opened pull request #2: Faster https://github.com/octo/repo/pull/2",
                "[octo/repo] ada opened draft pull request #2: Faster https://github.com/octo/repo/pull/2",
                "[octo/repo] ada reopened pull request #2: Faster https://github.com/octo/repo/pull/2",
                "[octo/repo] ada marked pull request #2 as ready for review: Faster https://github.com/octo/repo/pull/2",
                "[octo/repo] ada turned pull request #2 into a draft: Faster https://github.com/octo/repo/pull/2",
            ]
        )
    }

    func testLine_tellsMergedFromClosed() throws {
        let merged = try pullRequest("closed", #", "merged": true, "base": {"ref": "main"}"#)
        let closed = try pullRequest("closed", #", "merged": false, "base": {"ref": "main"}"#)

        XCTAssertEqual(
            merged,
            "[octo/repo] ada merged pull request #2 into main: Faster https://github.com/octo/repo/pull/2"
        )
        XCTAssertEqual(
            closed,
            "[octo/repo] ada closed pull request #2 without merging it: Faster https://github.com/octo/repo/pull/2"
        )
    }

    func testLine_namesWhoIsAskedToReview() throws {
        let person = try pullRequest("review_requested", more: #", "requested_reviewer": {"login": "bob"}"#)
        let team = try pullRequest("review_requested", more: #", "requested_team": {"name": "Core"}"#)

        XCTAssertEqual(
            person,
            "[octo/repo] ada asked bob to review pull request #2: Faster https://github.com/octo/repo/pull/2"
        )
        XCTAssertEqual(
            team,
            "[octo/repo] ada asked Core to review pull request #2: Faster https://github.com/octo/repo/pull/2"
        )
    }

    func testLine_saysWhatAnEditChanged() throws {
        let page = "Faster https://github.com/octo/repo/pull/2"

        let base = try pullRequest(
            "edited", #", "base": {"ref": "next"}"#, more: #", "changes": {"base": {"ref": {"from": "main"}}}"#)
        let body = try pullRequest("edited", more: #", "changes": {"body": {"from": ""}}"#)

        XCTAssertEqual(base, "[octo/repo] ada changed the base of pull request #2 from main to next: \(page)")
        XCTAssertEqual(body, "[octo/repo] ada edited pull request #2: \(page)")
    }

    func testLine_namesTheAssignee() throws {
        let line = try pullRequest("assigned", more: #", "assignee": {"login": "bob"}"#)

        XCTAssertEqual(
            line,
            "[octo/repo] ada assigned pull request #2 to bob: Faster https://github.com/octo/repo/pull/2"
        )
    }

    func testLine_saysWhatOnlyTidies_andNothingOfUnknownActions() throws {
        let lines = try ["synchronize", "labeled", "some_new_action"].map { try pullRequest($0) }

        let page = "Faster https://github.com/octo/repo/pull/2"
        XCTAssertEqual(
            lines,
            [
                "[octo/repo] ada pushed to pull request #2: \(page)",
                "[octo/repo] ada labeled pull request #2: \(page)", nil,
            ])
    }

    func testReviewLine_saysHowTheReviewEnded() throws {
        let lines = try ["approved", "changes_requested", "commented"].map {
            try formatted(
                "pull_request_review",
                #""action": "submitted", "review": {"state": "\#($0)", "html_url": "https://x/r"}, "pull_request": {"number": 2}"#
            )
        }

        XCTAssertEqual(
            lines,
            [
                "[octo/repo] ada approved pull request #2 https://x/r",
                "[octo/repo] ada requested changes on pull request #2 https://x/r",
                "[octo/repo] ada reviewed pull request #2 https://x/r",
            ]
        )
    }

    func testReviewLine_saysWhoseReviewWasDismissed() throws {
        let review = #""review": {"state": "dismissed", "user": {"login": "bob"}}"#

        let line = try formatted(
            "pull_request_review", #""action": "dismissed", \#(review), "pull_request": {"number": 2}"#)

        XCTAssertEqual(line, "[octo/repo] ada dismissed bob's review of pull request #2")
    }

    private func pullRequest(_ action: String, _ inside: String = "", more: String = "") throws -> String? {
        let link = #""html_url": "https://github.com/octo/repo/pull/2""#
        return try formatted(
            "pull_request",
            #""action": "\#(action)", "pull_request": {"number": 2, "title": "Faster", \#(link)\#(inside)}\#(more)"#
        )
    }
}
