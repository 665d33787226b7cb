import HarkStore
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// What admins see of the outbox, and do with it.
final class OutboxCommandTests: XCTestCase {
    private func peer() -> (PagerPeer, name: String) { (.named(name), name) }

    private func bot(_ peer: String, _ environment: [String: String] = [:]) async throws -> TestBot {
        let own = ["HARK_CHAT": "pager", "HARK_PAGER_PEER": peer, "HARK_OPEN_PLUGINS": "speaker"]
        return try await TestBot(
            plugins: [Pager.self, PagedSender.self], environment: own.merging(environment) { $1 },
            at: TestBot.newYear2026)
    }

    /// The answer to a command of an admin.
    private func answer(_ command: String, _ bot: TestBot, _ peer: PagerPeer) async -> String {
        let before = peer.said.all.count
        await bot.host.receive(IncomingMessage(command, from: .testAdmin, in: "#admins"))
        await bot.advance(by: .zero)
        return peer.said.all.dropFirst(before).joined(separator: "\n")
    }

    func testOutbox_saysThatNothingWaits() async throws {
        let (peer, name) = peer()
        let bot = try await bot(name)

        let answers = [await answer("!outbox", bot, peer), await answer("!outbox #ops", bot, peer)]

        XCTAssertEqual(answers, ["#admins No messages wait.", "#admins No messages wait for #ops."])
    }

    func testOutbox_listsRooms_withTheReason() async throws {
        let (peer, name) = peer()
        let bot = try await bot(name)
        peer.missing = ["#ops"]
        for text in ["#ops one", "#ops two"] { _ = try await bot.post("/to", text: text) }
        _ = try await bot.store.addMessage(
            NewStoredMessage(network: "irc", room: "#old", content: QueuedMessage("three").bytes))
        bot.clock.advance(by: .seconds(120))

        let rooms = await answer("!outbox", bot, peer)
        let messages = await answer("!outbox #ops", bot, peer)

        XCTAssertEqual(
            rooms,
            """
            #admins #ops  2 waiting, the oldest for 2 min: There is no #ops.
            irc:#old  1 waiting, the oldest for 2 min: this bot has no network irc
            """)
        XCTAssertEqual(
            messages,
            """
            #admins pending, 2 min old, tried 1 time: There is no #ops.
            pending, 2 min old
            """)
    }

    func testAdmins_areToldOnce_whenARoomIsMissing() async throws {
        let (peer, name) = peer()
        let bot = try await bot(name, ["HARK_ROOMS": "#admins,#ops"])
        peer.missing = ["#ops"]

        for text in ["#ops one", "#ops two"] { _ = try await bot.post("/to", text: text) }
        while peer.said.all.isEmpty { await Task.yield() }
        await bot.advance(by: .seconds(600))

        XCTAssertEqual(
            peer.said.all,
            [
                "#admins Messages wait for #ops: There is no #ops. They are sent once the bot can write there; if "
                    + "more than 20 wait, only the last 10 are. They are dropped after 1d. !outbox lists all that wait."
            ])
    }

    func testRetry_triesAtOnce() async throws {
        let (peer, name) = peer()
        let bot = try await bot(name)
        peer.missing = ["#ops"]
        _ = try await bot.post("/to", text: "#ops one")

        peer.missing = []
        let answer = await answer("!outbox retry #ops", bot, peer)
        await bot.host.networks.rest(within: .seconds(5))

        XCTAssertTrue(answer.contains("1 message for #ops"), answer)
        XCTAssertTrue(peer.said.all.contains("#ops one"), "\(peer.said.all)")
    }

    func testDrop_asksFirst_andDropsWhatWaits() async throws {
        let (peer, name) = peer()
        var bot = try await bot(name)
        peer.missing = ["#ops"]
        for text in ["#ops one", "#ops two"] { _ = try await bot.post("/to", text: text) }

        let question = await answer("!outbox drop #ops", bot, peer)
        let answer = await answer("!outbox drop #ops --yes", bot, peer)
        peer.missing = []
        bot = try await bot.crash()

        XCTAssertEqual(
            question,
            "#admins 2 messages for #ops would be dropped. Give the command once more with --yes to do that.")
        XCTAssertEqual(answer, "#admins 2 messages for #ops are dropped.")
        let stored = try await bot.store.messages(MessageQuery(room: "#ops"))
        XCTAssertEqual(stored.map(\.state), [.dropped, .dropped])
        XCTAssertEqual(peer.said.all.filter { $0.hasPrefix("#ops") }, [])
    }

    func testStatus_hasALine_onceAMessageHasWaitedForLongerThanAMinute() async throws {
        let (peer, name) = peer()
        let bot = try await bot(name)
        peer.missing = ["#ops"]
        _ = try await bot.post("/to", text: "#ops one")

        bot.clock.advance(by: .seconds(60))
        let early = await answer("!status", bot, peer)
        bot.clock.advance(by: .seconds(60))
        let late = await answer("!status", bot, peer)

        XCTAssertFalse(early.contains("waiting"), early)
        XCTAssertTrue(
            late.contains(
                "\nMessages: 1 waiting, the oldest for 2 min; the bot cannot write to #ops. !outbox lists them."), late)
    }

    func testOldMessages_areDropped_forANetworkThatTheBotDoesNotHave() async throws {
        let (_, name) = peer()
        let bot = try await bot(name)
        _ = try await bot.store.addMessage(
            NewStoredMessage(network: "irc", room: "#old", content: QueuedMessage("three").bytes))

        await bot.host.prune()
        let before = try await bot.store.messages(MessageQuery()).map(\.state)
        bot.clock.advance(by: .seconds(86_401))
        await bot.host.prune()

        let after = try await bot.store.messages(MessageQuery()).map(\.state)
        XCTAssertEqual([before, after], [[.pending], [.dropped]])
    }
}
