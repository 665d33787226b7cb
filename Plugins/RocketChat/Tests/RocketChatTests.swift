import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import RocketChatPlugin

final class RocketChatTests: XCTestCase {
    static let environment = [
        "HARK_ROCKETCHAT_URL": "https://chat.example.org/", "HARK_ROCKETCHAT_USER": "harkharkharkhark1",
        "HARK_ROCKETCHAT_TOKEN": "verysecret", "HARK_ROCKETCHAT_WEBHOOK_TOKEN": "hooksecret",
    ]

    /// A server with a room `ops` and a person `ada`, unless a test answers first.
    static func server(
        _ first: @escaping @Sendable (ClientRequest) -> ScriptedHTTP.Answer? = { _ in nil }
    ) -> ScriptedHTTP {
        ScriptedHTTP { request in
            if let answer = first(request) { return answer }
            return switch request.endpoint {
            case "me": .json(["username": "hark", "success": true])
            case "rooms.info?roomName=ops", "rooms.info?roomId=opsopsopsopsopsop", "rooms.info?roomId=adaTALK":
                .json(["room": ["_id": "opsopsopsopsopsop", "t": "p"], "success": true])
            case "rooms.get":
                .json(["update": [["_id": "opsopsopsopsopsop", "name": "ops"], ["_id": "x"]], "success": true])
            case "im.create": .json(["room": ["_id": "talk"], "success": true])
            case "users.info?userId=adaadaadaadaadaad": .json(["user": ["username": "ada"], "success": true])
            case "chat.getMessage?msgId=first": .json(["message": ["rid": "opsopsopsopsopsop"], "success": true])
            case "chat.getMessage?msgId=elsewhere": .json(["message": ["rid": "web"], "success": true])
            case "chat.sendMessage", "chat.update", "chat.react": .json(["success": true])
            default: .error("error-room-not-found")
            }
        }
    }

    private func bot(_ http: ScriptedHTTP = server()) async throws -> TestBot {
        try await TestBot(RocketChat.self, environment: Self.environment, http: http)
    }

    private func network(_ bot: TestBot) throws -> RocketChat { try XCTUnwrap(bot.host.network(RocketChat.self)) }

    /// Why a message is not taken that is answered so.
    private func failure(_ answer: ScriptedHTTP.Answer, to room: Room = "#ops") async throws -> ChatError? {
        let network = try network(try await bot(Self.server { $0.endpoint == "chat.sendMessage" ? answer : nil }))
        do { _ = try await network.send(OutgoingMessage("hi"), to: room) } catch { return error }
        return nil
    }

    func testManifest_isSound() { checkManifest(RocketChat.self) }

    func testSend_namesTheMessageItself_inTheRoomOfThatName() async throws {
        let bot = try await bot()
        let message = OutgoingMessage(
            "hi *all*", severity: .error, thread: "first", key: String(repeating: "7b", count: 16))

        let id = try await network(bot).send(message, to: "#ops")
        _ = try await network(bot).send(OutgoingMessage("again"), to: "#ops")

        XCTAssertEqual(id, "7b7b7b7b7b7b7b7b7")
        XCTAssertEqual(
            bot.http.requests.map(\.endpoint),
            ["rooms.info?roomName=ops", "chat.getMessage?msgId=first", "chat.sendMessage", "chat.sendMessage"])
        XCTAssertEqual(bot.http.requests[2].url, "https://chat.example.org/api/v1/chat.sendMessage")
        XCTAssertEqual(
            try JSONValue(parsing: bot.http.requests[2].body),
            [
                "message": [
                    "_id": "7b7b7b7b7b7b7b7b7", "rid": "opsopsopsopsopsop", "msg": #"❌ hi \*all\*"#, "tmid": "first",
                ],
                "previewUrls": [],
            ])
        for (name, value) in [("X-Auth-Token", "verysecret"), ("X-User-Id", "harkharkharkhark1")] {
            XCTAssertEqual(bot.http.requests[2].headers[try XCTUnwrap(HTTPField.Name(name))], value)
        }
    }

