import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import GoogleChatPlugin

final class GoogleChatReceivingTests: XCTestCase {
    private let received = Recording<IncomingMessage>()

    private func event(_ more: JSONObject = [:], message: JSONObject = [:], space: JSONObject = [:]) -> String {
        let ops: JSONObject = ["name": "spaces/OPS", "displayName": "ops", "spaceType": "SPACE"]
        let question: JSONObject = [
            "name": "spaces/OPS/messages/Q.1", "text": "@Hark status", "argumentText": " status",
            "sender": ["name": "users/42", "displayName": "Ada", "type": "HUMAN"],
            "thread": ["name": "spaces/OPS/threads/Q"],
        ]
        let event: JSONObject = [
            "type": "MESSAGE", "eventTime": "2026-01-01T00:00:00.123456Z", "space": .object(ops.merging(space)),
            "message": .object(question.merging(message)),
        ]
        return JSONValue.object(event.merging(more)).serialized()
    }

    /// A bot whose network runs while something is done.
    private func withBot<Value: Sendable>(
        _ http: ScriptedHTTP = google(), audience: String? = nil, _ body: (TestBot) async throws -> Value
    ) async throws -> Value {
        var environment = TestKey.environment
        if let audience { environment["HARK_GOOGLECHAT_AUDIENCE"] = audience }
        let bot = try await TestBot(GoogleChat.self, environment: environment, http: http)
        return try await bot.running(
            GoogleChat.self, onMessage: { [received] in received.append($0) }, while: { try await body(bot) })
    }

    private func post(_ event: String, _ token: String?, _ bot: TestBot) async throws -> TestResponse {
        let headers = token.map { ["Authorization": "Bearer \($0)"] } ?? [:]
        return try await bot.post("/googlechat", json: event, headers: headers, signed: false)
    }

    func testEvent_isReceivedWithItsRoomThreadAndSender_andAnsweredWithJSON() async throws {
        let response = try await withBot { bot in try await post(event(), TestKey.token(), bot) }

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(response.headers[.contentType], "application/json")
        XCTAssertEqual(response.text, "{}")
        XCTAssertEqual(
            received.all,
            [
                IncomingMessage(
                    "status", from: Person(id: "users/42", displayName: "Ada"), in: "#ops",
                    thread: "spaces/OPS/threads/Q", id: "spaces/OPS/messages/Q.1", isAddressed: true)
            ])
    }

    func testSpace_isNamedByItsIdentifier_whereAnotherHasItsName() async throws {
        let http = google { request in
            guard request.path.hasPrefix("spaces?") else { return nil }
            let names = ["spaces/OPS", "spaces/MALLORY"]
            return .json(["spaces": .array(names.map { ["name": .string($0), "displayName": "ops"] })])
        }
        let stranger = event(
            message: ["name": "spaces/MALLORY/messages/Q.1", "thread": ["name": "spaces/MALLORY/threads/Q"]],
            space: ["name": "spaces/MALLORY"])

        let error = try await withBot(http) { bot in
            _ = try await post(stranger, TestKey.token(), bot)
            let network = try XCTUnwrap(bot.host.network(GoogleChat.self))
            do throws(ChatError) {
                _ = try await network.send(OutgoingMessage("secret"), to: "#ops")
                return ChatError?.none
            } catch { return error }
        }

        XCTAssertEqual(received.all.map(\.room.name), ["spaces/MALLORY"])
        XCTAssertEqual(error?.kind, .noSuchRoom)
    }

    func testSpace_ofAStranger_isNotTheOneOfItsName() async throws {
        let stranger = event(
            message: ["name": "spaces/MALLORY/messages/Q.1", "thread": ["name": "spaces/MALLORY/threads/Q"]],
            space: ["name": "spaces/MALLORY"])

        // The list that Google gives does not have the stranger's space yet.
        let path = try await withBot { bot in
            _ = try await post(stranger, TestKey.token(), bot)
            let network = try XCTUnwrap(bot.host.network(GoogleChat.self))
            _ = try await network.send(OutgoingMessage("secret"), to: "#ops")
            return bot.http.requests.last?.path ?? ""
        }

        XCTAssertEqual(received.all.map(\.room.name), ["spaces/MALLORY"])
        XCTAssertTrue(path.hasPrefix("spaces/OPS/messages?"), path)
    }

