import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import RocketChatPlugin

final class RocketChatReceivingTests: XCTestCase {
    private static let ada = "adaadaadaadaadaad"

    private let received = Recording<IncomingMessage>()

    private func delivery(_ more: JSONObject = [:]) -> String {
        let delivery: JSONObject = [
            "token": "hooksecret", "bot": false, "channel_id": "opsopsopsopsopsop", "channel_name": "ops",
            "message_id": "m1", "timestamp": "2026-01-01T00:00:00.123Z", "user_id": .string(Self.ada),
            "user_name": "ada", "text": "!status", "siteUrl": "https://chat.example.org",
        ]
        return JSONValue.object(delivery.merging(more)).serialized()
    }

    /// A bot whose network runs while something is done.
    private func withBot<Value: Sendable>(
        _ http: ScriptedHTTP = RocketChatTests.server(), _ body: (TestBot) async throws -> Value
    ) async throws -> Value {
        let bot = try await TestBot(RocketChat.self, environment: RocketChatTests.environment, http: http)
        return try await bot.running(
            RocketChat.self, onMessage: { [received] in received.append($0) }, while: { try await body(bot) })
    }

    func testDelivery_isReceivedWithItsRoomThreadAndSender_andAnsweredWithJSON() async throws {
        let response = try await withBot { bot in
            try await bot.post("/rocketchat", json: delivery(["tmid": "m0"]))
        }

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(response.headers[.contentType], "application/json")
        XCTAssertEqual(response.text, "{}")
        XCTAssertEqual(
            received.all,
            [
                IncomingMessage(
                    "!status", from: Person(id: Self.ada, displayName: "ada"), in: "#ops", thread: "m0", id: "m1")
            ])
    }

    func testWhatIsSaidToTheBot_isAddressed() async throws {
        try await withBot { bot in
            for (index, text) in ["@hark status", "hark: status", "status"].enumerated() {
                _ = try await bot.post(
                    "/rocketchat", json: delivery(["text": .string(text), "message_id": .string("\(index)")]))
            }
        }

        XCTAssertEqual(received.all.map(\.text), ["status", "status", "status"])
        XCTAssertEqual(received.all.map(\.isAddressed), [true, true, false])
    }

    func testDirectMessage_isAddressed_andNamedByThePersonWhenThereAreTwo() async throws {
        let directRoom = "\(Self.ada)harkharkharkhark1"
        let http = RocketChatTests.server { request in
            switch request.endpoint {
            case "rooms.info?roomId=\(directRoom)": .json(["room": ["_id": "x"], "success": true])
            case "rooms.info?roomId=many":
                .json(["room": ["_id": "x", "uids": ["a", "b", "c"]], "success": true])
            default: nil
            }
        }

        try await withBot(http) { bot in
            // The last one is a room of other people.
            for (index, id) in [directRoom, "many", "\(Self.ada)benbenbenbenbenbe"].enumerated() {
                let more: JSONObject = [
                    "channel_id": .string(id), "channel_name": nil, "message_id": .string("\(index)"),
                ]
                _ = try await bot.post("/rocketchat", json: delivery(more))
            }
            let network = try XCTUnwrap(bot.host.network(RocketChat.self))
            XCTAssertEqual(network.directRoom(of: Person(id: Self.ada))?.name, "@\(Self.ada)")
        }

        XCTAssertEqual(received.all.map(\.room.name), ["@\(Self.ada)", "many"])
        XCTAssertEqual(received.all.map(\.isDirect), [true, false])
        XCTAssertEqual(received.all.map(\.isAddressed), [true, false])
    }

    func testIdentifiers_areBounded_becauseClientsChooseThem() async throws {
        let long = JSONValue.string(String(repeating: "x", count: 101))

        try await withBot { bot in
            _ = try await bot.post("/rocketchat", json: delivery(["message_id": long]))
            _ = try await bot.post("/rocketchat", json: delivery(["tmid": long]))
        }

        XCTAssertEqual(received.all.map(\.id), ["m1"])
        XCTAssertEqual(received.all.map(\.thread), [nil])
    }

