import HarkStore
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Two machines that share a store: one is in the chat.
final class SharedChatTests: XCTestCase {
    private let clock = TestClock(at: TestBot.newYear2026)
    private let timeline = Recording<String>()

    /// A machine, with what it says.
    private struct Machine {
        let store: SharedStore
        let router: NetworkRouter
        let network: ScriptedNetwork<FirstName>

        func run() -> Task<Void, any Error> { Task { try await router.run(onMessage: { _ in }) } }
    }

    private func machine(_ name: String, _ common: SharedStore.Common) async throws -> Machine {
        var network = ScriptedNetwork<FirstName>()
        network.script = { [timeline] inbox in
            timeline.append("\(name) joined")
            inbox.report(.connected)
            // Ends with its task.
            try? await Task.sleep(for: .seconds(3600))
            timeline.append("\(name) left")
        }
        let store = SharedStore(name, common)
        let router = NetworkRouter(
            clock: clock.reading, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        router.connect([network])
        try await router.openOutbox(store)
        return Machine(store: store, router: router, network: network)
    }

    /// Lets time pass, second by second, until something has happened; the machines have some time to do what is due in
    /// each second.
    private func pass(atMost seconds: Int, until condition: () -> Bool) async {
        for _ in 0..<seconds {
            await wait(atMost: .milliseconds(50), until: condition)
            if condition() { return }
            clock.advance(by: .seconds(1))
        }
        await wait(until: condition)
    }

    private func wait(atMost limit: Duration = .seconds(10), until condition: () -> Bool) async {
        let end = ContinuousClock.now + limit
        while !condition(), ContinuousClock.now < end { await Task.yield() }
    }

    func testMessage_isSentByTheMachineInTheChat_whicheverStoresIt() async throws {
        let common = try await SharedStore.Common(clock)
        let (alpha, beta) = (try await machine("alpha", common), try await machine("beta", common))
        let run = alpha.run()
        await wait { timeline.all == ["alpha joined"] }

        let receipt = try await beta.router.send("from beta", to: "#ops")
        await alpha.router.wakeUp()
        await wait { alpha.network.sent.all.count == 1 }
        _ = try await alpha.router.send("from alpha", to: "#ops")
        await alpha.router.wakeUp()
        await wait { alpha.network.sent.all.count == 2 }

        XCTAssertEqual(receipt, .queued)
        XCTAssertEqual(alpha.network.sent.all, ["#ops from beta", "#ops from alpha"])
        XCTAssertEqual(beta.network.sent.all, [])
        run.cancel()
        _ = await run.result
    }

    func testMessageOfADelivery_isRefused_whileTheSharedStoreCannotBeReached() async throws {
        let alpha = try await machine("alpha", SharedStore.Common(clock))
        let run = alpha.run()
        await wait { timeline.all == ["alpha joined"] }
        let record = AnnouncementRecord(of: .init(id: 1, generation: 0))

        alpha.store.cutOff()
        do {
            // Another machine runs the handler again, which says it there.
            _ = try await AnnouncementRecord.$current.withValue(record) {
                try await alpha.router.send("of a delivery", to: "#ops")
            }
            XCTFail("it is sent")
        } catch { XCTAssertEqual((error as? ChatError)?.kind, .transient) }
        _ = try await alpha.router.send("of nobody", to: "#ops")
        await wait { alpha.network.sent.all.count == 1 }

        XCTAssertEqual(alpha.network.sent.all, ["#ops of nobody"])
        run.cancel()
        _ = await run.result
    }

    func testChat_passesToAnotherMachine_whenTheFirstCannotReachTheStore() async throws {
        let common = try await SharedStore.Common(clock)
        let (alpha, beta) = (try await machine("alpha", common), try await machine("beta", common))
        let first = alpha.run()
        await wait { timeline.all == ["alpha joined"] }
        let second = beta.run()
        let before = await beta.router.chatHolder()

        alpha.store.cutOff()
        await pass(atMost: 60) { timeline.all.count == 3 }
        let after = await beta.router.chatHolder()

        XCTAssertEqual(timeline.all, ["alpha joined", "alpha left", "beta joined"])
        XCTAssertEqual(before, BotStatus.ChatHolder(machine: "alpha", isThisMachine: false))
        XCTAssertEqual(after, BotStatus.ChatHolder(machine: "beta", isThisMachine: true))
        first.cancel()
        second.cancel()
        _ = (await first.result, await second.result)
    }

    func testChat_passesAtOnce_whenTheFirstMachineStops() async throws {
        let common = try await SharedStore.Common(clock)
        let (alpha, beta) = (try await machine("alpha", common), try await machine("beta", common))
        let first = alpha.run()
        await wait { timeline.all == ["alpha joined"] }
        let second = beta.run()
        // Alpha waits for two times, beta for its turn.
        await clock.sleepsBegun(3)
        _ = try await beta.router.send("waiting", to: "#ops")

        first.cancel()
        _ = await first.result
        await beta.router.wakeUp()
        // A queue may try to send before its network has begun to run.
        await pass(atMost: 10) { beta.network.sent.all.count == 1 && timeline.all.count == 3 }

        XCTAssertEqual(timeline.all, ["alpha joined", "alpha left", "beta joined"])
        XCTAssertEqual(beta.network.sent.all, ["#ops waiting"])
        second.cancel()
        _ = await second.result
    }
}
