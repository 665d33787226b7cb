import HarkStore
import HarkTesting
import XCTest

/// `!deliveries`, `!delivery`, `!replay` and `!cancel`.
final class DeliveryCommandTests: XCTestCase {
    private func bot(with versions: (id: String, json: String)...) async throws -> TestBot {
        let bot = try await TestBot(DeployProbe.self)
        for (id, json) in versions {
            _ = try await bot.post("/deploys/api", json: json, headers: ["X-Request-Id": id])
        }
        return bot
    }

    func testDeliveries_listsTheNewestFirst_andFilters() async throws {
        let bot = try await bot(
            with: ("aaa1", #"{"version":"1"}"#), ("bbb2", #"{"version":"2","then":"refuse"}"#))

        let all = await bot.send("!deliveries").last ?? ""
        let dead = await bot.send("!deliveries deploys dead").last ?? ""
        let unknown = await bot.send("!deliveries github").last ?? ""

        XCTAssertEqual(
            all,
            """
            bbb2  deploys  dead, 0 s old: 403 Not on Sundays.
            aaa1  deploys  done, 0 s old: deployed
            """)
        XCTAssertEqual(dead, "bbb2  deploys  dead, 0 s old: 403 Not on Sundays.")
        XCTAssertTrue(unknown.contains("“github” is neither a plugin nor a state."), unknown)
    }

    func testDelivery_showsOne_byTheStartOfItsIdentifier() async throws {
        let bot = try await bot(with: ("aaa1", #"{"version":"1","then":"fail"}"#))

        let answer = await bot.send("!delivery aaa").last ?? ""

        XCTAssertTrue(answer.contains("Request aaa1 to POST /deploys/<service>"), answer)
        XCTAssertTrue(answer.contains("attempt 1: the machine is on fire"), answer)
    }

    func testReplay_handlesADeadDeliveryAgain() async throws {
        let bot = try await bot(with: ("aaa1", #"{"version":"1","then":"refuse","times":1}"#))

        // The delivery may be announced before the answer or after it.
        let answers = await bot.send("!replay aaa1")
        await bot.advance(by: .zero)
        let records = try await bot.store.deliveries(DeliveryQuery())

        XCTAssertTrue(answers.contains("aaa1 is handled again."), "\(answers)")
        XCTAssertEqual(records.map(\.state), [.done])
        XCTAssertEqual(bot.chat.sent.filter { $0.text == "api 1" }.count, 2, "a replay speaks again")
    }

    func testReplayOfAllDead_asksBack_andIsPaced() async throws {
        let bot = try await bot(
            with: ("aaa1", #"{"version":"1","then":"refuse","times":1}"#),
            ("bbb2", #"{"version":"2","then":"refuse","times":1}"#))

        let question = await bot.send("!replay --all-dead deploys --since 2h").last ?? ""
        let unchanged = try await bot.store.deliveries(DeliveryQuery()).map(\.state)
        // The deliveries may be announced before the answer or after it.
        let answers = await bot.send("!replay --all-dead deploys --since 2h --yes")
        await bot.advance(by: .seconds(1))
        let records = try await bot.store.deliveries(DeliveryQuery())

        XCTAssertTrue(question.hasPrefix("2 dead deliveries would be handled again."), question)
        XCTAssertEqual(unchanged, [.dead, .dead])
        XCTAssertTrue(answers.contains("2 deliveries are handled again, ten a second."), "\(answers)")
        XCTAssertEqual(records.map(\.state), [.done, .done])
    }

    func testCancel_cancelsADeliveryThatWaits() async throws {
        let bot = try await bot(with: ("aaa1", #"{"version":"1","then":"fail"}"#))

        let answer = await bot.send("!cancel aaa1").last ?? ""
        let again = await bot.send("!cancel aaa1").last ?? ""

        XCTAssertEqual(answer, "aaa1 is cancelled.")
        XCTAssertEqual(again, "aaa1 is cancelled already.")
    }

    func testCommands_sayThatNothingIsStored_withoutAStore() async throws {
        let bot = try await TestBot(DeployProbe.self, environment: ["HARK_STORE": "off"])

        let answer = await bot.send("!deliveries").last ?? ""

        XCTAssertTrue(answer.contains("HARK_STORE=off"), answer)
    }
}
