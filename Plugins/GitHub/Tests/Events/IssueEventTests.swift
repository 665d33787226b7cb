import XCTest

final class IssueEventTests: XCTestCase {
    private let issue = #""number": 7, "title": "It breaks", "html_url": "https://github.com/octo/repo/issues/7""#
    private let end = "issue #7: It breaks https://github.com/octo/repo/issues/7"

    func testLine_tellsWhatWasDone() throws {
        let actions = ["opened", "reopened", "closed", "deleted", "transferred"]

        let lines = try actions.map { try formatted("issues", #""action": "\#($0)", "issue": {\#(issue)}"#) }

        XCTAssertEqual(lines, actions.map { "[octo/repo] ada \($0) \(end)" })
    }

    func testLine_saysWhy_whenAnIssueIsClosedUndone() throws {
        let reasons = ["not_planned", "duplicate", "completed"]

        let lines = try reasons.map {
            try formatted("issues", #""action": "closed", "issue": {"number": 7, "state_reason": "\#($0)"}"#)
        }

        XCTAssertEqual(
            lines,
            [" as not planned", " as a duplicate", ""].map { "[octo/repo] ada closed issue #7\($0)" }
        )
    }

    func testLine_namesTheOtherRepository_whenAnIssueIsTransferred() throws {
        let (new, old) = (#"{"full_name": "octo/new"}"#, #"{"full_name": "octo/old"}"#)
        let out = #""action": "transferred", "issue": {"number": 7}, "changes": {"new_repository": \#(new)}"#
        let into = #""action": "opened", "issue": {"number": 7}, "changes": {"old_repository": \#(old)}"#

        XCTAssertEqual(
            try [out, into].map { try formatted("issues", $0) },
            [
                "[octo/repo] ada transferred issue #7 to octo/new",
                "[octo/repo] ada transferred issue #7 here from octo/old",
            ])
    }

    func testLine_leavesOutAPrivateRepository_unlessItsOwnIsPrivate() throws {
        let other = #"{"full_name": "secret/plans", "private": true}"#
        let own = #""repository": {"full_name": "octo/repo", "private": true}"#
        let out = #""action": "transferred", "issue": {"number": 7}, "changes": {"new_repository": \#(other)}"#
        let into = #""action": "opened", "issue": {"number": 7}, "changes": {"old_repository": \#(other)}"#

        XCTAssertEqual(
            try [out, into, "\(own), \(out)", "\(own), \(into)"].map { try formatted("issues", $0) },
            [
                "[octo/repo] ada transferred issue #7", "[octo/repo] ada transferred issue #7 here",
                "[octo/repo] ada transferred issue #7 to secret/plans",
                "[octo/repo] ada transferred issue #7 here from secret/plans",
            ])
    }

    func testLinkOfAPart_leadsToThePublicIssue_whenTheOtherIsPrivate() throws {
        let repository = #"{"full_name": "secret/plans", "private": true}"#
        let page = #""html_url": "https://github.com/secret/plans/issues/2""#

        let part = try formatted(
            "sub_issues",
            #""action": "sub_issue_added", "sub_issue": {"number": 2, \#(page)}, "parent_issue": {\#(issue)}, "sub_issue_repo": \#(repository)"#
        )
        let wait = try formatted(
            "issue_dependencies",
            #""action": "blocking_added", "blocked_issue": {"number": 2, \#(page)}, "blocking_issue": {\#(issue)}, "blocked_issue_repo": \#(repository)"#
        )

        XCTAssertEqual(part, "[octo/repo] ada added issue #2 to issue #7 https://github.com/octo/repo/issues/7")
        XCTAssertEqual(
            wait, "[octo/repo] ada noted that issue #2 waits for issue #7 https://github.com/octo/repo/issues/7")
    }

    func testLine_namesTheAssignee() throws {
        let line = try formatted("issues", #""action": "assigned", "issue": {\#(issue)}, "assignee": {"login": "bob"}"#)

        XCTAssertEqual(
            line,
            "[octo/repo] ada assigned issue #7 to bob: It breaks https://github.com/octo/repo/issues/7"
        )
    }

    func testLine_isTold_whenTitleAndSenderAreNull() throws {
        let line = try formatted(
            "issues", #""sender": null, "action": "opened", "issue": {"number": 7, "title": null}"#)

        XCTAssertEqual(line, "[octo/repo] ghost opened issue #7")
    }

    func testLine_saysWhatOnlyTidies_andNothingOfUnknownActions() throws {
        let lines = try ["labeled", "edited", "milestoned", "some_new_action"].map {
            try formatted("issues", #""action": "\#($0)", "issue": {\#(issue)}"#)
        }

        let page = "It breaks https://github.com/octo/repo/issues/7"
        XCTAssertEqual(
            lines,
            [
                "[octo/repo] ada labeled issue #7: \(page)", "[octo/repo] ada edited issue #7: \(page)",
                "[octo/repo] ada added issue #7 to milestone: \(page)", nil,
            ])
    }

    func testLine_hasNoTitle_whenNobodyCanSeeIt() throws {
        let titles = ["\u{3164}\u{2800}\u{115f}\u{1160}\u{ffa0}\u{200d}\u{200c}\u{e0041}\u{fe0f}", "\u{200d}", " "]

        let lines = try titles.map {
            try formatted("issues", #""action": "opened", "issue": {"number": 5, "title": "\#($0)"}"#)
        }

        XCTAssertEqual(Set(lines), ["[octo/repo] ada opened issue #5"])
    }
}
