import HarkTesting
import Synchronization
import XCTest

/// A network with one message, which does not accept the bot if it is told so.
private struct Pager: Plugin, ChatNetwork {
    static let isClosed = Setting<Bool>("HARK_PAGER_CLOSED", default: false, help: "Whether it is closed.")
    static let manifest = Manifest<Self>(name: "pager", summary: "Pages.", settings: [isClosed])

    let isClosed: Bool
    let clock: BotClock

    init(_ context: PluginContext) throws {
        isClosed = try context.settings[Self.isClosed]
        clock = context.clock
    }

    func run(_ inbox: ChatInbox) async throws {
        if isClosed { throw ChatError(.unauthorized, "It is closed.") }
        await inbox.receive(IncomingMessage("!status", from: Person(id: "1", displayName: "Ada"), in: "#ops"))
        try await inbox.stayOpen(clock)
    }

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? { nil }
}

final class TestBotNetworkTests: XCTestCase {
    func testRunning_hasWhatTheNetworkReceives_onceItIsConnected() async throws {
        let bot = try await TestBot(Pager.self)
        let received = Mutex<[String]>([])

        let texts = try await bot.running(
            Pager.self, onMessage: { message in received.withLock { $0.append(message.text) } },
            while: { received.withLock { $0 } })

        XCTAssertEqual(texts, ["!status"])
    }

    func testRunning_saysWhyTheNetworkEnded() async throws {
        let bot = try await TestBot(Pager.self, environment: ["HARK_PAGER_CLOSED": "true"])

        do {
            try await bot.running(Pager.self) { XCTFail("It is connected.") }
        } catch { XCTAssertEqual((error as? ChatError)?.reason, "It is closed.") }
    }

    func testRunning_needsABotThatIsInTheNetwork() async throws {
        let bot = try await TestBot()

        do {
            try await bot.running(Pager.self) { XCTFail("It is connected.") }
        } catch { XCTAssertEqual((error as? ChatError)?.reason, "The bot is not in the network pager.") }
    }
}
