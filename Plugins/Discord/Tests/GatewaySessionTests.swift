import HarkEvents
import XCTest

@testable import DiscordPlugin

final class GatewaySessionTests: XCTestCase {
    private let token = Secret("t")
    private let ready: JSONValue = [
        "op": 0, "t": "READY", "s": 1,
        "d": ["session_id": "abc", "resume_gateway_url": "wss://resume.example", "user": ["id": "5"]],
    ]
    private let resume: GatewaySession.Action = .send(["op": 6, "d": ["token": "t", "session_id": "abc", "seq": 1]])

    private func take(_ message: JSONValue, _ session: inout GatewaySession) -> [GatewaySession.Action] {
        session.take(PayloadView(message), token: token, random: 0.5)
    }

    private func identify(_ intents: Int) -> GatewaySession.Action {
        let properties: JSONValue = ["os": "linux", "browser": "hark", "device": "hark"]
        return .send(["op": 2, "d": ["token": "t", "intents": .integer(intents), "properties": properties]])
    }

    /// What the session answers to a greeting.
    private func greeted(_ session: inout GatewaySession) -> GatewaySession.Action? {
        session.begin()
        return take(["op": 10, "d": ["heartbeat_interval": 40_000]], &session).last
    }

    private func established() -> GatewaySession {
        var session = GatewaySession()
        session.begin()
        _ = take(ready, &session)
        return session
    }

    func testHello_isAnsweredWithTheToken_andStartsHeartbeatsAtARandomTime() {
        var session = GatewaySession()

        let actions = take(["op": 10, "d": ["heartbeat_interval": 40_000], "s": nil, "t": nil], &session)

        XCTAssertEqual(
            actions, [.beat(first: .seconds(20), interval: .seconds(40)), identify(1 | 512 | 4096 | 32768)])
    }

    func testHello_withoutASensibleInterval_hasTheUsualOne() {
        for interval: JSONValue in [0, -1, 1_000_000_000_000, "soon", nil] {
            var session = GatewaySession()

            let actions = take(["op": 10, "d": ["heartbeat_interval": interval]], &session)

            XCTAssertEqual(actions.first, .beat(first: .microseconds(20_625_000), interval: .milliseconds(41_250)))
        }
    }

    func testReady_isTheBeginningOfASession() {
        var session = GatewaySession()

        XCTAssertEqual(take(ready, &session).last, .ready)
        XCTAssertTrue(session.isReady)
        XCTAssertEqual(session.botID, "5")
        XCTAssertEqual(session.resumeURL, "wss://resume.example")
    }

    func testNextConnection_resumesTheSession() {
        var session = established()

        let greeting = greeted(&session)
        let resumed = take(["op": 0, "t": "RESUMED", "s": 9, "d": [:]], &session)

        XCTAssertEqual(greeting, resume)
        XCTAssertEqual(resumed, [.ready])
    }

    func testSession_isResumedElsewhere_whenNobodyAnswersAtItsAddress() {
        var session = established()

        session.forgetAddress()

        XCTAssertNil(session.resumeURL)
        XCTAssertEqual(greeted(&session), resume)
    }

    func testHeartbeat_hasTheLastSequence() {
        var session = GatewaySession()
        let first = session.beat()
        _ = take(["op": 11], &session)
        _ = take(ready, &session)
        _ = take(["op": 0, "t": "TYPING_START", "s": 41, "d": [:]], &session)

        XCTAssertEqual(first, ["op": 1, "d": nil])
        XCTAssertEqual(session.beat(), ["op": 1, "d": 41])
    }

    func testHeartbeat_isNone_whenTheLastWasNotAcknowledged() {
        var session = established()

        XCTAssertNotNil(session.beat())
        XCTAssertNil(session.beat())
        session.begin()
        XCTAssertNotNil(session.beat())
    }

    func testHeartbeat_isSentAtOnce_whenDiscordAsks() {
        var session = established()

        XCTAssertEqual(take(["op": 1, "d": nil], &session), [.send(["op": 1, "d": 1])])
        // The own one may be due before that is acknowledged.
        XCTAssertNotNil(session.beat())
    }

    func testReconnect_keepsTheSession() {
        for message: JSONValue in [["op": 7, "d": nil], ["op": 9, "d": true]] {
            var session = established()

            XCTAssertEqual(take(message, &session), [.reconnect(after: .zero)])
            XCTAssertEqual(greeted(&session), resume)
        }
    }

    func testInvalidSession_isGivenUp_afterOneToFiveSeconds() {
        var session = established()

        XCTAssertEqual(take(["op": 9, "d": false], &session), [.reconnect(after: .seconds(3))])
        XCTAssertEqual(greeted(&session), identify(1 | 512 | 4096 | 32768))
        XCTAssertNil(session.resumeURL)
    }

    func testCloseCodes_keepTheSession_unlessTheySayOtherwise() throws {
        for (code, isKept) in [(nil, true), (1006, true), (4000, true), (4003, false), (4007, false), (4009, false)] {
            var session = established()

            XCTAssertNil(try session.end(code.map { UInt16($0) }))

            XCTAssertEqual(greeted(&session) == resume, isKept, "\(code ?? 0)")
        }
    }

    func testCloseCodes_endIt_whenNothingCanComeOfIt() {
        for (code, kind) in [
            (4004, ChatError.Kind.unauthorized), (4010, .refused), (4011, .refused), (4012, .refused), (4013, .refused),
        ] {
            var session = established()

            XCTAssertThrowsError(try session.end(UInt16(code))) { XCTAssertEqual(($0 as? ChatError)?.kind, kind) }
        }
    }

    func testMissingIntent_isSaidOnce_andTheBotGoesOnWithoutIt() throws {
        var session = GatewaySession()

        let notice = try session.end(4014)

        XCTAssertTrue(notice?.contains("“Message Content Intent” is off") ?? false)
        XCTAssertEqual(greeted(&session), identify(1 | 512 | 4096))
        XCTAssertThrowsError(try session.end(4014)) { XCTAssertEqual(($0 as? ChatError)?.kind, .refused) }
    }

    func testNonsense_asksForNothing() {
        var session = established()
        let nonsense: [JSONValue] = [nil, [], "op", ["op": 99, "d": 1], ["d": ["op": 7]]]

        for message in nonsense { XCTAssertEqual(take(message, &session), []) }
        XCTAssertEqual(greeted(&session), resume)
    }
}
