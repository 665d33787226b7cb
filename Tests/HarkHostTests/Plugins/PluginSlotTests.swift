import HarkTesting
import XCTest

@testable import HarkHost

/// A plugin that takes its time to begin: until its turnstile opens.
private struct SlowStarter: Plugin {
    static let manifest = Manifest<Self>(name: "slow", summary: "Begins slowly.")
    static let turnstile = Turnstile()

    init(_ context: PluginContext) {}

    func activate() async { await Self.turnstile.pass() }
    func deactivate() async { await Self.turnstile.leave() }
}

/// Lets those who arrive through when it is opened.
private actor Turnstile {
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var watcher: CheckedContinuation<Void, Never>?
    private(set) var left = 0

    func pass() async {
        await withCheckedContinuation { continuation in
            waiting.append(continuation)
            watcher.take()?.resume()
        }
    }

    /// Returns when someone waits.
    func arrival() async {
        if waiting.isEmpty { await withCheckedContinuation { watcher = $0 } }
    }

    func open() {
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func leave() { left += 1 }
}

final class PluginSlotTests: XCTestCase {
    private func makeSlot() -> PluginSlot<SlowStarter> {
        PluginSlot(
            context: PluginContext(
                settings: SettingsReader([]).read([:]).settings, chat: Chat(rooms: []) { _, _ in .sent(nil) },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    }

    func testActivation_isRefused_whileAnotherIsUnderWay() async throws {
        let slot = makeSlot()
        async let first: Void = slot.activate()
        await SlowStarter.turnstile.arrival()

        do {
            try await slot.activate()
            XCTFail("it was activated twice")
        } catch { XCTAssertTrue(error is SlotConflict) }
        XCTAssertNil(slot.active)
        await SlowStarter.turnstile.open()
        try await first

        XCTAssertNotNil(slot.active)
    }

    func testDeactivation_isNotLost_whileThePluginBegins() async throws {
        let slot = makeSlot()
        let leftBefore = await SlowStarter.turnstile.left
        async let first: Void = slot.activate()
        await SlowStarter.turnstile.arrival()

        await slot.deactivate()
        await SlowStarter.turnstile.open()

        do {
            try await first
            XCTFail("it is active")
        } catch { XCTAssertTrue(error is SlotConflict) }
        XCTAssertNil(slot.active)
        let left = await SlowStarter.turnstile.left
        XCTAssertEqual(left, leftBefore + 1)
    }
}
