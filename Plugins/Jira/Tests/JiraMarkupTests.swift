import HarkTesting
import JiraPlugin
import XCTest

final class JiraMarkupTests: XCTestCase {
    func testComment_isWhatThePageShows() async throws {
        let body =
            "[~accountid:5f1abc2def34560012345678] can you look at {{kettle.c}}? {color:red}urgent{color} "
            + "[log|https://tea.example.org/log] !shot.png|thumbnail!"

        let line = try await comment(body)

        XCTAssertEqual(
            line,
            "Mira Kowalski commented on Bug TEA-7 “Kettle whistles”: @somebody can you look at kettle.c? urgent log")
    }

    func testComment_namesPeopleWhomThePayloadNames() async throws {
        let line = try await comment("[~accountid:557058:bb], h2. *now*")

        XCTAssertEqual(line, "Mira Kowalski commented on Bug TEA-7 “Kettle whistles”: @Otto, h2. now")
    }

    func testComment_isMarkup_whereAMacroHoldsNoDocument() async throws {
        let line = try await comment("{adf}*a*{adf} and {adf:x}[1]{adf} {adf}{}{adf} b {adf}")

        XCTAssertEqual(line, "Mira Kowalski commented on Bug TEA-7 “Kettle whistles”: a and [1] {} b")
    }

    func testDocument_inAText_isReadUnlessItIsTooLong() async throws {
        func document(_ text: String) -> String {
            #"{\"version\":1,\"type\":\"doc\",\"content\":[{\"type\":\"text\",\"text\":\"\#(text)\"}]}"#
        }

        let short = try await comment(document("Since when?"))
        let long = try await comment(document("Since when? " + String(repeating: "ä", count: 40_000)))

        XCTAssertEqual(short, "Mira Kowalski commented on Bug TEA-7 “Kettle whistles”: Since when?")
        XCTAssertEqual(long, "Mira Kowalski commented on Bug TEA-7 “Kettle whistles”")
    }

    func testChange_isWhatThePageShows_whenASiteAddedTheField() async throws {
        let bot = try await TestBot(Jira.self)
        let text = "{color:red}*Boils*{color} [~accountid:557058:bb]"
        let item = #"{"field": "custom", "fieldtype": "custom", "fromString": null, "toString": "\#(text)"}"#

        _ = try await bot.post(
            "/jira",
            json: """
                {
                    "webhookEvent": "jira:issue_updated", "issue": {"key": "TEA-7", "fields": {"summary": "Kettle"}},
                    "changelog": {"items": [\(item)]}
                }
                """)

        XCTAssertEqual(
            bot.chat.sent.map(\.text), ["somebody changed issue TEA-7 “Kettle”: custom → Boils @somebody"])
    }

    private func comment(_ body: String) async throws -> String? {
        let bot = try await TestBot(Jira.self)
        let author = #""author": {"displayName": "Mira Kowalski", "accountId": "557058:aa"}"#
        let assignee = #""assignee": {"displayName": "Otto", "accountId": "557058:bb"}"#
        let fields = #"{"summary": "Kettle whistles", "issuetype": {"name": "Bug"}, \#(assignee)}"#

        _ = try await bot.post(
            "/jira",
            json: """
                {
                    "webhookEvent": "comment_created", "comment": {"body": "\(body)", \(author)},
                    "issue": {"key": "TEA-7", "fields": \(fields)}
                }
                """)

        return bot.chat.sent.first?.text
    }
}
