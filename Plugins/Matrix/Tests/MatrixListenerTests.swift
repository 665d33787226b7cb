import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import MatrixPlugin

/// What is received.
final class MatrixListenerTests: MatrixListenerTestCase {
    func testMessage_isReceivedWithItsPlaceAndSender() async throws {
        let thread: JSONObject = ["m.relates_to": ["rel_type": "m.thread", "event_id": "$0"]]
        let member = state("m.room.member", ["membership": "join", "displayname": "Ada\u{202e}"], "@ada:example.org")

        try await receive([Self.history, timeline(member, event("$1", "!status", [:], thread))])

        XCTAssertEqual(
            received.all,
            [
                IncomingMessage(
                    "!status", from: Person(id: "@ada:example.org", displayName: "Ada"), in: "!ops", thread: "$0",
                    id: "$1")
            ])
    }

    func testRoom_hasTheNameThatSettingsGiveIt() async throws {
        let server = try await receive(
            [Self.history, timeline(event("$1", "!status"))], ["HARK_ROOMS": "matrix:#ops"])

        XCTAssertEqual(received.all.map(\.room), ["#ops"])
        XCTAssertTrue(server.requests.contains("POST join/%21ops"))
    }

    func testRoom_isCalledByItsAlias_onlyWhenThatLeadsThere() async throws {
        let alias = state("m.room.canonical_alias", ["alias": "#x:example.org"])

        try await receive([Self.history, timeline(alias, event("$1", "a"))])
        try await receive([Self.history, timeline(alias, event("$1", "a"))]) {
            $0.on("GET directory", .json(["room_id": "!another"]))
        }

        XCTAssertEqual(received.all.map(\.room), ["#x:example.org", "!ops"])
    }

    func testNothingIsReceived_ofHistoryEditsNoticesOldMessagesAndTheBotItself() async throws {
        let events: [JSONValue] = [
            event("$2", "* !status", [:], ["m.relates_to": ["rel_type": "m.replace", "event_id": "$1"]]),
            event("$3", "* !status", [:], ["m.new_content": ["body": "!status"]]),
            event("$4", "!status", [:], ["msgtype": "m.notice"]), event("$5", "!status", [:], ["msgtype": "m.emote"]),
            event("$6", "!status", ["sender": "@hark:example.org"]), event("$7", "!status", ["content": [:]]),
            event("$8", "!status", ["unsigned": ["age": 600_000]]), event("$9", "!status", ["state_key": ""]),
            event("$10", "!status", ["unsigned": [:], "origin_server_ts": 1_767_225_000_000]),
            event("$11", "!status", ["unsigned": [:]]), event("", "!status"),
            event("$12", "!status", ["sender": "ada"]),
            ["type": "m.room.encrypted", "event_id": "$13", "sender": "@ada:example.org", "content": [:]], 7, nil,
            event("$0", "!status"),
        ]

        let more: JSONValue = ["rooms": ["join": ["!ops": ["timeline": ["events": .array(events)]]]]]
        try await receive([timeline(event("$0", "!status"), event("$1", "!status")), more])

        XCTAssertEqual(received.all, [])
    }

    func testMessage_isReceivedOnce() async throws {
        try await receive([Self.history, timeline(event("$1", "a")), timeline(event("$1", "a"), event("$2", "b"))])

        XCTAssertEqual(received.all.map(\.text), ["a", "b"])
    }

    func testMessage_isYoung_byTheServersClock() async throws {
        try await receive([
            Self.history,
            timeline(
                event("$1", "a", ["origin_server_ts": 1]),
                event("$2", "b", ["unsigned": [:], "origin_server_ts": 1_767_225_590_000])),
        ])

        XCTAssertEqual(received.all.map(\.text), ["a", "b"])
    }

    func testReply_isReceivedWithoutWhatItQuotes() async throws {
        let reply: JSONObject = ["m.relates_to": ["m.in_reply_to": ["event_id": "$0"]]]

        try await receive([
            Self.history,
            timeline(
                event("$1", "> <@ben:example.org> !deploy\n> now\n\n!status", [:], reply),
                event("$2", "> quoted by hand\nhi")),
        ])

        XCTAssertEqual(received.all.map(\.text), ["!status", "> quoted by hand\nhi"])
    }

    func testMessage_isAddressed_byNameMentionOrInADirectRoom() async throws {
        let pill: JSONObject = ["m.mentions": ["user_ids": ["@hark:example.org"]]]
        let direct: JSONValue = [
            "type": "m.direct", "content": ["@ada:example.org": ["!talk"]],
        ]
        var history: JSONObject = ["account_data": ["events": [direct]]]
        history["rooms"] = [
            "join": [
                "!two": ["summary": ["m.joined_member_count": 2]], "!three": ["summary": ["m.joined_member_count": 3]],
                "!titled": [
                    "summary": ["m.joined_member_count": 2],
                    "state": ["events": [state("m.room.name", ["name": "Ops"])]],
                ], "!ops": [:], "!talk": [:],
            ]
        ]

        try await receive([
            .object(history), timeline(event("$1", "hark: status"), event("$2", "Hark Bot status", [:], pill)),
            timeline(event("$3", "status"), room: "!talk"), timeline(event("$4", "status"), room: "!two"),
            timeline(event("$5", "status"), room: "!three"), timeline(event("$6", "status"), room: "!titled"),
        ])

        XCTAssertEqual(received.all.map(\.text), Array(repeating: "status", count: 6))
        XCTAssertEqual(received.all.map(\.isAddressed), [true, true, true, true, false, false])
    }