    func testSend_isForTheRoom_whenTheThreadIsAnotherRooms() async throws {
        for thread: MessageID in ["elsewhere", "gone"] {
            let bot = try await bot()

            for _ in 1...2 { _ = try await network(bot).send(OutgoingMessage("hi", thread: thread), to: "#ops") }

            let sent = bot.http.requests.filter { $0.endpoint == "chat.sendMessage" }
            XCTAssertEqual(
                try sent.map { try JSONValue(parsing: $0.body)["message"]?["tmid"] }, [nil, nil], thread.text)
        }
    }

    func testSend_isDone_whenTheServerRefusesAMessageThatItHasAlready() async throws {
        let message = OutgoingMessage("hi", key: String(repeating: "7b", count: 16))
        for (room, isSent) in [("opsopsopsopsopsop", true), ("another", false)] {
            let bot = try await bot(
                Self.server { request in
                    switch request.endpoint {
                    case "chat.sendMessage": .error("error-duplicate-key")
                    case "chat.getMessage?msgId=7b7b7b7b7b7b7b7b7":
                        .json(["message": ["rid": .string(room)], "success": true])
                    default: nil
                    }
                })

            let id = try? await network(bot).send(message, to: "#ops")

            XCTAssertEqual(id != nil, isSent, room)
        }
    }

