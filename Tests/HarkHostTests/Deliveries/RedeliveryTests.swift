import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Announces in two rooms, and says first that it does.
private struct TwoRooms: Plugin {
    static let secret = Setting<Secret>("HARK_ROOMS2_SECRET", help: "The secret.")

    static let manifest = Manifest<Self>(
        name: "rooms2",
        summary: "Announces in two rooms.",
        settings: [secret],
        routes: [
            .post("/rooms", .text, announce).verified(by: .github, with: \.secret),
            .post("/open", .text, announce),
        ]
    )

    let secret: Secret
    let chat: Chat

    init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        chat = context.chat
    }

    func announce(_ delivery: Delivery<String>) async throws {
        try await chat.announce("first", in: ["#a", "#b"])
        try await chat.announce(Message(delivery.body), in: ["#a", "#b"])
        try await chat.announce(Message(delivery.body), in: ["#a"])
    }
}

/// A delivery that comes again because a room could not be reached is not announced twice in the others.
final class RedeliveryTests: XCTestCase {
    private func bot() async throws -> TrustBot {
        try await TrustBot(TwoRooms.self, environment: ["HARK_ROOMS2_SECRET": "h", "HARK_OPEN_PLUGINS": "rooms2"])
    }

    private func delivery(_ id: String, body: String = "hello") throws -> Request {
        let request = Request.delivery("/rooms", ["X-GitHub-Delivery": id], body: body)
        return try XCTUnwrap(Signer(.github, secret: "h").sign(request, at: TestBot.newYear2026))
    }

    func testRooms_receiveADeliveryOnce_whenItIsSentAgainBecauseOneFailed() async throws {
        let bot = try await bot()
        bot.chat.fail(in: ["#b"])

        let first = try await bot.send(try delivery("1"))
        bot.chat.fail(in: [])
        let second = try await bot.send(try delivery("1"))

        XCTAssertEqual([first.status, second.status], [.internalServerError, .ok])
        XCTAssertEqual(
            bot.chat.sent, ["[#a] first", "[#b] first", "[#a] hello", "[#b] hello", "[#a] hello"])
    }

    func testRooms_receiveTheSameWordsOfAnotherDelivery() async throws {
        let bot = try await bot()
        bot.chat.fail(in: ["#b"])

        _ = try await bot.send(try delivery("1"))
        _ = try await bot.send(try delivery("2"))

        XCTAssertEqual(bot.chat.sent, ["[#a] first", "[#a] first"])
    }

    func testRooms_receiveEveryAttempt_whenNothingTellsDeliveriesApart() async throws {
        let bot = try await bot()
        bot.chat.fail(in: ["#b"])

        for _ in 0..<2 { _ = try await bot.send(Request.delivery("/open", [:], body: "hello")) }

        XCTAssertEqual(bot.chat.sent, ["[#a] first", "[#a] first"])
    }
}
