import HarkStore
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Messages for rooms that do not exist or do not let the bot in.
final class MissingRoomTests: XCTestCase {
    private func bot(_ peer: String) async throws -> TestBot {
        try await TestBot(
            plugins: [Pager.self, PagedSender.self],
            environment: ["HARK_CHAT": "pager", "HARK_PAGER_PEER": peer, "HARK_OPEN_PLUGINS": "speaker"],
            at: TestBot.newYear2026)
    }

    func testMessages_areSaid_onceTheRoomIsThere() async throws {
        let peer = PagerPeer.named(name)
        let bot = try await bot(name)
        peer.missing = ["#ops"]
        for text in ["#ops one", "#ops two", "#dev three"] { _ = try await bot.post("/to", text: text) }

        let before = peer.said.all.filter { !$0.hasPrefix("#general") }
        peer.missing = []
        await bot.advance(by: RoomQueue.probeInterval)

        XCTAssertEqual(before, ["#dev three"], "other rooms do not wait")
        XCTAssertEqual(peer.said.all.filter { $0.hasPrefix("#ops") }, ["#ops one", "#ops two"])
        let status = await bot.host.status
        XCTAssertEqual(status.outbox?.missingRooms, [])
    }

    func testMessages_wait_forAtMostAHundredRooms() async throws {
        let peer = PagerPeer.named(name)
        let bot = try await bot(name)
        let rooms = (1...101).map { "#\($0)" }
        peer.missing = Set(rooms)

        for room in rooms { _ = try await bot.post("/to", text: "\(room) hello") }

        let states = try await bot.store.messages(MessageQuery()).filter { $0.room != "#general" }.map(\.state)
        XCTAssertEqual(states, Array(repeating: .pending, count: 100) + [.dead])
    }

    func testSenderOfAnAnswer_learnsAtOnce_thatTheRoomIsMissing() async throws {
        let peer = PagerPeer.named(name)
        let bot = try await bot(name)
        peer.missing = ["#ops"]

        do {
            _ = try await bot.host.networks.enqueue("hello", to: "#ops", isAnswer: true).value
            XCTFail("it was sent")
        } catch {
            XCTAssertEqual(error.kind, .noSuchRoom)
        }
    }
}
