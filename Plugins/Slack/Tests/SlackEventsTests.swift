import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import SlackPlugin

final class SlackEventsTests: XCTestCase {
    private let time = "1767225600.000100"
    private let received = Recording<IncomingMessage>()

    private let clock = TestClock(at: TestBot.newYear2026)
    private let http = ScriptedHTTP { request in
        request.url.hasSuffix("users.info")
            ? .json(["ok": true, "user": ["profile": ["display_name": "Ada"]]])
            : .json(["ok": true, "channel": ["name": "ops"]])
    }

    private func events(_ http: ScriptedHTTP? = nil) -> SlackEvents {
        let api = SlackAPI(
            base: BaseURL(constant: "https://slack.example/api"), token: Secret("xoxb-1"),
            http: HTTPClient(http ?? self.http))
        let received = received
        return SlackEvents(
            directory: SlackDirectory(api, clock: clock.reading),
            inbox: ChatInbox { received.append($0) }, seen: SeenMessages(),
            commands: SlackCommands(clock: clock.reading), clock: clock.reading)
    }

    private func message(_ more: JSONObject = [:]) -> PayloadView {
        let event: JSONObject = [
            "type": "message", "channel": "C0000000A", "user": "U1", "ts": .string(time), "text": "!status",
        ]
        return PayloadView([
            "type": "events_api", "envelope_id": "1", "payload": ["event": .object(event.merging(more))],
        ])
    }

    func testMessage_isReceivedWithItsPlaceAndSender() async {
        await events().take(message(["thread_ts": "1767225500.000100"]))

        XCTAssertEqual(
            received.all,
            [
                IncomingMessage(
                    "!status", from: Person(id: "U1", displayName: "Ada"), in: "#ops", thread: "1767225500.000100",
                    id: "1767225600.000100")
            ])
    }

    func testMessage_isReceivedOnce_thoughItIsAMentionToo() async {
        let events = events()

        await events.take(message(["text": "<@UBOT> status"]))
        await events.take(message(["text": "<@UBOT> status", "type": "app_mention"]))

        XCTAssertEqual(received.all.map(\.text), ["status"])
        XCTAssertEqual(received.all.map(\.isAddressed), [true])
    }

    func testDirectMessage_isAddressed() async {
        await events().take(message(["channel": "D0000000A", "channel_type": "im", "text": "status"]))

        XCTAssertEqual(received.all.map(\.room), ["D0000000A"])
        XCTAssertEqual(received.all.map(\.isDirect), [true])
    }

    func testSlashCommand_isAddressed() async {
        let command: JSONValue = [
            "type": "slash_commands", "envelope_id": "7",
            "payload": ["command": "/hark", "text": "status", "channel_id": "C0000000A", "user_id": "U1"],
        ]

        await events().take(PayloadView(command))

        XCTAssertEqual(received.all.map(\.text), ["status"])
        XCTAssertEqual(received.all.map(\.isAddressed), [true])
    }

    func testNames_areNotAskedForAgain_whenSlackDoesNotSayThem() async {
        let http = ScriptedHTTP { _ in .json(["ok": false, "error": "missing_scope", "needed": "users:read"]) }
        let events = events(http)

        await events.take(message())
        await events.take(message(["ts": "1767225600.000200"]))

        XCTAssertEqual(received.all.map(\.room), ["C0000000A", "C0000000A"])
        XCTAssertEqual(http.requests.count, 2)
    }

    func testRoom_hasItsNewName_whenItIsRenamed() async {
        let events = events()
        await events.take(message())
        let rename: JSONObject = ["type": "channel_rename", "channel": ["id": "C0000000A", "name": "ops-old"]]

        await events.take(PayloadView(["type": "events_api", "payload": ["event": .object(rename)]]))
        await events.take(message(["ts": "1767225600.000200"]))

        XCTAssertEqual(received.all.map(\.room), ["#ops", "#ops-old"])
    }

    func testNothingIsReceived_ofEditsBotsHistoryAndTheBotItself() async {
        let events = events()
        let others: [JSONObject] = [
            ["subtype": "message_changed"], ["subtype": "message_deleted"], ["subtype": "bot_message"],
            ["subtype": "channel_join"], ["bot_id": "B1"], ["user": "UBOT"], ["ts": "1767225000.000100"],
            ["ts": "tomorrow"], ["type": "reaction_added"],
        ]

        for other in others { await events.take(message(other)) }

        XCTAssertEqual(received.all, [])
    }
}

extension SlackEvents {
    fileprivate func take(_ envelope: PayloadView) async { await take(envelope, bot: "UBOT") }
}
