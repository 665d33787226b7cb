import HarkTesting
import JiraPlugin
import XCTest

final class JiraLinksTests: XCTestCase {
    private let environment = ["HARK_JIRA_TOKEN": "t1", "HARK_JIRA_URL": "https://acme.atlassian.net"]

    private func issue(_ title: JSONValue, security: JSONValue = .null) -> ScriptedHTTP.Answer {
        .json(["key": "TEA-7", "fields": ["summary": title, "status": ["name": "In Progress"], "security": security]])
    }

    func testKey_isAnswered() async throws {
        let bot = try await TestBot(Jira.self, environment: environment, http: [issue("Brew it")])

        let answers = await bot.send("TEA-7 is next")

        XCTAssertEqual(answers, ["[TEA-7] Brew it (In Progress) https://acme.atlassian.net/browse/TEA-7"])
        XCTAssertEqual(
            bot.http.requests.map(\.url),
            ["https://acme.atlassian.net/rest/api/2/issue/TEA-7?fields=summary,status,security"])
        XCTAssertEqual(bot.http.requests.first?.headers[.authorization], "Bearer t1")
    }

    func testAccount_provesItselfWithItsToken() async throws {
        let account = environment.merging(["HARK_JIRA_USER": "ada@example.org"]) { $1 }
        let bot = try await TestBot(Jira.self, environment: account, http: [issue("Brew it")])

        _ = await bot.send("TEA-7")

        XCTAssertEqual(bot.http.requests.first?.headers[.authorization], "Basic YWRhQGV4YW1wbGUub3JnOnQx")
    }

    func testRestrictedIssue_isNotAnswered() async throws {
        let bot = try await TestBot(
            Jira.self, environment: environment, http: [issue("A leak", security: ["name": "Staff"]), issue(.null)])

        let answers = [await bot.send("TEA-7"), await bot.send("TEA-8")]

        XCTAssertEqual(answers, [[], []])
        XCTAssertEqual(bot.http.requests.count, 2)
    }
}
