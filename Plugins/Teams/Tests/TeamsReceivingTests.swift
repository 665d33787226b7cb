import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import TeamsPlugin

final class TeamsReceivingTests: XCTestCase {
    private static let ada = "5c5d2b9e-0c1a-4d52-9d8f-3b8a6f1d2e77"

    private let received = Recording<IncomingMessage>()

    private func activity(_ more: JSONObject = [:]) -> String {
        let activity: JSONObject = [
            "type": "message", "id": "1767225600000", "timestamp": "2026-01-01T00:00:00.1234567Z",
            "text": "<at>hark</at>&nbsp;status\n",
            "from": ["id": "29:1", "name": "Ada", "aadObjectId": .string(Self.ada)],
            "conversation": ["id": "19:0123abcd@thread.tacv2;messageid=1767225600000", "name": nil],
            "channelData": ["teamsChannelId": "19:0123abcd@thread.tacv2", "tenant": ["id": "t"]],
        ]
        return JSONValue.object(activity.merging(more)).serialized()
    }

    /// A bot whose network runs while something is done.
    /// - Parameter answer: what the bot does with a message that it receives.
    private func withBot<Value: Sendable>(
        _ answers: [ScriptedHTTP.Answer] = [],
        answer: @escaping @Sendable (IncomingMessage, Teams) async -> Void = { _, _ in },
        _ body: (TestBot) async throws -> Value
    ) async throws -> Value {
        let bot = try await TestBot(Teams.self, environment: TeamsTests.environment, http: ScriptedHTTP(answers))
        let teams = try XCTUnwrap(bot.host.network(Teams.self))
        let received = received
        let onMessage = { @Sendable (message: IncomingMessage) async in
            received.append(message)
            await answer(message, teams)
        }
        return try await bot.running(Teams.self, onMessage: onMessage) { try await body(bot) }
    }

    /// Sends an activity, and lets the time pass in which an answer may come.
    private func lateAnswer(to activity: String, _ bot: TestBot) async throws -> TestResponse {
        // The network sleeps, and then the question does.
        async let response = bot.post("/teams", json: activity)
        await bot.clock.sleepsBegun(2)
        bot.clock.advance(by: .seconds(4))
        return try await response
    }

    private func text(of response: TestResponse) throws -> String? {
        let card = try JSONValue(parsing: response.body)["attachments"]?[0]?["content"]
        return card?["body"]?[0]?["text"]?.stringValue
    }

    func testActivity_isReceivedWithItsRoomAndSender_andAnsweredOnTheRequest() async throws {
        let response = try await withBot(
            answer: { message, teams in
                let answer = OutgoingMessage("Up for 2_s.", replyTo: message.id)
                _ = try? await teams.send(answer, to: message.room)
            },
            { bot in
                let response = try await bot.post("/teams", json: activity())
                XCTAssertEqual(bot.http.requests.count, 0)
                return response
            })

        XCTAssertEqual(
            received.all,
            [
                IncomingMessage(
                    "status", from: Person(id: Self.ada, displayName: "Ada"), in: "#ops", id: "1767225600000",
                    isAddressed: true)
            ])
        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(response.headers[.contentType], "application/json")
        XCTAssertEqual(
            try JSONValue(parsing: response.body), TeamsCard.activity(of: OutgoingMessage("Up for 2_s.")))
    }

    func testSecondAnswer_isSaidThroughTheFlow() async throws {
        let requests = try await withBot(
            [.status(.accepted)],
            answer: { message, teams in
                for text: ChatText in ["one", "two"] {
                    _ = try? await teams.send(OutgoingMessage(text, replyTo: message.id), to: message.room)
                }
            },
            { bot in
                let response = try await bot.post("/teams", json: activity())
                XCTAssertEqual(try text(of: response), "one")
                return bot.http.requests
            })

        XCTAssertEqual(
            try requests.map { try JSONValue(parsing: $0.body) }, [TeamsCard.activity(of: OutgoingMessage("two"))])
    }

    func testAnswerToNobodysQuestion_isSaidThroughTheFlow() async throws {
        let count = try await withBot([.status(.accepted)]) { bot in
            let teams = try XCTUnwrap(bot.host.network(Teams.self))
            _ = try await teams.send(OutgoingMessage("late", replyTo: "17"), to: "#ops")
            return bot.http.requests.count
        }

        XCTAssertEqual(count, 1)
    }

    func testQuestion_isAnsweredInTime_thoughTheBotSaysNothing() async throws {
        let said = try await withBot { bot in try text(of: await lateAnswer(to: activity(), bot)) }

        XCTAssertEqual(said, "There is no answer yet. A later one is a message of its own.")
    }

    func testQuestion_fromAChannelWithoutAFlow_isReceivedUnderTheChannelsIdentifier() async throws {
        let other = activity(["channelData": ["teamsChannelId": "19:other@thread.tacv2"]])

        let said = try await withBot { bot in try text(of: await lateAnswer(to: other, bot)) }

        XCTAssertEqual(received.all.map(\.room.name), ["19:other@thread.tacv2"])
        XCTAssertTrue(said?.contains("this channel has no flow") == true, said ?? "")
    }

    func testRoom_isThatOfTheConversation_whenNoChannelIsNamed() async throws {
        let old = activity(["channelData": nil])

        _ = try await withBot { bot in try await lateAnswer(to: old, bot) }

        XCTAssertEqual(received.all.map(\.room.name), ["#ops"])
    }

    func testNothingIsReceived_ofOldMessages_applicationsAndOtherActivities() async throws {
        let others: [JSONObject] = [
            ["timestamp": "2025-12-31T23:50:00Z"], ["from": ["id": "28:app", "name": "Flow"]], ["from": nil],
            ["type": "invoke"], ["text": nil], ["id": ""], ["id": nil], ["channelData": nil, "conversation": nil],
        ]

        try await withBot { bot in
            for (index, other) in others.enumerated() {
                // Each has an identifier of its own: otherwise it would be a repetition.
                var more = other
                more["id"] = more["id"] ?? .string("\(index)")
                let response = try await bot.post("/teams", json: activity(more))
                XCTAssertEqual(response.status, .ok, "\(other)")
            }
        }

        XCTAssertEqual(received.all, [])
    }

    func testForgeries_areRefused() async throws {
        let statuses = try await withBot { bot in
            let unsigned = try await bot.post("/teams", json: activity(), signed: false)
            let forged = try await bot.post(
                "/teams", json: activity(),
                headers: ["Authorization": "HMAC AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="])
            return [unsigned, forged].map(\.status)
        }

        XCTAssertEqual(statuses, [.unauthorized, .unauthorized])
        XCTAssertEqual(received.all, [])
    }

    func testQuestion_isRefused_beforeTheBotListens() async throws {
        let bot = try await TestBot(Teams.self, environment: TeamsTests.environment)

        let response = try await bot.post("/teams", json: activity())

        XCTAssertEqual(response.status, .serviceUnavailable)
    }
}
