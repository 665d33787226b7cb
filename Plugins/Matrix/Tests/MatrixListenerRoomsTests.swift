import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import MatrixPlugin

/// Where the bot goes, and what becomes of its rooms.
final class MatrixListenerRoomsTests: MatrixListenerTestCase {
    func testInvitation_isAccepted_whenTheListAllowsIt() async throws {
        let member = state("m.room.member", ["membership": "invite", "is_direct": true], "@hark:example.org")
        let stranger = state(
            "m.room.member", ["membership": "invite"], "@hark:example.org", by: "@eve:evil.example")
        let invitations: JSONValue = [
            "rooms": [
                "invite": [
                    "!talk": ["invite_state": ["events": [member]]], "!trap": ["invite_state": ["events": [stranger]]],
                ]
            ]
        ]

        let server = try await receive(
            [invitations], ["HARK_MATRIX_INVITES": "@ada:example.org"], until: { !$0.bodies("PUT user").isEmpty })

        XCTAssertEqual(server.requests.filter { $0.hasPrefix("POST join") }, ["POST join/%21talk"])
        XCTAssertEqual(
            server.bodies("PUT user/%40hark%3Aexample.org/account_data/m.direct"), [["@ada:example.org": ["!talk"]]])
    }

    func testReplacedRoom_isFollowed_andSaidOnce() async throws {
        let tombstone = state("m.room.tombstone", ["body": "Moved", "replacement_room": "!new"])
        let again: JSONValue = ["rooms": ["join": ["!ops": ["state": ["events": [tombstone]]]]]]

        let server = try await receive(
            [Self.history, timeline(tombstone), again], until: { !$0.bodies("PUT rooms/%21new/send").isEmpty })

        XCTAssertEqual(server.requests.filter { $0.hasPrefix("POST join") }, ["POST join/%21new"])
        XCTAssertEqual(server.bodies("PUT rooms/%21new/send").count, 1)
    }

    func testInvitation_isAccepted_whenOneRoomMovesAgainAndAgain() async throws {
        let moves = (1...BackgroundTasks.most + 1).map { number in
            state("m.room.tombstone", ["body": "Moved", "replacement_room": .string("!gone\(number)")])
        }
        let invitation: JSONValue = [
            "rooms": [
                "invite": [
                    "!talk": [
                        "invite_state": [
                            "events": [state("m.room.member", ["membership": "invite"], "@hark:example.org")]
                        ]
                    ]
                ]
            ]
        ]

        let server = try await receive(
            [Self.history] + moves.map { timeline($0) } + [invitation],
            ["HARK_MATRIX_INVITES": "@ada:example.org"],
            { $0.on("POST join/%21gone", .status(.badGateway)) },
            until: { $0.requests.contains("POST join/%21talk") })

        XCTAssertTrue(server.requests.contains("POST join/%21talk"))
        // The bot joins one of them at a time.
        XCTAssertEqual(server.requests.filter { $0.hasPrefix("POST join/%21gone") }.count, 1)
    }

    func testReplacedRoom_isSilent_whenTheBotIsInTheNewOne() async throws {
        let tombstone = state("m.room.tombstone", ["body": "Moved", "replacement_room": "!new"])
        let history: JSONValue = ["rooms": ["join": ["!ops": ["state": ["events": [tombstone]]], "!new": [:]]]]

        let server = try await receive([history])

        XCTAssertEqual(server.requests.filter { !$0.hasPrefix("GET") }, [])
    }

    func testTombstone_isIgnored_whenItIsNoState() async throws {
        let forged: JSONValue = [
            "type": "m.room.tombstone", "event_id": "$1", "sender": "@eve:evil.example",
            "content": ["replacement_room": "!trap"],
        ]

        let server = try await receive([Self.history, timeline(forged)])

        XCTAssertEqual(server.requests.filter { !$0.hasPrefix("GET") }, [])
    }

    func testEncryptedRoom_isToldOnce_andNotAtEachStart() async throws {
        let encryption = state("m.room.encryption", ["algorithm": "m.megolm.v1.aes-sha2"])
        let old: JSONValue = ["rooms": ["join": ["!old": ["state": ["events": [encryption]]]]]]

        let server = try await receive(
            [old, timeline(encryption), timeline(encryption)], until: { !$0.bodies("PUT rooms/%21ops/send").isEmpty })

        XCTAssertEqual(server.requests.filter { $0.hasPrefix("PUT") }.count, 1)
        XCTAssertEqual(server.bodies("PUT rooms/%21ops/send").count, 1)
    }

    func testRemovedBot_doesNotComeBackUninvited() async throws {
        let kick = state("m.room.member", ["membership": "leave", "reason": "Too loud"], "@hark:example.org")
        let server = FakeHomeserver(syncs: [
            Self.history, ["rooms": ["leave": ["!ops": ["timeline": ["events": [kick]]]]]],
        ])
        server.on("PUT rooms", FakeHomeserver.forbidden)
        let bot = try await server.bot()
        let matrix = try XCTUnwrap(bot.host.network(Matrix.self))
        let listening = Task { try await matrix.run(ChatInbox { _ in }) }
        await bot.clock.sleepsBegun(1)
        listening.cancel()
        _ = try? await listening.value

        let error = await chatError { _ = try await matrix.send(OutgoingMessage("hi"), to: "!ops") }

        XCTAssertEqual(
            error, ChatError(.notAMember, "@ada:example.org has removed the bot from !ops. Invite it again."))
        XCTAssertEqual(server.requests.filter { $0.hasPrefix("POST join") }, [])
    }

    func testReplacedRoom_isFollowedLater_whenTheServerIsInTrouble() async throws {
        let tombstone = state("m.room.tombstone", ["body": "Moved", "replacement_room": "!new"])
        let server = FakeHomeserver(syncs: [Self.history, timeline(tombstone)])
        server.on("POST join", .status(.badGateway), .json([:]))
        let bot = try await server.bot()
        let matrix = try XCTUnwrap(bot.host.network(Matrix.self))

        let listening = Task { try await matrix.run(ChatInbox { _ in }) }
        // The connection is lost as well.
        await bot.clock.sleepsBegun(2)
        bot.clock.advance(by: .seconds(60))
        for _ in 0..<100_000 where server.bodies("PUT rooms/%21new/send").isEmpty { await Task.yield() }
        listening.cancel()
        _ = try? await listening.value

        XCTAssertEqual(server.requests.filter { $0.hasPrefix("POST join") }.count, 2)
        XCTAssertEqual(server.bodies("PUT rooms/%21new/send").count, 1)
    }

    func testDirectMessage_isLookedForAgain_whenThePersonHasLeftIt() async throws {
        let left = state("m.room.member", ["membership": "leave"], "@ada:example.org")
        let server = FakeHomeserver()
        server.on("POST createRoom", .json(["room_id": "!talk"]), .json(["room_id": "!next"]))
        server.on(
            "GET sync", .json(["next_batch": "a"]), .json(with(timeline(left, room: "!talk"), "next_batch", "b")),
            .failure(.cannotConnect))
        let bot = try await server.bot()
        let matrix = try XCTUnwrap(bot.host.network(Matrix.self))

        _ = try await matrix.send(OutgoingMessage("hi"), to: "@ada:example.org")
        let listening = Task { try await matrix.run(ChatInbox { _ in }) }
        await bot.clock.sleepsBegun(1)
        listening.cancel()
        _ = try? await listening.value
        _ = try await matrix.send(OutgoingMessage("hi"), to: "@ada:example.org")

        XCTAssertEqual(server.requests.last?.hasPrefix("PUT rooms/%21next/send"), true)
    }
}
