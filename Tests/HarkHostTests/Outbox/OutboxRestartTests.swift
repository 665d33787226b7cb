import HarkStore
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// What is said after a crash of the bot, and how often.
final class OutboxRestartTests: XCTestCase {
    private func peer() -> (PagerPeer, name: String) { (.named(name), name) }

    private func bot(_ network: any Plugin.Type, _ peer: String) async throws -> TestBot {
        let name = network == KeyedPager.self ? "keyedpager" : "pager"
        return try await TestBot(
            plugins: [network, DeployProbe.self, PagedSender.self],
            environment: ["HARK_CHAT": name, "HARK_\(name.uppercased())_PEER": peer, "HARK_OPEN_PLUGINS": "speaker"],
            at: TestBot.newYear2026)
    }

    private func states(_ bot: TestBot) async throws -> [StoredMessageState] {
        try await bot.store.messages(MessageQuery()).map(\.state)
    }

    private func deploy(_ json: String, _ bot: TestBot) async throws {
        let response = try await bot.post("/deploys/api", json: json)
        XCTAssertEqual(response.status, .accepted)
    }

    func testMessage_isSaidOnce_whenTheProcessDiedBeforeItWasSent() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        peer.answer(.broken)

        try await deploy(#"{"version":"1"}"#, bot)
        let before = try await states(bot)
        bot = try await bot.crash()
        let after = try await states(bot)

        XCTAssertEqual(before, [.pending])
        XCTAssertEqual(after, [.sent])
        XCTAssertEqual(peer.said.all, ["#general api 1"])
    }

    func testMessages_areSaidInTheirOrder_afterACrash() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        peer.answer(.broken)

