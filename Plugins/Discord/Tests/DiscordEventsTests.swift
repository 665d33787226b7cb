import HarkClient
import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import DiscordPlugin

final class DiscordEventsTests: XCTestCase {
    private let received = Recording<IncomingMessage>()
    private let http = ScriptedHTTP { request in
        request.url.hasSuffix("/800")
            ? .json(["id": "800", "type": 11, "name": "Deploy", "parent_id": "101"])
            : .json(["message": "No", "code": 10003], status: .notFound)
    }

    /// The identifier of a message of so many seconds after the start of 2026.
    private func id(_ seconds: Int) -> String { "\((1_767_225_600 + seconds - 1_420_070_400) * 1000 << 22 | 1)" }

    /// - Parameter servers: the servers that the gateway announces; it describes the first.
    private func events(
        _ servers: [String] = ["10"], on testClock: TestClock = TestClock(at: TestBot.newYear2026)
    ) async -> DiscordEvents {
        let received = received
        let clock = testClock.reading
        let api = DiscordAPI(
            base: BaseURL(constant: "https://discord.example"), token: Secret("t"), http: HTTPClient(http), clock: clock
        )
        let events = DiscordEvents(
            directory: DiscordDirectory(api), inbox: ChatInbox { received.append($0) }, clock: clock)
        let guild: JSONValue = [
            "id": "10", "name": "acme", "channels": [["id": "101", "name": "ops", "type": 0]], "threads": [],
        ]
        let ready: JSONValue = ["guilds": .array(servers.map { ["id": .string($0), "unavailable": true] })]
        await events.take("READY", PayloadView(ready), bot: "5")
        await events.take("GUILD_CREATE", PayloadView(guild), bot: "5")
        return events
    }

    private func message(_ more: JSONObject = [:]) -> PayloadView {
        var event: JSONObject = [
            "id": .string(id(0)), "channel_id": "101", "guild_id": "10", "content": "!status", "type": 0,
            "author": ["id": "42", "username": "ada", "global_name": "Ada"], "mentions": [],
        ]
        for member in more { event[member.name] = member.value }
        return PayloadView(.object(event))
    }

    func testMessage_isReceivedWithItsPlaceAndSender() async {
        await events().take("MESSAGE_CREATE", message(), bot: "5")

        XCTAssertEqual(
            received.all,
            [IncomingMessage("!status", from: Person(id: "42", displayName: "Ada"), in: "#ops", id: MessageID(id(0)))])
    }

    func testRoom_isNamedByItsIdentifier_untilAllServersAreKnown() async {
        let events = await events(["10", "20", "30"])
        let lab: JSONValue = ["id": "20", "name": "lab", "channels": []]

        await events.take("MESSAGE_CREATE", message(), bot: "5")
        await events.take("GUILD_CREATE", PayloadView(lab), bot: "5")
        await events.take("MESSAGE_CREATE", message(["id": .string(id(1))]), bot: "5")
        // It has an outage.
        await events.take("GUILD_DELETE", PayloadView(["id": "30", "unavailable": true]), bot: "5")
        await events.take("MESSAGE_CREATE", message(["id": .string(id(2))]), bot: "5")

        XCTAssertEqual(received.all.map(\.room), ["101", "101", "acme/#ops"])
    }

    func testServers_areRead_whenTheGatewayDoesNotDescribeThem() async {
        let clock = TestClock(at: TestBot.newYear2026)
        let events = await events(["10", "20"], on: clock)

        for number in 0..<3 {
            await events.take("MESSAGE_CREATE", message(["id": .string(id(number))]), bot: "5")
            clock.advance(by: .seconds(10))
        }

        XCTAssertEqual(http.requests.map(\.url), ["https://discord.example/users/@me/guilds"])
    }

    func testRoles_areTheGroupsOfTheSender() async {
        await events().take("MESSAGE_CREATE", message(["member": ["roles": ["77", "78"]]]), bot: "5")

        XCTAssertEqual(received.all.map(\.groups), [["77", "78"]])
    }

    func testMessage_inAThread_isReceivedWithIt() async {
        await events().take("MESSAGE_CREATE", message(["channel_id": "800"]), bot: "5")

        XCTAssertEqual(received.all.map(\.room), ["#ops"])
        XCTAssertEqual(received.all.map(\.thread), ["800"])
        XCTAssertEqual(received.all.map(\.id), [MessageID("800/\(id(0))")])
        XCTAssertEqual(http.requests.map(\.url), ["https://discord.example/channels/800"])
    }

    func testChannel_isNotAskedForAgain_whenDiscordSaysNothingOfIt() async {
        let events = await events()

        for number in 0..<3 {
            await events.take("MESSAGE_CREATE", message(["channel_id": "801", "id": .string(id(number))]), bot: "5")
        }

        XCTAssertEqual(received.all.map(\.room), ["801", "801", "801"])
        XCTAssertEqual(http.requests.count, 1)
    }

    func testMention_isAddressed() async {
        let nick: JSONValue = ["nick": "Countess"]

        await events().take("MESSAGE_CREATE", message(["content": "<@5> status", "member": nick]), bot: "5")

        XCTAssertEqual(received.all.map(\.text), ["status"])
        XCTAssertEqual(received.all.map(\.isAddressed), [true])
        XCTAssertEqual(received.all.map(\.sender.displayName), ["Countess"])
    }

    func testDirectMessage_isAddressed_andAnsweredInItsRoom() async {
        await events().take("MESSAGE_CREATE", message(["guild_id": nil, "channel_id": "900"]), bot: "5")

        XCTAssertEqual(received.all.map(\.room), ["@42"])
        XCTAssertEqual(received.all.map(\.isDirect), [true])
        XCTAssertEqual(http.requests, [])
    }

    func testMessage_isReceivedOnce() async {
        let events = await events()

        for _ in 0..<2 { await events.take("MESSAGE_CREATE", message(), bot: "5") }

        XCTAssertEqual(received.all.count, 1)
    }

    func testNothingIsReceived_ofEditsBotsWebhooksHistoryAndTheBotItself() async {
        let events = await events()
        let others: [JSONObject] = [
            ["author": ["id": "42", "bot": true]], ["author": ["id": "5"]], ["author": nil], ["webhook_id": "77"],
            ["type": 7], ["id": .string(id(-400))], ["id": "no"], ["id": nil], ["content": nil], ["channel_id": nil],
        ]

        for other in others { await events.take("MESSAGE_CREATE", message(other), bot: "5") }
        await events.take("MESSAGE_UPDATE", message(), bot: "5")
        await events.take("MESSAGE_CREATE", message(), bot: nil)

        XCTAssertEqual(received.all, [])
    }

    func testRenamedChannel_isCalledByItsNewName() async {
        let events = await events()

        await events.take(
            "CHANNEL_UPDATE", PayloadView(["id": "101", "guild_id": "10", "name": "war", "type": 0]), bot: "5")
        await events.take("MESSAGE_CREATE", message(), bot: "5")

        XCTAssertEqual(received.all.map(\.room), ["#war"])
    }
}
