import HarkEvents
import HarkTesting
import XCTest

@testable import MatrixPlugin

final class MatrixTests: XCTestCase {
    private let server = FakeHomeserver()

    private func network(_ more: [String: String] = [:]) async throws -> (TestBot, Matrix) {
        let bot = try await server.bot(more)
        return (bot, try XCTUnwrap(bot.host.network(Matrix.self)))
    }

    func testManifest_isSound() { checkManifest(Matrix.self) }

    func testSend_putsAnEventInTheRoomBehindAnAlias() async throws {
        let (bot, matrix) = try await network()
        let message = OutgoingMessage("hi")

        let id = try await matrix.send(message, to: "matrix:#ops:example.org")
        _ = try await matrix.send(OutgoingMessage("again"), to: "#ops:example.org")

        XCTAssertEqual(id, "$1")
        XCTAssertEqual(
            server.requests.prefix(3),
            [
                "GET directory/room/%23ops%3Aexample.org", "GET rooms/%21ops/state/m.room.encryption",
                "PUT rooms/%21ops/send/m.room.message/\(message.key)",
            ])
        XCTAssertEqual(server.requests.count, 4)
        XCTAssertEqual(bot.http.requests.last?.headers[.authorization], "Bearer syt_1")
        XCTAssertFalse(bot.http.requests.contains { $0.url.contains("syt_1") })
    }

    func testSend_takesAnAliasOfTheOwnServer_whenItNamesNone() async throws {
        let (_, matrix) = try await network()

        _ = try await matrix.send(OutgoingMessage("hi"), to: "#ops")

        XCTAssertEqual(server.requests.first, "GET directory/room/%23ops%3Aexample.org")
    }

    func testSend_usesTheSameTransaction_whenTheAnswerWasLost() async throws {
        server.on("PUT rooms", .failure(.timedOut, mayHaveArrived: true), .json(["event_id": "$7"]))
        let (_, matrix) = try await network()
        let message = OutgoingMessage("hi")

        let first = await chatError { _ = try await matrix.send(message, to: "!ops") }
        let id = try await matrix.send(message, to: "!ops")

        XCTAssertEqual(first?.kind, .transient)
        XCTAssertEqual(id, "$7")
        XCTAssertEqual(Set(server.requests.filter { $0.hasPrefix("PUT") }).count, 1)
    }

    func testSend_answersInAThread_afterItsLatestMessage() async throws {
        let (_, matrix) = try await network()
        let root = try await matrix.send(OutgoingMessage("opened"), to: "!ops")

        _ = try await matrix.send(OutgoingMessage("reviewed", thread: root), to: "!ops")
        _ = try await matrix.send(OutgoingMessage("merged", thread: root), to: "!ops")
        _ = try await matrix.send(OutgoingMessage("answer", replyTo: root), to: "!ops")

        let relations = server.bodies("PUT").map { $0["m.relates_to"] }
        XCTAssertEqual(
            relations,
            [
                nil, MatrixContent.thread(root: "$1", latest: nil, replyTo: nil),
                MatrixContent.thread(root: "$1", latest: "$2", replyTo: nil), MatrixContent.reply(to: "$1"),
            ])
    }

    func testSend_saysItInTheRoom_whenTheThreadCannotBeAnsweredIn() async throws {
        server.on("PUT rooms", FakeHomeserver.refusal("M_UNKNOWN", .badRequest), .json(["event_id": "$7"]))
        let (_, matrix) = try await network()

        let id = try await matrix.send(OutgoingMessage("hi", thread: "$old"), to: "!ops")

        XCTAssertEqual(id, "$7")
        XCTAssertEqual(server.bodies("PUT").map { $0["m.relates_to"] == nil }, [false, true])
    }

    func testSend_looksForTheRoomAgain_whenItsAliasHasMoved() async throws {
        server.on("GET directory", .json(["room_id": "!old"]), .json(["room_id": "!new"]))
        server.on("PUT rooms/%21old", FakeHomeserver.forbidden)
        let (_, matrix) = try await network()

        _ = try await matrix.send(OutgoingMessage("hi"), to: "#ops")

        XCTAssertEqual(
            server.requests.filter { !$0.hasPrefix("GET") }.map { $0.split(separator: "/send").first ?? "" },
            ["PUT rooms/%21old", "POST join/%21new", "PUT rooms/%21new"])
    }