    func testAnswer_isInTheThreadOfTheQuestion() async throws {
        try await withBot { bot in
            _ = try await post(event(), TestKey.token(), bot)
            let network = try XCTUnwrap(bot.host.network(GoogleChat.self))
            let message = try XCTUnwrap(received.all.first)
            _ = try await network.send(OutgoingMessage("up", thread: message.thread), to: message.room)
            XCTAssertEqual(
                try JSONValue(parsing: try XCTUnwrap(bot.http.requests.last).body)["thread"],
                ["name": "spaces/OPS/threads/Q"])
        }
    }

    func testDirectRoom_isThatOfThePerson_withoutThreads() async throws {
        let direct = event(space: ["name": "spaces/DM", "displayName": "", "spaceType": "DIRECT_MESSAGE"])

        try await withBot { bot in _ = try await post(direct, TestKey.token(), bot) }

        XCTAssertEqual(received.all.map(\.room.name), ["users/42"])
        XCTAssertEqual(received.all.map(\.thread), [nil])
    }

    func testSlashCommandWithoutWords_asksForHelp() async throws {
        let slash = event(message: ["text": "/hark", "argumentText": nil, "slashCommand": ["commandId": "1"]])
        let mention = event(message: ["name": "spaces/OPS/messages/Q.2", "argumentText": " "])

        try await withBot { bot in
            for event in [slash, mention] { _ = try await post(event, TestKey.token(), bot) }
        }

        XCTAssertEqual(received.all.map(\.text), ["help", "help"])
    }

    func testNothingIsReceived_ofAppsOldEventsAndOthers() async throws {
        let others = [
            event(["type": "ADDED_TO_SPACE"]), event(["type": nil]), event(["eventTime": "2025-12-31T23:50:00Z"]),
            event(["eventTime": nil]), event(["message": nil]), event(["space": nil]), event(message: ["name": nil]),
            event(message: ["name": "../x"]), event(message: ["sender": ["name": "users/1", "type": "BOT"]]),
            event(message: ["sender": ["name": "users/x", "type": "HUMAN"]]), #"{"chat":{"messagePayload":{}}}"#,
        ]

        try await withBot { bot in
            for other in others {
                let response = try await post(other, TestKey.token(), bot)
                XCTAssertEqual(response.text, "{}", other)
            }
        }

        XCTAssertEqual(received.all, [])
    }

    func testRepetition_isReceivedOnce() async throws {
        try await withBot { bot in
            for _ in 1...3 { _ = try await post(event(), TestKey.token(), bot) }
        }

        XCTAssertEqual(received.all.count, 1)
    }

    func testForgeries_areRefused() async throws {
        let good = try TestKey.token()
        let parts = good.split(separator: ".")
        let none = "eyJhbGciOiJub25lIiwia2lkIjoiZzEifQ"
        let forgeries: [String?] = [
            nil, "", "a.b.c", String(good.dropLast(4)) + "AAAA", "\(none).\(parts[1]).",
            "\(none).\(parts[1]).\(parts[2])",
            "\(parts[0]).\(parts[1])", try TestKey.token(keyID: "other"), try TestKey.token(keyID: nil),
            try TestKey.token(["aud": "999999999999"]), try TestKey.token(["aud": ["123456789012"]]),
            try TestKey.token(["iss": "someone@example.com"]), try TestKey.token(["exp": 1_767_225_000]),
            try TestKey.token(["iat": 1_767_225_900]), try TestKey.token(["exp": nil]),
        ]

        let statuses = try await withBot { bot in
            var statuses: [HTTPResponse.Status] = []
            for forgery in forgeries { statuses.append(try await post(event(), forgery, bot).status) }
            // Keys are not asked for again at each forgery.
            XCTAssertLessThanOrEqual(bot.http.requests.filter { $0.url.contains("x509") }.count, 1)
            return statuses
        }

        XCTAssertEqual(statuses, forgeries.map { _ in .unauthorized })
        XCTAssertEqual(received.all, [])
    }

