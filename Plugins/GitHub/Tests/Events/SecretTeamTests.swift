import GitHubPlugin
import HarkTesting
import XCTest

final class SecretTeamTests: XCTestCase {
    private let team = #""team": {"name": "Layoffs", "privacy": "secret", "html_url": "https://github.com/l"}"#

    func testSecretTeam_hasEventsOfItsOwn() async throws {
        let bot = try await TestBot(GitHub.self)

        var outcomes: [String?] = []
        for event in ["team", "membership"] {
            let response = try await bot.post(
                "/github", json: #"{"action": "created", \#(team)}"#, headers: ["X-GitHub-Event": event])
            outcomes.append(response.outcome)
        }

        XCTAssertEqual(outcomes, ["secret_team", "secret_membership"].map { "ignored: event \($0).created" })
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testSecretTeam_isNotNamed_whereTheEventIsForEveryone() throws {
        let asked = team.replacing("team", with: "requested_team")
        let reviewer = #"{"type": "Team", "reviewer": {"name": "Layoffs", "privacy": "secret"}}"#

        let lines = [
            try formatted("team_add", team),
            try formatted(
                "pull_request", #""action": "review_requested", "pull_request": {"number": 9}, \#(asked)"#),
            try formatted("deployment_review", #""action": "requested", "reviewers": [\#(reviewer)]"#),
        ]

        XCTAssertEqual(
            lines,
            [
                "[octo/repo] ada gave a secret team the repository https://github.com/octo/repo",
                "[octo/repo] ada asked a secret team to review pull request #9",
                "[octo/repo] a deployment waits for a review by a secret team",
            ])
    }

    func testDiscussion_leavesOutAPrivateRepository_unlessItsOwnIsPrivate() throws {
        let new = #"{"full_name": "secret/plans", "private": true}"#
        let own = #""repository": {"full_name": "octo/repo", "private": true}"#
        let out = #""action": "transferred", "discussion": {"number": 7}, "changes": {"new_repository": \#(new)}"#

        XCTAssertEqual(
            try [out, "\(own), \(out)"].map { try formatted("discussion", $0) },
            [
                "[octo/repo] ada transferred discussion #7",
                "[octo/repo] ada transferred discussion #7 to secret/plans",
            ])
    }
}
