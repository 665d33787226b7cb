import HarkEvents
import HarkTesting
import Synchronization
import TestSupport
import XCTest

@testable import ZulipPlugin

final class ZulipListenerTests: XCTestCase {
    private let received = Recording<IncomingMessage>()
    private let states = Recording<NetworkState>()
    private let clock = TestClock(at: TestBot.newYear2026)

    private static let time = 1_767_225_600
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func message(_ id: Int, _ text: String, from sender: Int = 101, age: Int = 0) -> JSONValue {
        [
            "id": .integer(id), "sender_id": .integer(sender), "sender_full_name": "Ada",
            "timestamp": .integer(time - age),
            "type": "stream", "display_recipient": "ops", "subject": "chat", "content": .string(text),
        ]
    }

    private static func event(_ id: Int, _ message: JSONValue) -> JSONValue {
        ["id": .integer(id), "type": "message", "message": message]
    }

    private static func events(_ events: JSONValue...) -> ScriptedHTTP.Answer {
        .json(["result": "success", "events": .array(events)])
    }

    /// Runs the listener against these answers to polls and to readings of old messages, until the polls are used up
    /// and the credentials are refused.
    private func run(polls: [ScriptedHTTP.Answer], pages: [[JSONValue]] = [[]]) async throws -> ScriptedHTTP {
        let answers = Mutex((polls: polls[...], pages: pages[...]))
        let http = ScriptedHTTP { request in
            let path = request.url.split(separator: "/api/v1", maxSplits: 1).last?.split(separator: "?").first ?? ""
            switch path {
            case "/users/me": return .json(["result": "success", "user_id": 99, "full_name": "Hark"])
            case "/users/200": return .json(["result": "success", "user": ["user_id": 200, "is_bot": true]])
            case "/users/300": return .error(.badRequest, "BAD_REQUEST")
            case "/users/101": return .json(["result": "success", "user": ["user_id": 101, "is_bot": false]])
            case "/register": return .json(["result": "success", "queue_id": "q", "last_event_id": -1])
            case "/messages":
                let page = answers.withLock { $0.pages.popFirst() } ?? []
                return .json(["result": "success", "messages": .array(page)])
            default: return answers.withLock { $0.polls.popFirst() } ?? .error(.unauthorized, "INVALID_API_KEY")
            }
        }
        let api = ZulipAPI(
            base: try XCTUnwrap(BaseURL("https://chat.example.org")), email: "h@example.org", key: Secret("k"),
            http: HTTPClient(http))
        let listener = ZulipListener(
            api: api, people: ZulipPeople(api, clock: clock.reading, logger: Self.logger), echoes: ZulipEchoes(),
            clock: clock.reading, logger: Self.logger)
        let (received, states) = (received, states)
        do {
            try await listener.run(
                ChatInbox {
                    received.append($0)
                } onState: {
                    states.append($0)
                })
        } catch let error as ChatError { XCTAssertEqual(error.kind, .unauthorized, error.reason) }
        return http
    }

    func testMessage_isReceivedWithItsPlaceAndSender_once() async throws {
        let event = Self.message(8, "@**Hark** status")

        let http = try await run(polls: [
            Self.events(), Self.events(Self.event(0, event), Self.event(1, event)),
            Self.events(["id": 2, "type": "heartbeat"]),
        ])

        XCTAssertEqual(
            received.all,
            [
                IncomingMessage(
                    "status", from: Person(id: "101", displayName: "Ada"), in: "#ops", thread: ">chat", id: "8>chat",
                    isAddressed: true)
            ])
        let polls = http.requests.filter { $0.url.contains("/events") }
        XCTAssertEqual(polls.map(\.form["last_event_id"]), ["-1", "-1", "1", "2"])
        XCTAssertEqual(polls.map(\.form["dont_block"]), ["true", nil, nil, nil])
        XCTAssertEqual(states.all.first, .connected)
    }

    func testDirectMessage_isAddressed() async throws {
        let direct: JSONValue = [
            "id": 8, "sender_id": 101, "sender_full_name": "Ada", "timestamp": .integer(Self.time), "type": "private",
            "display_recipient": [["id": 101], ["id": 99]], "subject": "", "content": "status",
        ]

        _ = try await run(polls: [Self.events(Self.event(0, direct))])

        XCTAssertEqual(received.all.map(\.room), ["@101"])
        XCTAssertEqual(received.all.map(\.thread), [nil])
        XCTAssertEqual(received.all.map(\.isAddressed), [true])
    }

    func testNothingIsReceived_ofBotsTheBotItselfAndHistory() async throws {
        _ = try await run(
            polls: [
                Self.events(
                    Self.event(0, Self.message(8, "!a", from: 99)), Self.event(1, Self.message(9, "!b", from: 200)),
                    Self.event(2, Self.message(10, "!c", from: 300)),
                    Self.event(4, ["id": 12]), ["id": 5, "type": "update_message"])
            ], pages: [[Self.message(7, "!old")]])

        XCTAssertEqual(received.all.map(\.text), [])
    }

    func testSomebody_isNoBotForEver_afterAnOddAnswer() async throws {
        let person: ScriptedHTTP.Answer = .json(["result": "success", "user": ["user_id": 101, "is_bot": false]])
        let odd: [ScriptedHTTP.Answer] = [
            .text("<html>", status: .forbidden), .text("<html>", status: .notFound), .status(.found),
            .error(.badRequest, "BAD_REQUEST", "Insufficient permission"), .success,
        ]
        for answer in odd {
            let http = ScriptedHTTP([answer, person])
            let api = ZulipAPI(
                base: try XCTUnwrap(BaseURL("https://chat.example.org")), email: "h@example.org", key: Secret("k"),
                http: HTTPClient(http))
            let people = ZulipPeople(api, clock: clock.reading, logger: Self.logger)

            var answers = [try await people.isBot(101), try await people.isBot(101)]
            clock.advance(by: .seconds(61))
            answers += [try await people.isBot(101), try await people.isBot(101)]

            XCTAssertEqual(answers, [true, true, false, false], "\(answer)")
            XCTAssertEqual(http.requests.count, 2)
        }
    }

    func testLostQueue_isMadeAnew_andWhatWasMissedIsReceivedOnce() async throws {
        let http = try await run(
            polls: [
                Self.events(Self.event(0, Self.message(8, "one"))), .error(.badRequest, "BAD_EVENT_QUEUE_ID"),
                Self.events(Self.event(0, Self.message(9, "two")), Self.event(1, Self.message(10, "three"))),
            ],
            pages: [
                [Self.message(7, "before")],
                [
                    Self.message(6, "history"), Self.message(7, "before"), Self.message(8, "one"),
                    Self.message(9, "two"), Self.message(11, "long ago", age: 400),
                ],
            ])

        XCTAssertEqual(received.all.map(\.text), ["one", "two", "three"])
        XCTAssertEqual(http.requests.filter { $0.url.hasSuffix("/register") }.count, 2)
        XCTAssertEqual(states.all, [.connected])
    }
}