    func testSend_findsPeopleByNameAndByIdentifier() async throws {
        let bot = try await bot()

        for room in ["@ben", "@adaadaadaadaadaad"] {
            _ = try await network(bot).send(OutgoingMessage("hi"), to: Room(room))
        }

        let opened = bot.http.requests.filter { $0.endpoint == "im.create" }.map(\.text)
        XCTAssertEqual(opened, [#"{"username":"ben"}"#, #"{"username":"ada"}"#])
    }

    func testSend_suggestsTheNearestRoom() async throws {
        let network = try network(try await bot())

        for (name, hint) in [("#opps", "Did you mean #ops?"), ("ops lounge", "Write #name"), ("@", "names nobody")] {
            do {
                _ = try await network.send(OutgoingMessage("hi"), to: Room(name))
                XCTFail("it was sent")
            } catch {
                XCTAssertEqual(error.kind, .noSuchRoom)
                XCTAssertTrue(error.reason.contains(hint), error.reason)
            }
        }
    }

    func testSend_looksARoomUpAgain_whenItIsGone() async throws {
        let bot = try await bot(Self.server { $0.endpoint == "chat.sendMessage" ? .error("error-invalid-room") : nil })

        for _ in 1...2 { _ = try? await network(bot).send(OutgoingMessage("hi"), to: "#ops") }

        XCTAssertEqual(bot.http.requests.filter { $0.endpoint.hasPrefix("rooms.info") }.count, 2)
    }

    func testErrors_sayWhatCanBeDone() async throws {
        let table: [(ScriptedHTTP.Answer, ChatError.Kind)] = [
            (.error("error-not-allowed"), .notAMember), (.error("error-invalid-room"), .noSuchRoom),
            (.error("error-message-size-exceeded"), .tooLong(limit: 5000)),
            (.error("error-action-not-allowed"), .refused),
            (.notLoggedIn, .unauthorized),
            (.json(["success": false, "error": "unauthorized"], status: .unauthorized), .unauthorized),
            (.text("<html>Please log in.", status: .unauthorized), .transient), (.status(.unauthorized), .transient),
            (.text("<html>", status: .notFound), .refused), (.text("<html>", status: .badGateway), .transient),
            (.text("<html>"), .transient), (.json(["success": false]), .transient), (.json([]), .transient),
            (.status(.found), .refused), (.failure(.timedOut), .transient),
        ]
        for (answer, kind) in table {
            let error = try await failure(answer)

            XCTAssertEqual(error?.kind, kind, "\(answer)")
            XCTAssertFalse(error?.reason.contains("verysecret") ?? true, error?.reason ?? "")
        }
    }

    func testSend_saysWhenTheNextMessageIsTaken() async throws {
        let text = "Error, too many requests. You must wait 7 seconds before trying this endpoint again."
        // The clock of the test stands at the first of January 2026.
        let reset = try XCTUnwrap(HTTPField.Name("X-RateLimit-Reset"))
        let table: [(HTTPFields, JSONValue, Duration?)] = [
            ([reset: "1"], ["success": false, "error": .string(text)], .seconds(7)),
            ([reset: "1767225604500"], ["success": false], .seconds(5)), ([reset: "1"], [], nil),
            ([reset: "1e400"], [], nil), ([.retryAfter: "3"], ["error": .string(text)], .seconds(3)),
        ]
        for (headers, body, wait) in table {
            let error = try await failure(
                .response(
                    ClientResponse(status: .tooManyRequests, headers: headers, body: Array(body.serialized().utf8))))

            XCTAssertEqual(error?.kind, .rateLimited(retryAfter: wait))
        }
    }

    func testEditAndReact_nameTheMessage() async throws {
        let bot = try await bot()

        try await network(bot).edit("m1", in: "#ops", to: OutgoingMessage("done", severity: .success))
        try await network(bot).react(.seen, to: "m1", in: "#ops")

        XCTAssertEqual(
            try JSONValue(parsing: bot.http.requests[1].body),
            ["roomId": "opsopsopsopsopsop", "msgId": "m1", "text": "✅ done", "previewUrls": []])
        XCTAssertEqual(
            try JSONValue(parsing: bot.http.requests[2].body),
            ["messageId": "m1", "emoji": ":eyes:", "shouldReact": true])
    }

    func testResolve_saysWhatAnOperatorShouldKnow() async throws {
        let rooms: [(JSONObject, String)] = [
            ([:], "#ops, private (opsopsopsopsopsop)"), (["archived": true], "The room #ops is archived."),
            (["ro": true], "#ops, read-only: the bot needs the role “owner” or “moderator” there (opsopsopsopsopsop)"),
            (["_id": "else", "t": "c"], "#ops, public (else); the bot is not in it: “/invite @” and its name"),
        ]
        for (more, expected) in rooms {
            let room = (["_id": "opsopsopsopsopsop", "t": "p"] as JSONObject).merging(more)
            let answer = ScriptedHTTP.Answer.json(["room": .object(room), "success": true])
            let network = try network(try await bot(Self.server { $0.endpoint.hasPrefix("rooms.info") ? answer : nil }))

            let said: String
            do { said = try await network.resolve("#ops") } catch { said = error.reason }

            XCTAssertEqual(said, expected)
        }
    }

    func testIdentify_namesTheAccount() async throws {
        let name = try await network(bot()).identify()

        XCTAssertEqual(name, "@hark")
    }

    func testDirectRoom_isThatOfThePersonsIdentifier() async throws {
        let network = try network(try await bot())

        XCTAssertEqual(network.directRoom(of: Person(id: "adaadaadaadaadaad"))?.name, "@adaadaadaadaadaad")
        XCTAssertNil(network.directRoom(of: Person(id: "../x")))
    }
}

extension ScriptedHTTP.Answer {
    /// Rocket.Chat's response to an unknown token.
    static var notLoggedIn: Self {
        .json(["status": "error", "message": "You must be logged in to do this."], status: .unauthorized)
    }

    /// An error as Rocket.Chat writes it.
    static func error(_ type: String) -> Self {
        .json(
            ["success": false, "error": .string("Etwas ist falsch. [\(type)]"), "errorType": .string(type)],
            status: .badRequest)
    }
}

extension ClientRequest {
    /// What follows `/api/v1/`.
    var endpoint: String { url.split(separator: "/api/v1/", maxSplits: 1).last.map(String.init) ?? "" }
}
