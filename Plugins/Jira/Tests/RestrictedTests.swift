import HarkTesting
import JiraPlugin
import TestSupport
import XCTest

final class RestrictedTests: XCTestCase {
    func testRestrictedEvents_areNotAnnounced_unlessTheyAreNamed() async throws {
        let bot = try await TestBot(Jira.self, environment: ["HARK_STORE": "off"])
        let fixtures = try Fixture.all().filter { $0.name.hasPrefix("restricted_") }

        for fixture in fixtures {
            let response = try await bot.deliver(fixture, to: Jira.self)
            XCTAssertTrue(response.text.hasPrefix("ignored: event restricted_"), "\(fixture): \(response.text)")
        }

        XCTAssertGreaterThan(fixtures.count, 10)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testRestrictedComment_isAnnouncedInFull_whereItIsNamed() async throws {
        let bot = try await TestBot(
            Jira.self, environment: ["HARK_JIRA_EVENTS": "restricted_comment_created", "HARK_JIRA_ROOM": "#private"])

        for name in ["restricted_comment_created.json", "comment_created.json"] {
            _ = try await bot.deliver(Fixture.named(name), to: Jira.self)
        }

        XCTAssertEqual(
            bot.chat.sent,
            [
                """
                [#private] [Tea] Mira Kowalski commented on Bug TEA-7 “Kettle whistles”: Customer is bankrupt, stop work \
                https://tea.atlassian.net/browse/TEA-7
                """
            ])
    }

    func testRestrictedComment_goesToTheRoomInTheURL_whichNamesIt() async throws {
        let bot = try await TestBot(Jira.self, environment: ["HARK_JIRA_QUERY": "true"])
        let payload = try Fixture.named("restricted_comment_created.internal.json").payload
        let body = String(decoding: payload, as: UTF8.self)

        _ = try await bot.post("/jira?room=%23public", json: body)
        _ = try await bot.post("/jira?room=%23private&events=restricted_comment_created", json: body)

        XCTAssertEqual(bot.chat.sent.map(\.room), ["#private"])
    }

    func testComment_isRestricted_howeverItIsMarked() async throws {
        let marks = [
            #""visibility": {"type": "group", "value": "staff"}"#,
            #""visibility": {"type": "role", "value": "Admins"}"#,
            #""visibility": {"identifier": "1"}"#, #""visibility": "group:staff""#, #""jsdPublic": false"#,
            #""jsdPublic": "false""#, #""public": false"#, #""internal": true"#, #""roleLevel": "Admins""#,
            #""properties": [{"key": "sd.public.comment", "value": {"internal": true}}]"#,
            #""properties": [{"key": "sd.public.comment", "value": {"internal": "true"}}]"#,
            #""properties": [{"key": "sd.public.comment", "value": "{\"internal\": true}"}]"#,
            #""properties": {"sd.public.comment": {"internal": true}}"#,
        ]

        for mark in marks {
            let response = try await respond(to: #"{"body": "secret", \#(mark)}"#)
            XCTAssertEqual(response, "ignored: event restricted_comment_created", mark)
        }
    }

    func testComment_isForEveryone_whenNothingRestrictsIt() async throws {
        let marks = [
            #""visibility": null"#, #""visibility": {}"#, #""visibility": "public""#, #""jsdPublic": true"#,
            #""jsdPublic": "true""#, #""jsdPublic": null"#, #""public": true"#, #""internal": false"#,
            #""properties": []"#, #""properties": [{"key": "sd.public.comment", "value": {"internal": false}}]"#,
            #""properties": [{"key": "other", "value": {"internal": true}}]"#,
        ]

        for mark in marks {
            let response = try await respond(to: #"{"body": "hello", \#(mark)}"#)
            XCTAssertEqual(response, "OK", mark)
        }
    }

    private func respond(to comment: String) async throws -> String {
        let bot = try await TestBot(Jira.self, environment: ["HARK_STORE": "off"])
        let json = #"{"webhookEvent": "comment_created", "comment": \#(comment), "issue": {"key": "TEA-7"}}"#
        return try await bot.post("/jira", json: json).text
    }
}