    func testDirectMessage_isReceivedLater_whenAProxyHasAnsweredOnce() async throws {
        let directRoom = "\(Self.ada)harkharkharkhark1"
        let calls = Recording<Void>()
        let http = RocketChatTests.server { request in
            guard request.endpoint == "rooms.info?roomId=\(directRoom)" else { return nil }
            calls.append(())
            return calls.all.count == 1 ? .status(.notFound) : .json(["room": ["_id": "x"], "success": true])
        }
        let message = delivery(["channel_id": .string(directRoom), "channel_name": nil])

        let statuses = try await withBot(http) { bot in
            [
                try await bot.post("/rocketchat", json: message).status,
                try await bot.post("/rocketchat", json: message).status,
            ]
        }

        XCTAssertEqual(statuses, [.serviceUnavailable, .ok])
        XCTAssertEqual(received.all.map(\.room.name), ["@\(Self.ada)"])
    }

    func testNothingIsReceived_ofBotsEditsOldMessagesAndTheBotItself() async throws {
        let others: [JSONObject] = [
            ["bot": true], ["isEdited": true], ["timestamp": "2025-12-31T23:50:00Z"], ["timestamp": nil],
            ["user_id": "harkharkharkhark1"], ["user_id": nil], ["user_id": "a/b"], ["message_id": ""],
            ["channel_id": nil], ["text": nil],
        ]

        try await withBot { bot in
            for other in others {
                let response = try await bot.post("/rocketchat", json: delivery(other))
                XCTAssertEqual(response.text, "{}", "\(other)")
            }
        }

        XCTAssertEqual(received.all, [])
    }

    func testRepetition_isReceivedOnce() async throws {
        try await withBot { bot in
            for _ in 1...3 {
                let response = try await bot.post("/rocketchat", json: delivery())
                XCTAssertEqual(response.text, "{}")
            }
        }

        XCTAssertEqual(received.all.count, 1)
    }

    func testForgeries_areRefused() async throws {
        let statuses = try await withBot { bot in
            let unsigned = try await bot.post("/rocketchat", json: delivery(["token": nil]), signed: false)
            let forged = try await bot.post("/rocketchat", json: delivery(["token": "guess"]), signed: false)
            return [unsigned, forged].map(\.status)
        }

        XCTAssertEqual(statuses, [.unauthorized, .unauthorized])
        XCTAssertEqual(received.all, [])
    }

    func testDelivery_isWantedAgain_beforeTheBotListens() async throws {
        let bot = try await TestBot(RocketChat.self, environment: RocketChatTests.environment)

        let response = try await bot.post("/rocketchat", json: delivery())

        XCTAssertEqual(response.status, .serviceUnavailable)
    }

    func testRun_ends_whenTheServerDoesNotKnowTheBot() async throws {
        let http = ScriptedHTTP { _ in .notLoggedIn }
        let bot = try await TestBot(RocketChat.self, environment: RocketChatTests.environment, http: http)
        let network = try XCTUnwrap(bot.host.network(RocketChat.self))

        do {
            try await network.run(ChatInbox { _ in })
            XCTFail("it goes on")
        } catch { XCTAssertEqual((error as? ChatError)?.kind, .unauthorized) }
    }

    func testRun_findsOutThatTheTokenIsRevoked() async throws {
        let calls = Recording<Void>()
        let http = ScriptedHTTP { _ in
            calls.append(())
            return calls.all.count == 1 ? .json(["username": "hark", "success": true]) : .notLoggedIn
        }
        let bot = try await TestBot(RocketChat.self, environment: RocketChatTests.environment, http: http)
        let network = try XCTUnwrap(bot.host.network(RocketChat.self))

        let run = Task { try await network.run(ChatInbox { _ in }) }
        await bot.clock.sleepsBegun(1)
        bot.clock.advance(by: .seconds(30))

        do {
            try await run.value
            XCTFail("it goes on")
        } catch { XCTAssertEqual((error as? ChatError)?.kind, .unauthorized) }
    }
}
