import HarkEvents
import HarkTesting
import XCTest

@testable import SlackPlugin

final class SlackDirectoryTests: XCTestCase {
    private let clock = TestClock(at: TestBot.newYear2026)

    private func directory(_ http: ScriptedHTTP) -> SlackDirectory {
        let api = SlackAPI(
            base: BaseURL(constant: "https://slack.example/api"), token: Secret("xoxb-1"), http: HTTPClient(http))
        return SlackDirectory(api, clock: clock.reading)
    }

    private func list(_ channels: [String: String], next: String = "") -> ScriptedHTTP.Answer {
        let rows = channels.map { JSONValue.object(["id": .string($0.value), "name": .string($0.key)]) }
        return .json([
            "ok": true, "channels": .array(rows), "response_metadata": ["next_cursor": .string(next)],
        ])
    }

    private func kind(_ name: String, _ directory: SlackDirectory) async -> ChatError.Kind? {
        do { _ = try await directory.channel(named: name) } catch { return error.kind }
        return nil
    }

    func testUnknownRoom_isLookedUpOnce_withinHalfAMinute() async {
        let http: ScriptedHTTP = [list(["ops": "C0000000A"]), list(["opps": "C0000000B"])]
        let directory = directory(http)

        let early = [await kind("#opps", directory), await kind("#opps", directory), await kind("#oops", directory)]
        clock.advance(by: .seconds(31))
        let late = await kind("#opps", directory)

        XCTAssertEqual(early, [.noSuchRoom, .noSuchRoom, .noSuchRoom])
        XCTAssertNil(late)
        XCTAssertEqual(http.requests.count, 2)
    }

    func testList_goesOnWhereItWas_afterTooManyRequests() async throws {
        let http: ScriptedHTTP = [
            list(["first": "C0000000A"], next: "2"), .json(["ok": false, "error": "ratelimited"]),
            list(["ops": "C0000000B"]),
        ]
        let directory = directory(http)

        let early = await kind("#ops", directory)
        let found = try await directory.channel(named: "#ops")

        XCTAssertEqual(early, .rateLimited(retryAfter: nil))
        XCTAssertEqual(found, "C0000000B")
        XCTAssertEqual(try JSONValue(parsing: http.requests[2].body)["cursor"], "2")
    }

    func testName_isAnotherChannels_afterAWhile_whenTheFirstIsRenamed() async throws {
        let http: ScriptedHTTP = [
            list(["ops": "C0000000A"]), .json(["ok": true, "channel": ["name": "ops-old"]]),
            list(["ops-old": "C0000000A", "ops": "C0000000B"]),
        ]
        let directory = directory(http)

        let before = try await directory.channel(named: "#ops")
        clock.advance(by: SlackChannels.trust)
        let after = try await directory.channel(named: "#ops")

        XCTAssertEqual([before, after], ["C0000000A", "C0000000B"])
        let name = await directory.name(ofChannel: "C0000000A")
        XCTAssertEqual(name, "#ops-old")
    }

    func testName_isKept_whenSlackCannotBeAsked() async throws {
        let http: ScriptedHTTP = [list(["ops": "C0000000A"]), .failure(.timedOut)]
        let directory = directory(http)

        let before = try await directory.channel(named: "#ops")
        clock.advance(by: SlackChannels.trust)
        let after = [try await directory.channel(named: "#ops"), try await directory.channel(named: "#ops")]

        XCTAssertEqual([before] + after, ["C0000000A", "C0000000A", "C0000000A"])
        XCTAssertEqual(http.requests.count, 2)
    }

    func testChannels_areBounded() {
        var channels = SlackChannels()

        for number in 0..<SlackChannels.most + 50 {
            channels.learn("C\(number)", "#\(number)", at: clock.reading.steady)
        }

        XCTAssertEqual(channels.allNames.count, SlackChannels.most)
    }
}
