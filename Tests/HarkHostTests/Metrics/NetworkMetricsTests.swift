import HarkStore
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// What is counted of messages.
final class NetworkMetricsTests: XCTestCase {
    private func bot() async throws -> (bot: TestBot, peer: PagerPeer) {
        let peer = PagerPeer.named(name)
        let bot = try await TestBot(
            plugins: [Pager.self, PagedSender.self],
            environment: ["HARK_CHAT": "pager", "HARK_PAGER_PEER": name, "HARK_OPEN_PLUGINS": "speaker"],
            at: TestBot.newYear2026)
        return (bot, peer)
    }

    private let sent = #"hark_outbox_sent_total{network="pager"}"#
    private let uncertain = #"hark_outbox_uncertain_total{network="pager"}"#
    private let dropped = #"hark_outbox_dropped_total{network="pager"}"#
    private let messages = #"hark_outbox_messages{network="pager"}"#
    private let oldest = #"hark_outbox_oldest_seconds{network="pager"}"#
    private let held = #"hark_lanes_held{network="pager"}"#

    private func failures(_ reason: String) -> String {
        #"hark_outbox_failures_total{network="pager",reason="\#(reason)"}"#
    }

    func testMessage_isSent() async throws {
        let (bot, _) = try await bot()

        _ = try await bot.post("/to", text: "#ops hello")

        let values = await bot.metrics(sent, dropped, messages, oldest, held, failures("transient"))
        XCTAssertEqual(values, [1, 0, 0, 0, 0, 0])
    }

    func testMessageThatFails_isHeld_andAgesUntilItIsSent() async throws {
        let (bot, peer) = try await bot()
        peer.missing = ["#ops"]
        _ = try await bot.post("/to", text: "#ops hello")
        // The bot tells its admins in #general, and does not wait for that.
        while !peer.said.all.contains(where: { $0.hasPrefix("#general") }) { await Task.yield() }
        await bot.host.networks.rest(within: .seconds(1))

        bot.clock.advance(by: .seconds(90))
        let before = await bot.metrics(sent, messages, oldest, held, failures("no_such_room"))
        peer.missing = []
        await bot.advance(by: RoomQueue.probeInterval)

        XCTAssertEqual(before, [1, 1, 90, 1, 1])
        let after = await bot.metrics(sent, messages, oldest, held)
        XCTAssertEqual(after, [2, 0, 0, 0])
    }

    func testUncertainAttempt_isAFailureToo() async throws {
        let (bot, peer) = try await bot()
        peer.answer(ChatError(.transient, "The connection was cut.", mayHaveArrived: true))

        _ = try await bot.post("/to", text: "#ops hello")
        await bot.advance(by: .seconds(60))

        let values = await bot.metrics(failures("transient"), uncertain, sent)
        XCTAssertEqual(values, [1, 1, 1])
    }

    func testRefusedMessage_isDropped() async throws {
        let (bot, peer) = try await bot()
        peer.answer(ChatError(.refused, "No."))

        _ = try await bot.post("/to", text: "#ops hello")

        let values = await bot.metrics(failures("refused"), dropped, sent)
        XCTAssertEqual(values, [1, 1, 0])
    }

    func testMessagesThatAPersonDrops_areCounted() async throws {
        let (bot, peer) = try await bot()
        peer.isDown = true
        for text in ["one", "two"] { _ = try await bot.post("/to", text: "#ops \(text)") }

        let queue = try XCTUnwrap(bot.host.networks.link(nil)?.queue(of: "#ops"))
        _ = queue.removeWaiting(ChatError(.refused, "Dropped."))

        let values = await bot.metrics(dropped)
        XCTAssertEqual(values, [2])
    }

    func testBacklogBeyondItsBounds_isDropped() async throws {
        let dropped = Counter()
        var backlog = RoomBacklog("#ops", longestAge: .seconds(60), total: MessageTotal(), dropped: dropped)
        for _ in 0..<RoomBacklog.mostMessages + 3 {
            backlog.append(
                WaitingMessage(
                    content: QueuedMessage("hi"), stored: nil, isAnswer: false, since: .now,
                    time: BotTime(TestBot.newYear2026)))
        }

        XCTAssertEqual(dropped.value, 3)
    }

    func testConnection_is1WhileItStands() async throws {
        let (bot, _) = try await bot()
        let link = try XCTUnwrap(bot.host.networks.link(nil))
        let connected = #"hark_network_connected{network="pager"}"#

        let before = await bot.metrics(connected)
        link.note(.connected)
        let standing = await bot.metrics(connected)
        link.note(.disconnected(reason: "lost"))
        let after = await bot.metrics(connected)

        XCTAssertEqual([before, standing, after], [[0], [1], [0]])
    }

    func testImmediateNetwork_isCountedToo() async throws {
        let bot = try await TestBot(DeployProbe.self)

        _ = try await bot.post("/deploys/api", json: #"{"version":"1"}"#)

        let name = RecordedChat.networkName.text
        let values = await bot.metrics(#"hark_outbox_sent_total{network="\#(name)"}"#)
        XCTAssertEqual(values, [1])
    }
}
