import GiteaPlugin
import HarkTesting
import XCTest

final class GiteaLinksTests: XCTestCase {
    private let environment = [
        "HARK_GITEA_TOKEN": "t1", "HARK_GITEA_URL": "https://gitea.example", "HARK_GITEA_REPOSITORY": "octo/repo",
    ]

    func testIssuesAndPullRequests_areAnswered() async throws {
        let bot = try await TestBot(
            Gitea.self, environment: environment,
            http: [
                .json(["title": "It breaks", "state": "open", "html_url": "https://gitea.example/octo/repo/issues/7"]),
                .json(["title": "Faster", "state": "closed", "pull_request": ["merged": true]]),
                .json(["title": "Slower", "state": "open", "pull_request": ["merged": false, "draft": true]]),
            ])

        let answers = await bot.send("#7, #8 and bob/fork#9")

        XCTAssertEqual(
            answers,
            [
                """
                [octo/repo#7] It breaks (open) https://gitea.example/octo/repo/issues/7
                [octo/repo#8] Faster (merged pull request)
                [bob/fork#9] Slower (draft pull request)
                """
            ])
        XCTAssertEqual(
            bot.http.requests.map(\.url),
            [
                "https://gitea.example/api/v1/repos/octo/repo/issues/7",
                "https://gitea.example/api/v1/repos/octo/repo/issues/8",
                "https://gitea.example/api/v1/repos/bob/fork/issues/9",
            ])
        XCTAssertEqual(bot.http.requests.first?.headers[.authorization], "token t1")
    }

    func testStart_isRefused_whenTheTokenHasNoServer() async throws {
        do {
            _ = try await TestBot(Gitea.self, environment: ["HARK_GITEA_TOKEN": "t1"])
            XCTFail("started")
        } catch {
            XCTAssertTrue("\(error)".contains("HARK_GITEA_URL is not set."), "\(error)")
        }
    }
}
