import GitLabPlugin
import HarkTesting
import XCTest

final class GitLabLinksTests: XCTestCase {
    private func bot(_ http: ScriptedHTTP, _ environment: [String: String] = [:]) async throws -> TestBot {
        let usual = ["HARK_GITLAB_TOKEN": "glpat-1", "HARK_GITLAB_PROJECT": "acme/ground/rocket"]
        return try await TestBot(GitLab.self, environment: usual.merging(environment) { $1 }, http: http)
    }

    func testIssueAndMergeRequest_areAnswered() async throws {
        let bot = try await bot([
            .json([
                "title": "The pump hums", "state": "opened", "web_url": "https://gitlab.com/acme/rocket/-/issues/12",
            ]),
            .json(["title": "Heat the pump", "state": "merged"]),
            .json(["title": "Cool it", "state": "opened", "draft": true]),
        ])

        let answers = await bot.send("#12 is solved by !55, not by acme/pump!7")

        XCTAssertEqual(
            answers,
            [
                """
                [acme/ground/rocket#12] The pump hums (open) https://gitlab.com/acme/rocket/-/issues/12
                [acme/ground/rocket!55] Heat the pump (merged merge request)
                [acme/pump!7] Cool it (draft merge request)
                """
            ])
        XCTAssertEqual(
            bot.http.requests.map(\.url),
            [
                "https://gitlab.com/api/v4/projects/acme%2Fground%2Frocket/issues/12",
                "https://gitlab.com/api/v4/projects/acme%2Fground%2Frocket/merge_requests/55",
                "https://gitlab.com/api/v4/projects/acme%2Fpump/merge_requests/7",
            ])
        let name = try XCTUnwrap(HTTPField.Name("PRIVATE-TOKEN"))
        XCTAssertEqual(bot.http.requests.map { $0.headers[name] }, ["glpat-1", "glpat-1", "glpat-1"])
    }

    func testConfidentialIssue_isNotAnswered() async throws {
        let bot = try await bot([.json(["title": "A leak", "state": "opened", "confidential": true])])

        let answers = await bot.send("#12")

        XCTAssertEqual(answers, [])
        XCTAssertEqual(bot.http.requests.count, 1)
    }

    func testCommand_isNotAReference() async throws {
        let bot = try await bot([])

        _ = await bot.send("!55")

        XCTAssertEqual(bot.http.requests, [])
    }

    func testServer_isThatOfTheSetting() async throws {
        let bot = try await bot([], ["HARK_GITLAB_URL": "https://git.example.org/lab/"])

        _ = await bot.send("see #12")

        XCTAssertEqual(
            bot.http.requests.map(\.url),
            ["https://git.example.org/lab/api/v4/projects/acme%2Fground%2Frocket/issues/12"])
    }
}
