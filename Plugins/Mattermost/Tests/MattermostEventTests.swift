import HarkEvents
import XCTest

import struct FoundationEssentials.Date

@testable import MattermostPlugin

final class MattermostEventTests: XCTestCase {
    private let channel = "channelchannelchannelchan1"
    private let post: JSONValue = [
        "id": "p1", "create_at": 1_767_225_600_000, "delete_at": 0, "user_id": "u1",
        "channel_id": "channelchannelchannelchan1", "root_id": "p0", "message": "!status", "type": "",
        "props": ["disable_group_highlight": true],
    ]

    private func event(_ post: JSONValue, type: String = "O") -> String {
        let event: JSONValue = [
            "event": "posted", "seq": 7,
            "data": [
                "post": .string(post.serialized()), "channel_name": "ops", "channel_type": .string(type),
                "sender_name": "@ada", "team_id": "t1",
            ],
        ]
        return event.serialized()
    }

    private func post(with name: String, _ value: JSONValue) -> MattermostPost? {
        var object = post.objectValue ?? [:]
        object[name] = value
        return MattermostPost(PayloadView(.object(object)))
    }

    func testPosted_isReadFromJSONWithinJSON() throws {
        guard case .posted(let number, let post, let channel, let sender) = MattermostEvent(event(post)) else {
            return XCTFail("it is not read")
        }

        XCTAssertEqual(number, 7)
        XCTAssertEqual(post.text, "!status")
        XCTAssertEqual(post.root, "p0")
        XCTAssertTrue(post.isByPerson)
        XCTAssertEqual(channel.name, "ops")
        XCTAssertEqual(channel.kind, .team)
        XCTAssertEqual(sender, "ada")
    }

    func testPosted_knowsDirectMessages() {
        for (type, kind) in [("D", MattermostChannel.Kind.direct), ("G", .group), ("P", .team)] {
            guard case .posted(_, _, let channel, _) = MattermostEvent(event(post, type: type)) else {
                return XCTFail("it is not read")
            }
            XCTAssertEqual(channel.kind, kind)
        }
    }

    func testPost_isByNoPerson_whenABotOrTheServerMadeIt() {
        let others: [(String, JSONValue)] = [
            ("props", ["from_bot": "true"]), ("props", ["from_webhook": "true"]), ("props", ["from_bot": true]),
            ("props", ["from_plugin": "true"]), ("props", ["from_oauth_app": "true"]), ("type", "system_join_channel"),
            ("type", "slack_attachment"), ("type", "me"),
        ]
        for (name, value) in others { XCTAssertEqual(post(with: name, value)?.isByPerson, false, "\(value)") }
    }

    func testPost_isNone_whenItIsDeletedOrNoPost() {
        XCTAssertNil(post(with: "delete_at", 5))
        for name in ["id", "user_id", "create_at"] { XCTAssertNil(post(with: name, .null), name) }
    }

    func testEvent_isTolerant_whateverComes() {
        XCTAssertEqual(MattermostEvent(#"{"event":"hello","seq":0,"data":{}}"#), .hello(number: 0))
        XCTAssertEqual(MattermostEvent(#"{"event":"typing","seq":3}"#), .other(number: 3))
        XCTAssertEqual(MattermostEvent(#"{"event":"posted","seq":3,"data":{"post":"{"}}"#), .other(number: 3))
        XCTAssertEqual(
            MattermostEvent(#"{"status":"FAIL","error":{"id":"api.web_socket_router.x"}}"#),
            .refusal("api.web_socket_router.x"))
        let nothing = [
            "", "[]", "{", #"{"status":"OK","seq_reply":1}"#, #"{"event":"hello","seq":-1}"#, #"{"seq":1}"#,
            #"{"event":"hello","seq":9223372036854775807}"#, String(repeating: "[", count: 100_000),
        ]
        for text in nothing { XCTAssertNil(MattermostEvent(text), String(text.prefix(50))) }
    }

    func testEventNumbers_haveAGap_whenOneIsLeftOut() {
        var numbers = EventNumbers()

        let gaps = [0, 1, 2, 4, 5, 4].map { numbers.isGap(before: $0) }

        XCTAssertEqual(gaps, [false, false, false, true, false, true])
    }

    func testReceivedPosts_takeEachOnce_andRememberABoundedNumber() throws {
        let time = 1_767_225_600_000
        var received = ReceivedPosts(since: 1000)
        let first = try XCTUnwrap(post(with: "id", "p"))

        XCTAssertTrue(received.insert(first, at: time))
        XCTAssertFalse(received.insert(first, at: time))
        for number in 0..<2000 {
            XCTAssertTrue(received.insert(try XCTUnwrap(post(with: "id", .string("p\(number)"))), at: time))
        }
        XCTAssertTrue(received.insert(first, at: time))
    }

    func testReceivedPosts_areMissedSinceShortlyBeforeTheLatest_butNeverBeforeTheStart() throws {
        let time = 1_767_225_600_000
        var received = ReceivedPosts(since: time - 2000)

        XCTAssertEqual(received.missedSince(time), time - 2000)
        _ = received.insert(try XCTUnwrap(post(with: "create_at", .integer(time))), at: time)
        XCTAssertEqual(received.missedSince(time), time - 2000)
        _ = received.insert(
            try XCTUnwrap(post(with: "create_at", .integer(time + 10_000)).map { $0.renamed() }), at: time + 10_000)
        XCTAssertEqual(received.missedSince(time + 10_000), time + 5000)
        XCTAssertEqual(received.missedSince(time + 3_600_000), time + 3_300_000)
    }

    func testReceivedPosts_catchUp_whateverTimesThePostsClaim() throws {
        let time = 1_767_225_600_000
        var received = ReceivedPosts(since: time)

        _ = received.insert(try XCTUnwrap(post(with: "create_at", .integer(1 << 53))), at: time)

        XCTAssertEqual(received.missedSince(time + 60_000), time)
        for hostile in [Int.min, -1, Int.max] { XCTAssertNil(post(with: "create_at", .integer(hostile))) }
    }

    func testServerClock_isTheServers_whenItSaysTheTime() {
        let now = Date(timeIntervalSince1970: 1000.25)

        let behind = ServerClock(HTTPDate(secondsSince1970: 1240), at: now)
        let alike = ServerClock(HTTPDate(secondsSince1970: 1000), at: now)
        let unknown = ServerClock(nil, at: now)

        XCTAssertEqual(behind.milliseconds(at: now), 1_241_000)
        XCTAssertEqual(behind.milliseconds(at: now.addingTimeInterval(60)), 1_301_000)
        XCTAssertEqual(alike.milliseconds(at: now), 1_000_250)
        XCTAssertEqual(unknown.milliseconds(at: now), 1_000_250)
        XCTAssertEqual(ServerClock(nil, at: .distantFuture).milliseconds(at: Date(timeIntervalSince1970: 1e300)), 0)
    }
}

extension MattermostPost {
    /// The same as another post.
    fileprivate func renamed() -> MattermostPost {
        MattermostPost(PayloadView(["id": "other", "user_id": .string(author), "create_at": .integer(time)])) ?? self
    }
}