        for version in 1...5 { try await deploy(#"{"version":"\#(version)"}"#, bot) }
        bot = try await bot.crash()
        try await deploy(#"{"version":"new"}"#, bot)

        XCTAssertEqual(peer.said.all, (1...5).map { "#general api \($0)" } + ["#general api new"])
    }

    func testMessage_isSaidOnceMore_andMarked_whenTheProcessDiedWhileItWasSent() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        peer.hold()
        try await deploy(#"{"version":"1"}"#, bot)

        let sending = try await states(bot)
        bot = try await bot.crash()
        peer.hold(false)
        bot = try await bot.crash()
        let end = try await states(bot)

        XCTAssertEqual(sending, [.sending])
        XCTAssertEqual(peer.said.all, ["#general api 1", "#general api 1 (again?)"])
        XCTAssertEqual(end, [.givenUp], "it is not sent for a third time")
    }

    func testMessage_isSaidWithItsKey_whereTheNetworkKnowsKeys() async throws {
        let (peer, name) = peer()
        var bot = try await bot(KeyedPager.self, name)
        peer.hold()
        try await deploy(#"{"version":"1"}"#, bot)

        peer.hold(false)
        bot = try await bot.crash()
        let end = try await states(bot)

        XCTAssertEqual(peer.said.all, ["#general api 1", "#general api 1"])
        XCTAssertEqual(Set(peer.keys.all).count, 1)
        XCTAssertEqual(end, [.sent])
    }

    func testMessage_isMarked_whenTheNetworkHasForgottenItsKeyMeanwhile() async throws {
        let (peer, name) = peer()
        var bot = try await bot(KeyedPager.self, name)
        peer.hold()
        try await deploy(#"{"version":"1"}"#, bot)

        peer.hold(false)
        bot.clock.advance(by: .seconds(601))
        bot = try await bot.crash()

        XCTAssertEqual(peer.said.all, ["#general api 1", "#general api 1 (again?)"])
    }

    func testRetry_saysNothingAgain() async throws {
        let (peer, name) = peer()
        let bot = try await bot(Pager.self, name)

        try await deploy(#"{"version":"1","then":"fail","times":1}"#, bot)
        await bot.advance(by: .seconds(7))

        let deliveries = try await bot.store.deliveries(DeliveryQuery())
        XCTAssertEqual(deliveries.map(\.state), [.done])
        XCTAssertEqual(peer.said.all, ["#general api 1"])
    }

    func testRestartedDelivery_saysNothingAgain() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        let request = Request(
            method: .post, target: "/deploys/api", headers: [.contentType: "application/json"],
            body: Array(#"{"version":"outbox","then":"hang","times":1}"#.utf8))
        _ = await bot.host.pipeline.respond(to: request)
        while peer.said.all.isEmpty { await Task.yield() }

        bot = try await bot.crash()

        let deliveries = try await bot.store.deliveries(DeliveryQuery())
        XCTAssertEqual(deliveries.map(\.state), [.done])
        XCTAssertEqual(deliveries.map(\.attempt), [2])
        XCTAssertEqual(peer.said.all.filter { !$0.hasSuffix("(again?)") }, ["#general api outbox"])
    }

    func testReplay_saysEverythingAgain() async throws {
        let (peer, name) = peer()
        let bot = try await bot(Pager.self, name)
        try await deploy(#"{"version":"1","then":"fail","times":1}"#, bot)
        await bot.advance(by: .seconds(7))

        let delivery = try await bot.store.deliveries(DeliveryQuery())[0].id
        _ = try await bot.store.replay(delivery, due: nil, note: "again")
        await bot.advance(by: .seconds(1))

        XCTAssertEqual(peer.said.all, ["#general api 1", "#general api 1"])
    }

    func testThread_goesOn_afterARestart() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        for text in ["opened", "reviewed"] { _ = try await bot.post("/about/8", text: text) }

        bot = try await bot.crash()
        _ = try await bot.post("/about/8", text: "merged")
        _ = try await bot.post("/about/9", text: "opened")

        XCTAssertEqual(
            peer.said.all,
            ["#general opened", "#general in 1: reviewed", "#general in 1: merged", "#general opened"])
    }

    func testThread_isTheLatestOne_whenItsFirstMessageWasGone() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        _ = try await bot.post("/about/8", text: "opened")
        peer.answer(ChatError(.refused, "The thread is gone."))
        _ = try await bot.post("/about/8", text: "reopened")

        bot = try await bot.crash()
        _ = try await bot.post("/about/8", text: "merged")

        XCTAssertEqual(peer.said.all, ["#general opened", "#general reopened", "#general in 2: merged"])
    }

    func testMessage_isReplaced_afterARestart() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        _ = try await bot.post("/replacing/build", text: "running")

        bot = try await bot.crash()
        _ = try await bot.post("/replacing/build", text: "failed")

        XCTAssertEqual(peer.said.all, ["#general running", "#general 1 becomes failed"])
    }

    func testEdit_isRepeatedWithoutAMark_whenTheProcessDiedMeanwhile() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        _ = try await bot.post("/replacing/build", text: "running")
        peer.hold()
        _ = try await bot.post("/replacing/build", text: "failed")

        peer.hold(false)
        bot = try await bot.crash()

        XCTAssertEqual(peer.said.all.last, "#general 1 becomes failed")
        let states = try await states(bot)
        XCTAssertEqual(states, [.sent, .sent])
    }

    func testCopyForTheRoom_isSaid_whenTheProcessDiedAfterTheThreadHadTheMessage() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        _ = try await bot.post("/about/both", text: "opened")
        peer.answer(nil, .broken)
        _ = try await bot.post("/about/both", text: "merged")

        let before = peer.said.all
        bot = try await bot.crash()
        _ = try await bot.post("/about/both", text: "closed")

        XCTAssertEqual(before, ["#general opened", "#general in 1: merged"])
        XCTAssertEqual(
            peer.said.all.dropFirst(2), ["#general merged", "#general in 1: closed", "#general closed"])
    }

    func testUnreadableMessage_isDead_andTheOthersAreSaid() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        _ = try await bot.store.addMessage(
            NewStoredMessage(network: "pager", room: "#general", content: Array("scrambled".utf8)))
        peer.answer(.broken)
        try await deploy(#"{"version":"1"}"#, bot)

        bot = try await bot.crash()

        let stored = try await bot.store.messages(MessageQuery())
        XCTAssertEqual(stored.map(\.state), [.dead, .sent])
        XCTAssertEqual(stored[0].error, "The stored message cannot be read: it is not valid JSON.")
    }

    func testMessages_areFolded_whenTheRoomCouldNotBeReachedBeforeTheCrash() async throws {
        let (peer, name) = peer()
        var bot = try await bot(Pager.self, name)
        peer.isDown = true
        for version in 1...25 { try await deploy(#"{"version":"\#(version)"}"#, bot) }
        await bot.advance(by: RoomBacklog.longestHold + .seconds(1))

        peer.isDown = false
        bot = try await bot.crash()

        XCTAssertEqual(
            peer.said.all,
            [
                "#general 15 messages were left out here since 00:00 UTC, because this room could not be reached; "
                    + "the last 10 follow."
            ] + (16...25).map { "#general api \($0)" })
        let states = try await states(bot)
        XCTAssertEqual(states, Array(repeating: .folded, count: 15) + Array(repeating: .sent, count: 10))
    }

    func testStop_letsWhatIsSentArrive() async throws {
        let (peer, name) = peer()
        let bot = try await bot(Pager.self, name)
        peer.hold()
        try await deploy(#"{"version":"1"}"#, bot)

        async let stopped: Void = bot.host.networks.closeOutbox(within: .seconds(10))
        peer.release()
        await stopped
        let states = try await states(bot)
        _ = try await bot.crash()

        XCTAssertEqual(states, [.sent])
        XCTAssertEqual(peer.said.all, ["#general api 1"])
    }

    func testStop_keepsWhatWaits() async throws {
        let (peer, name) = peer()
        let bot = try await bot(Pager.self, name)
        peer.answer(.broken)
        try await deploy(#"{"version":"1"}"#, bot)

        await bot.host.networks.closeOutbox(within: .seconds(2))

        let states = try await states(bot)
        XCTAssertEqual(states, [.pending])
        XCTAssertEqual(peer.said.all, [])
    }

    func testMessage_isSaidWithoutBeingStored_whenTheStoreFails() async throws {
        let (peer, name) = peer()
        let bot = try await bot(Pager.self, name)
        bot.store.fail(next: .full("The disk is full."))

        let response = try await bot.post("/said", text: "#ops live")

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(peer.said.all, ["#ops live"])
        let states = try await states(bot)
        XCTAssertEqual(states, [])
    }

    func testSecret_isNotStored() async throws {
        let (peer, name) = peer()
        let bot = try await bot(Pager.self, name)
        var message: Message = "The token is xyzzy."
        message.recipient = Person(id: "ada")

        _ = try await bot.host.chat.send(message, to: "#ops")

        let states = try await states(bot)
        XCTAssertEqual(peer.said.all, ["#ops The token is xyzzy."])
        XCTAssertEqual(states, [])
    }

    func testAnswer_isNotStored() async throws {
        let (peer, name) = peer()
        let bot = try await bot(Pager.self, name)

        await bot.host.receive(IncomingMessage("!about", from: .testAdmin, in: "#ops"))

        XCTAssertEqual(peer.said.all.count, 1)
        let states = try await states(bot)
        XCTAssertEqual(states, [])
    }
}