    func testBody_isNotRead_ofWhomTheHeadDoesNotProve() async throws {
        let bodies = ["{", #"{"type":1}"#]

        let statuses = try await withBot { bot in
            var statuses: [HTTPResponse.Status] = []
            for token in [nil, try TestKey.token(["exp": 1_767_225_000]), try TestKey.token()] {
                for body in bodies { statuses.append(try await post(body, token, bot).status) }
            }
            return statuses
        }

        XCTAssertEqual(
            statuses, [.unauthorized, .unauthorized, .unauthorized, .unauthorized, .badRequest, .badRequest])
    }

    func testTokenForAnEndpoint_isThatOfTheChatsAccount() async throws {
        let url = "https://bot.example/googlechat"
        let claims: JSONObject = [
            "iss": "https://accounts.google.com", "aud": .string(url), "email": "chat@system.gserviceaccount.com",
            "email_verified": true, "iat": 1_767_225_590, "exp": 1_767_229_190,
        ]
        let http = google { request in
            guard request.url == "https://www.googleapis.com/oauth2/v3/certs" else { return nil }
            let key: JSONObject = ["kty": "RSA", "kid": "g1", "n": .string(modulusOfTestKey), "e": "AQAB"]
            return .json(["keys": [.object(key), ["kty": "EC", "kid": "g2"]]])
        }

        let statuses = try await withBot(http, audience: url) { bot in
            let tokens = [
                try TestKey.token(of: claims), try TestKey.token(["email": "someone@example.com"], of: claims),
                try TestKey.token(["email_verified": false], of: claims), try TestKey.token(),
            ]
            var statuses: [Int] = []
            for token in tokens { statuses.append(try await post(event(), token, bot).status.code) }
            return statuses
        }

        XCTAssertEqual(statuses, [200, 401, 401, 401])
    }

    func testEvent_isWantedAgain_whenTheKeysCannotBeHad() async throws {
        let http = google { $0.url.contains("x509") ? .failure(.timedOut) : nil }

        let statuses = try await withBot(http) { bot in
            [
                try await post(event(), TestKey.token(), bot).status,
                try await post(event(), TestKey.token(), bot).status,
            ]
        }

        XCTAssertEqual(statuses, [.serviceUnavailable, .serviceUnavailable])
    }

    func testKeys_areAskedForSoon_whenARequestForThemFailed() async throws {
        let calls = Recording<Void>()
        let http = google { request in
            guard request.url.contains("x509") else { return nil }
            calls.append(())
            return calls.all.count == 1 ? .failure(.timedOut) : nil
        }

        let statuses = try await withBot(http) { bot in
            let first = try await post(event(), TestKey.token(), bot).status
            bot.clock.advance(by: .seconds(5))
            return [first, try await post(event(), TestKey.token(), bot).status]
        }

        XCTAssertEqual(statuses, [.serviceUnavailable, .ok])
    }

    func testKeys_areGoodForADay_whileGoogleDoesNotAnswer() async throws {
        let calls = Recording<Void>()
        let http = google { request in
            guard request.url.contains("x509") else { return nil }
            calls.append(())
            return calls.all.count == 1 ? nil : .failure(.timedOut)
        }

        let statuses = try await withBot(http) { bot in
            var statuses: [HTTPResponse.Status] = []
            for (hours, id) in [(0, "g1"), (7, "g1"), (0, "new"), (18, "g1")] {
                bot.clock.advance(by: .seconds(hours * 3600))
                let token = try TestKey.token(["exp": 1_767_400_000], keyID: id)
                statuses.append(try await post(event(), token, bot).status)
            }
            return statuses
        }

        XCTAssertEqual(statuses, [.ok, .ok, .serviceUnavailable, .serviceUnavailable])
    }

    func testEvent_isWantedAgain_beforeTheBotListens() async throws {
        let bot = try await TestBot(GoogleChat.self, environment: TestKey.environment, http: google())

        let response = try await post(event(), TestKey.token(), bot)

        XCTAssertEqual(response.status, .serviceUnavailable)
    }

    func testEvent_isRefused_whenNoAudienceIsSet() async throws {
        var environment = TestKey.environment
        environment["HARK_GOOGLECHAT_AUDIENCE"] = nil
        let bot = try await TestBot(GoogleChat.self, environment: environment, http: google())

        let response = try await post(event(), TestKey.token(), bot)

        XCTAssertEqual(response.status, .serviceUnavailable)
    }

    func testRun_ends_whenGoogleDoesNotKnowTheBot() async throws {
        let http = google { $0.path.hasPrefix("spaces") ? .error(.unauthorized, "UNAUTHENTICATED") : nil }
        let bot = try await TestBot(GoogleChat.self, environment: TestKey.environment, http: http)
        let network = try XCTUnwrap(bot.host.network(GoogleChat.self))

        do {
            try await network.run(ChatInbox { _ in })
            XCTFail("it goes on")
        } catch { XCTAssertEqual((error as? ChatError)?.kind, .unauthorized) }
    }
}
