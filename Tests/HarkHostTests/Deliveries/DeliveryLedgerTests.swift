import XCTest

@testable import HarkHost

final class DeliveryLedgerTests: XCTestCase {
    private let start = ContinuousClock.now

    /// What the ledger knows of a delivery, without its record.
    private enum Known { case new, running, finished }

    private func open(_ key: DeliveryLedger.Key, in ledger: DeliveryLedger, after time: Duration = .zero) -> Known {
        switch ledger.open(key, at: start + time) {
        case .new: .new
        case .running: .running
        case .finished: .finished
        }
    }

    private func key(_ id: some Any) -> DeliveryLedger.Key { DeliveryLedger.Key(path: ["hub"], id: "\(id)") }

    private func finish(_ key: DeliveryLedger.Key, in ledger: DeliveryLedger, for memory: Duration = .seconds(60)) {
        _ = open(key, in: ledger)
        ledger.close(key, succeeded: true, rememberedFor: memory, at: start)
    }

    func testOpen_isRunningUntilClosed_andFinishedThen() {
        let ledger = DeliveryLedger()

        let before = [open(key(1), in: ledger), open(key(1), in: ledger)]
        ledger.close(key(1), succeeded: true, rememberedFor: .seconds(60), at: start)

        XCTAssertEqual(before, [.new, .running])
        XCTAssertEqual(open(key(1), in: ledger), .finished)
    }

    func testOpen_isNewAgain_onceTheMemoryIsOver() {
        let ledger = DeliveryLedger()
        finish(key(1), in: ledger)

        XCTAssertEqual(open(key(1), in: ledger, after: .milliseconds(59_999)), .finished)
        XCTAssertEqual(open(key(1), in: ledger, after: .seconds(60)), .new)
        XCTAssertEqual(open(key(1), in: ledger, after: .seconds(60)), .running)
    }

    func testOpen_isNewAgain_whenItFailed() {
        let ledger = DeliveryLedger()
        _ = open(key(1), in: ledger)

        ledger.close(key(1), succeeded: false, rememberedFor: .seconds(60), at: start)

        XCTAssertEqual(open(key(1), in: ledger), .new)
    }

    func testLedger_forgetsTheOldest_beyondItsBound() {
        let ledger = DeliveryLedger(bound: 3)
        for id in 1...4 { finish(key(id), in: ledger) }

        let entries = (1...4).map { open(key($0), in: ledger) }

        XCTAssertEqual(entries, [.new, .finished, .finished, .finished])
    }

    func testLedger_keepsItsBound_forEver() {
        let ledger = DeliveryLedger(bound: 10)
        for id in 0..<1000 { finish(key(id), in: ledger) }

        let entries = (0..<1000).map { open(key($0), in: ledger) }

        XCTAssertEqual(entries.count { $0 == .finished }, 10)
        XCTAssertEqual(entries.suffix(10), Array(repeating: .finished, count: 10)[...])
    }

    func testLedger_countsADeliveryFromItsLastEnd_whenItIsHandledAgain() {
        let ledger = DeliveryLedger(bound: 3)
        finish(key("again"), in: ledger, for: .zero)
        finish(key(1), in: ledger)
        finish(key(2), in: ledger)
        finish(key("again"), in: ledger)

        finish(key(3), in: ledger)

        XCTAssertEqual(open(key("again"), in: ledger), .finished)
        XCTAssertEqual(open(key(1), in: ledger), .new)
    }

    func testKey_differs_wheneverRouteOrIdentifierDo() {
        let keys = [("a", "bc"), ("ab", "c"), ("abc", ""), ("", "abc"), ("a", "b c"), ("1 a", "bc"), ("a", "1 abc")].map
        {
            DeliveryLedger.Key(path: [$0.0], id: $0.1)
        }

        XCTAssertEqual(Set(keys).count, keys.count)
    }
}
