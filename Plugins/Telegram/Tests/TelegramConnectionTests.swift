import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import TelegramPlugin

final class TelegramConnectionTests: XCTestCase {
    private let me: ScriptedHTTP.Answer = .done(["id": 110_201_543, "username": "hark_bot", "first_name": "Hark"])
    private let noWebhook: ScriptedHTTP.Answer = .done(["url": ""])
    private let nothing: ScriptedHTTP.Answer = .done([])

    private func update(_ id: Int, _ text: String) -> JSONValue {
        [
            "update_id": .integer(id),
            "message": [
                "message_id": .integer(id), "date": 1_767_225_600, "text": .string(text), "chat": ["id": -100],
                "from": ["id": 42, "is_bot": false, "first_name": "Ada"],
            ],
        ]
    }

    /// Runs the network until it has waited so often.
    private func run(_ probe: TelegramProbe, waits: Int = 1) async throws -> Task<Void, any Error> {
        let network = try probe.network
        let inbox = probe.inbox
        let task = Task { try await network.run(inbox) }
        await probe.bot.clock.sleepsBegun(waits)
        return task
    }

    func testRun_receivesEachUpdateOnce_andNothingFromBeforeItCame() async throws {
        let probe = try await TelegramProbe([
            me, noWebhook, .done([update(10, "history")]),
            .done([update(10, "history"), update(11, "a"), update(11, "a")]),
            .done([update(11, "a"), update(12, "b"), ["x": 1], 7]),
        ])

        let task = try await run(probe)
        task.cancel()

        XCTAssertEqual(probe.received.all.map(\.text), ["a", "b"])
        XCTAssertEqual(
            probe.methods,
            ["getMe", "getWebhookInfo", "getUpdates", "getUpdates", "getUpdates", "getUpdates"])
        XCTAssertEqual(try (2...5).map { try probe.arguments($0)["offset"] }, [-1, 11, 12, 13])
        XCTAssertEqual(try probe.arguments(3)["timeout"], 25)
        XCTAssertEqual(try probe.arguments(3)["allowed_updates"], ["message"])
        XCTAssertEqual(probe.bot.http.requests[3].timeout, .seconds(35))
        XCTAssertEqual(probe.states.all.first, .connected)
    }

    func testRun_goesOnWhereItWas_afterTheConnectionIsLost() async throws {
        let probe = try await TelegramProbe([
            me, noWebhook, nothing, .done([update(11, "a")]), .text("<html>", status: .badGateway), me, noWebhook,
            .done([update(12, "said meanwhile")]),
        ])

        let task = try await run(probe)
        probe.bot.clock.advance(by: .seconds(60))
        await probe.bot.clock.sleepsBegun(2)
        task.cancel()

        XCTAssertEqual(probe.received.all.map(\.text), ["a", "said meanwhile"])
        XCTAssertEqual(try probe.arguments(7)["offset"], 12)
        XCTAssertEqual(
            probe.states.all.prefix(3),
            [
                .connected, .disconnected(reason: "Telegram has a problem: it responds with status 502."), .connected,
            ])
    }

    func testRun_asksNotWithoutPause_whenTelegramDoesNotWait() async throws {
        for answer in [nothing, .done([["x": 1]]), .done([update(10, "history")])] {
            let probe = try await TelegramProbe([me, noWebhook, .done([update(10, "history")]), answer, nothing])

            let task = try await run(probe)
            task.cancel()

            XCTAssertEqual(probe.bot.clock.sleeps.first, .seconds(1))
            XCTAssertEqual(probe.methods.filter { $0 == "getUpdates" }.count, 2)
        }
    }

    func testRun_takesAWebhookAway() async throws {
        let probe = try await TelegramProbe([me, .done(["url": "https://old.example"]), .done(true), nothing])

        let task = try await run(probe)
        task.cancel()

        XCTAssertEqual(Array(probe.methods.prefix(4)), ["getMe", "getWebhookInfo", "deleteWebhook", "getUpdates"])
    }

    func testRun_saysThatAnotherProgramAsks() async throws {
        let conflict = ScriptedHTTP.Answer.refused(409, "Conflict: terminated by other getUpdates request")
        let probe = try await TelegramProbe([me, noWebhook, nothing, conflict])

        let task = try await run(probe)
        task.cancel()

        guard case .disconnected(let reason) = probe.states.all[1] else { return XCTFail("\(probe.states.all)") }
        XCTAssertTrue(reason.hasPrefix("Another program asks Telegram for this bot's messages."), reason)
    }