    func testSend_saysHowToInviteTheBot_whenItMayNotJoin() async throws {
        server.on("PUT rooms", FakeHomeserver.forbidden)
        server.on("POST join", FakeHomeserver.forbidden)
        let (_, matrix) = try await network()

        let error = await chatError { _ = try await matrix.send(OutgoingMessage("hi"), to: "#ops") }

        XCTAssertEqual(
            error,
            ChatError(.notAMember, "The bot is not in #ops, and needs an invitation: /invite @hark:example.org"))
    }

    func testSend_namesTheNearestRoom_whenThereIsNone() async throws {
        let (_, matrix) = try await network()
        _ = try await matrix.send(OutgoingMessage("hi"), to: "#deploys")
        server.on("GET directory", FakeHomeserver.missing)

        let error = await chatError { _ = try await matrix.send(OutgoingMessage("hi"), to: "#deplyos") }

        XCTAssertEqual(error?.kind, .noSuchRoom)
        XCTAssertTrue(error?.reason.hasSuffix("Did you mean #deploys?") ?? false, "\(error as Any)")
    }

    func testSend_refusesAnEncryptedRoom() async throws {
        server.on("GET rooms/%21ops/state/m.room.encryption", .json(["algorithm": "m.megolm.v1.aes-sha2"]))
        let (_, matrix) = try await network()

        let error = await chatError { _ = try await matrix.send(OutgoingMessage("hi"), to: "!ops") }

        XCTAssertEqual(error?.kind, .refused)
        XCTAssertEqual(server.bodies("PUT"), [])
    }

    func testSend_opensADirectRoomOnce_withAPerson() async throws {
        server.on("POST createRoom", .json(["room_id": "!talk"]))
        let (_, matrix) = try await network()

        let room = try XCTUnwrap(matrix.directRoom(of: Person(id: "@ada:example.org")))
        _ = try await matrix.send(OutgoingMessage("hi"), to: room)
        _ = try await matrix.send(OutgoingMessage("again"), to: room)

        XCTAssertEqual(
            server.bodies("POST createRoom"),
            [["preset": "trusted_private_chat", "is_direct": true, "invite": ["@ada:example.org"]]])
        XCTAssertEqual(
            server.bodies("PUT user/%40hark%3Aexample.org/account_data/m.direct"), [["@ada:example.org": ["!talk"]]])
        XCTAssertNil(matrix.directRoom(of: Person(id: "ada")))
    }

    func testSend_opensOneDirectRoom_whenItCannotBeListed() async throws {
        server.on("POST createRoom", .json(["room_id": "!talk"]))
        server.on("PUT user", .status(.badGateway), .json([:]))
        let (_, matrix) = try await network()

        _ = try await matrix.send(OutgoingMessage("hi"), to: "@ada:example.org")
        _ = try await matrix.send(OutgoingMessage("again"), to: "@ada:example.org")
        server.on("POST createRoom", .json(["room_id": "!other"]))
        _ = try await matrix.send(OutgoingMessage("hi"), to: "@ben:example.org")

        XCTAssertEqual(server.bodies("POST createRoom").count, 2)
        XCTAssertEqual(
            server.bodies("PUT user").last, ["@ada:example.org": ["!talk"], "@ben:example.org": ["!other"]])
    }

    func testSend_refusesANewDirectRoom_thatTheServerEncrypts() async throws {
        server.on("POST createRoom", .json(["room_id": "!talk"]))
        server.on("GET rooms/%21talk/state/m.room.encryption", .json(["algorithm": "m.megolm.v1.aes-sha2"]))
        let (_, matrix) = try await network()

        let error = await chatError { _ = try await matrix.send(OutgoingMessage("hi"), to: "@ada:example.org") }

        XCTAssertEqual(error?.kind, .refused)
        XCTAssertEqual(server.bodies("PUT rooms"), [])
    }