    func testGap_isFilled_inOrder() async throws {
        let limited: JSONValue = [
            "rooms": [
                "join": [
                    "!ops": ["timeline": ["limited": true, "prev_batch": "p1", "events": [event("$9", "third")]]]
                ]
            ]
        ]
        let page: JSONValue = [
            "end": "p0",
            "chunk": [
                event("$8", "second"), event("$7", "first"), event("$6", "old", ["unsigned": ["age": 900_000]]),
                event("$5", "seen"),
            ],
        ]

        let server = try await receive([timeline(event("$5", "seen")), limited]) {
            $0.on("GET rooms/%21ops/messages", .json(page))
        }

        XCTAssertEqual(received.all.map(\.text), ["first", "second", "third"])
        XCTAssertEqual(server.requests.filter { $0.contains("/messages") }.count, 2)
    }

    func testSync_beginsAnew_whenTheServerCannotGoOn() async throws {
        let http = FakeHomeserver(syncs: [
            Self.history, timeline(event("$1", "while the bot was away")), timeline(event("$2", "now")),
        ])
        http.on(
            "GET sync", .json(["next_batch": "a"]), FakeHomeserver.refusal("M_UNKNOWN", .badRequest),
            .json(with(timeline(event("$1", "history")), "next_batch", "b")),
            .json(with(timeline(event("$2", "now")), "next_batch", "c")), .failure(.cannotConnect))
        let bot = try await http.bot()
        let matrix = try XCTUnwrap(bot.host.network(Matrix.self))
        let received = received

        let listening = Task { try await matrix.run(ChatInbox { received.append($0) }) }
        await bot.clock.sleepsBegun(1)
        listening.cancel()
        _ = try? await listening.value

        XCTAssertEqual(received.all.map(\.text), ["now"])
    }

    func testSync_goesOnWhereItWas_afterTheConnectionWasLost() async throws {
        let http = FakeHomeserver()
        http.on(
            "GET sync", .json(with(Self.history, "next_batch", "a")), .text("<html>", status: .badGateway),
            .json(with(timeline(event("$2", "meanwhile")), "next_batch", "c")), .failure(.cannotConnect))
        let bot = try await http.bot()
        let matrix = try XCTUnwrap(bot.host.network(Matrix.self))
        let (received, states) = (received, Recording<NetworkState>())

        let inbox = ChatInbox(onMessage: { received.append($0) }, onState: { states.append($0) })
        let listening = Task { try await matrix.run(inbox) }
        await bot.clock.sleepsBegun(1)
        bot.clock.advance(by: .seconds(60))
        await bot.clock.sleepsBegun(2)
        listening.cancel()
        _ = try? await listening.value

        XCTAssertEqual(received.all.map(\.text), ["meanwhile"])
        XCTAssertEqual(states.all.prefix(3).last, .connected)
        let arguments = bot.http.requests.filter { $0.url.contains("/sync") }.map(\.url)
        XCTAssertEqual(arguments.map { $0.contains("since=a&timeout=0") }, [false, false, true, false])
        XCTAssertTrue(arguments.allSatisfy { $0.contains("set_presence=offline") })
    }

    func testPoll_isNotHot_whenTheServerDoesNotWait() async throws {
        let bot = try await FakeHomeserver(syncs: [[:], [:], [:], [:]]).bot()
        let matrix = try XCTUnwrap(bot.host.network(Matrix.self))

        let listening = Task { try await matrix.run(ChatInbox { _ in }) }
        await bot.clock.sleepsBegun(1)
        listening.cancel()
        _ = try? await listening.value

        XCTAssertEqual(bot.clock.sleeps, [.seconds(1)])
    }

    func testWhatWasSaidBeforeTheBotCame_isNotReceived() async throws {
        let entrance = state("m.room.member", ["membership": "join"], "@hark:example.org", by: "@hark:example.org")
        let events: [JSONValue] = [event("$1", "!deploy"), entrance, event("$2", "!status")]
        let new: JSONValue = [
            "rooms": [
                "join": ["!new": ["timeline": ["limited": true, "prev_batch": "p", "events": .array(events)]]]
            ]
        ]
        let earlier: JSONValue = [
            "rooms": [
                "join": [
                    "!other": ["state": ["events": [entrance]], "timeline": ["events": [event("$3", "a")]]],
                    "!odd": ["timeline": ["events": [event("$4", "b")]]],
                ]
            ]
        ]

        let server = try await receive([Self.history, new, earlier, timeline(event("$5", "c"), room: "!odd")])

        XCTAssertEqual(received.all.map(\.text), ["!status", "a", "c"])
        XCTAssertFalse(server.requests.contains { $0.contains("/messages") })
    }

    func testGap_isFilled_withNothingFromBeforeTheBotCame() async throws {
        let entrance = state("m.room.member", ["membership": "join"], "@hark:example.org", by: "@hark:example.org")
        let limited: JSONValue = [
            "rooms": ["join": ["!new": ["timeline": ["limited": true, "prev_batch": "p", "events": []]]]]
        ]

        try await receive([Self.history, timeline(entrance, room: "!new"), limited]) {
            $0.on("GET rooms/%21new/messages", .json(["chunk": [event("$1", "!deploy", ["unsigned": ["age": 9000]])]]))
        }

        XCTAssertEqual(received.all, [])
    }

    func testCounts_thatAreImpossible_disturbNothing() async throws {
        let counts: JSONValue = ["m.joined_member_count": .integer(.max), "m.invited_member_count": .integer(.max)]
        let update: JSONValue = ["summary": counts, "timeline": ["events": [event("$1", "a")]]]

        try await receive([Self.history, ["rooms": ["join": ["!ops": update]]]])

        XCTAssertEqual(received.all.map(\.isAddressed), [false])
    }
}