    func testRun_ends_whenTheTokenIsRevoked() async throws {
        let probe = try await TelegramProbe([me, noWebhook, nothing, .refused(401, "Unauthorized")])

        do {
            try await probe.network.run(probe.inbox)
            XCTFail("it goes on")
        } catch let error as ChatError {
            XCTAssertEqual(error.kind, .unauthorized)
            XCTAssertTrue(error.reason.contains("HARK_TELEGRAM_TOKEN"), error.reason)
        }
    }

    func testRun_goesOn_whateverElseIsAnswered() async throws {
        for answer in [ScriptedHTTP.Answer.refused(400, "Bad Request"), .refused(403, "no"), .text("{"), .done("x")] {
            let probe = try await TelegramProbe([me, noWebhook, nothing, answer])

            let task = try await run(probe)
            task.cancel()

            XCTAssertEqual(probe.states.all.count, 2, "\(answer)")
        }
    }

    func testRun_asksForWhateverThereIs_afterAWeekOfSilence() {
        var offset = UpdateOffset()
        let start = ContinuousClock.Instant.now

        XCTAssertNil(offset.value(at: start))
        XCTAssertTrue(offset.take(1000, at: start))
        XCTAssertFalse(offset.take(1000, at: start))
        XCTAssertFalse(offset.take(999, at: start))
        XCTAssertEqual(offset.value(at: start), 1001)
        XCTAssertNil(offset.value(at: start + .seconds(7 * 86_400)))
        XCTAssertTrue(offset.take(3, at: start + .seconds(7 * 86_400)))
        for hostile in [Int.min, -1, Int.max] { XCTAssertFalse(offset.take(hostile, at: start)) }
    }

    func testWebhook_receivesWhatTelegramPosts() async throws {
        let probe = try await TelegramProbe(
            [me, .done(true)], ["HARK_TELEGRAM_WEBHOOK_URL": "https://bot.example.org/hooks/"])
        let early = try await probe.bot.post("/telegram", json: update(1, "early").serialized())

        let task = try await run(probe)
        let received = try await probe.bot.post("/telegram", json: update(2, "status").serialized())
        let again = try await probe.bot.post("/telegram", json: update(2, "status").serialized())
        let other = try await probe.bot.post("/telegram", json: #"{"update_id":3,"poll":{}}"#)
        let forged = try await probe.bot.post(
            "/telegram", json: update(4, "forged").serialized(),
            headers: ["X-Telegram-Bot-Api-Secret-Token": "guess"])
        let bare = try await probe.bot.post("/telegram", json: update(5, "bare").serialized(), signed: false)
        task.cancel()

        XCTAssertEqual(early.status, .serviceUnavailable)
        XCTAssertEqual([received, again, other].map(\.status), [.ok, .ok, .ok])
        XCTAssertEqual([forged, bare].map(\.status), [.unauthorized, .unauthorized])
        XCTAssertEqual(probe.received.all.map(\.text), ["status"])
        XCTAssertEqual(probe.methods, ["getMe", "setWebhook"])
        let call = try probe.arguments(1)
        XCTAssertEqual(call["url"], "https://bot.example.org/hooks/telegram")
        XCTAssertEqual(call["drop_pending_updates"], true)
        XCTAssertEqual(call["secret_token"], .string(try probe.network.webhookSecret.reveal()))
    }

    func testWebhook_isSetAgain_whenAnotherProgramChangedIt() async throws {
        let probe = try await TelegramProbe(
            [me, .done(true), .done(["url": "https://thief.example"]), me, .done(true)],
            ["HARK_TELEGRAM_WEBHOOK_URL": "https://bot.example.org"])

        let task = try await run(probe)
        probe.bot.clock.advance(by: .seconds(300))
        await probe.bot.clock.sleepsBegun(2)
        probe.bot.clock.advance(by: .seconds(60))
        await probe.bot.clock.sleepsBegun(3)
        task.cancel()

        XCTAssertEqual(probe.methods, ["getMe", "setWebhook", "getWebhookInfo", "getMe", "setWebhook"])
        XCTAssertEqual(try probe.arguments(4)["drop_pending_updates"], false)
    }

    func testWebhook_isClosed_whenTheBotAsks() async throws {
        let probe = try await TelegramProbe([])

        let response = try await probe.bot.post("/telegram", json: update(1, "x").serialized(), signed: false)

        XCTAssertEqual(response.status, .unauthorized)
    }
}