    func testSend_opensAnotherDirectRoom_whenTheBotWasRemoved() async throws {
        server.on("POST createRoom", .json(["room_id": "!talk"]), .json(["room_id": "!next"]))
        let (_, matrix) = try await network()
        _ = try await matrix.send(OutgoingMessage("hi"), to: "@ada:example.org")
        server.on("PUT rooms/%21talk", FakeHomeserver.forbidden)

        _ = try await matrix.send(OutgoingMessage("hi"), to: "@ada:example.org")

        XCTAssertEqual(server.requests.last?.hasPrefix("PUT rooms/%21next/send"), true)
    }

    func testSend_usesTheDirectRoomThatIsThere() async throws {
        server.on("GET user", .json(["@ada:example.org": ["!left", "!talk"], "@ben:example.org": ["!other"]]))
        server.on("GET rooms/%21talk/state/m.room.member", .json(["membership": "join"]))
        let (_, matrix) = try await network()

        _ = try await matrix.send(OutgoingMessage("hi"), to: "@ada:example.org")

        XCTAssertEqual(server.bodies("POST createRoom"), [])
        XCTAssertEqual(server.requests.last?.hasPrefix("PUT rooms/%21talk/send"), true)
    }

    func testSend_opensNoOtherDirectRoom_whenTheServerDoesNotSayWhoIsThere() async throws {
        server.on("GET user", .json(["@ada:example.org": ["!talk"]]))
        let limited = FakeHomeserver.refusal("M_LIMIT_EXCEEDED", .tooManyRequests)
        for answer in [ScriptedHTTP.Answer.status(.badGateway), .failure(.timedOut), limited] {
            server.on("GET rooms/%21talk/state/m.room.member", answer)
            let (_, matrix) = try await network()

            let error = await chatError { _ = try await matrix.send(OutgoingMessage("hi"), to: "@ada:example.org") }

            XCTAssertNotNil(error)
        }
        XCTAssertEqual(server.bodies("POST createRoom"), [])
    }

    func testEdit_putsANewText_underAKeyOfItsOwn() async throws {
        let (_, matrix) = try await network()
        let message = OutgoingMessage("running")
        let sent = try await matrix.send(message, to: "!ops")
        let id = try XCTUnwrap(sent)

        try await matrix.edit(id, in: "!ops", to: message)

        XCTAssertEqual(server.bodies("PUT").last?["m.relates_to"], ["rel_type": "m.replace", "event_id": "$1"])
        XCTAssertEqual(server.requests.last, "PUT rooms/%21ops/send/m.room.message/\(message.key)-edit")
    }

    func testReact_isDone_whenTheReactionStandsThereAlready() async throws {
        server.on("PUT rooms", FakeHomeserver.refusal("M_DUPLICATE_ANNOTATION", .badRequest))
        let (_, matrix) = try await network()

        try await matrix.react(.done, to: "$5", in: "!ops")

        XCTAssertEqual(
            server.bodies("PUT"), [["m.relates_to": ["rel_type": "m.annotation", "event_id": "$5", "key": "✅"]]])
        XCTAssertEqual(server.requests.last, "PUT rooms/%21ops/send/m.reaction/%245-white_check_mark")
    }

    func testResolve_isTheIdentifier_whenTheBotMaySpeak() async throws {
        let (_, matrix) = try await network()

        let resolved = try await matrix.resolve("#ops")

        XCTAssertEqual(resolved, "!ops")
        XCTAssertEqual(server.bodies("PUT"), [])
    }

    func testResolve_saysWhatPowerIsMissing() async throws {
        server.on("GET rooms/%21ops/state/m.room.power_levels", .json(["events_default": 50, "users_default": 10]))
        let (_, matrix) = try await network()

        let error = await chatError { _ = try await matrix.resolve("#ops") }

        XCTAssertEqual(
            error?.reason, "The bot may not send in #ops: its power is 10, and 50 is needed.")
    }

    func testResolve_knowsThatTheMakerOfANewRoomHasEveryPower() async throws {
        server.on("GET rooms/%21ops/state/m.room.power_levels", .json(["events_default": 50, "users": [:]]))
        server.on("GET rooms/%21ops/state/m.room.create", .json(["sender": "@hark:example.org", "content": [:]]))
        let (_, matrix) = try await network()

        let resolved = try await matrix.resolve("!ops")

        XCTAssertEqual(resolved, "!ops")
    }
}
