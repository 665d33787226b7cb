import XCTest

@testable import HarkHost

final class DeliveryLedgerTests: XCTestCase {
    private let start = ContinuousClock.now

    private func key(_ id: some Any) -> DeliveryLedger.Key { DeliveryLedger.Key(path: ["hub"], id: "\(id)") }

    private func finish(_ key: DeliveryLedger.Key, in ledger: DeliveryLedger, for memory: Duration = .seconds(60)) {
        _ = ledger.open(key, at: start)
        ledger.close(key, succeeded: true, rememberedFor: memory, at: start)
    }

    func testOpen_isRunningUntilClosed_andFinishedThen() {
        let ledger = DeliveryLedger()

        let before = [ledger.open(key(1), at: start), ledger.open(key(1), at: start)]
        ledger.close(key(1), succeeded: true, rememberedFor: .seconds(60), at: start)

        XCTAssertEqual(before, [.new, .running])
        XCTAssertEqual(ledger.open(key(1), at: start), .finished)
    }

    func testOpen_isNewAgain_onceTheMemoryIsOver() {
        let ledger = DeliveryLedger()
        finish(key(1), in: ledger)

        XCTAssertEqual(ledger.open(key(1), at: start + .milliseconds(59_999)), .finished)
        XCTAssertEqual(ledger.open(key(1), at: start + .seconds(60)), .new)
        XCTAssertEqual(ledger.open(key(1), at: start + .seconds(60)), .running)
    }

    func testOpen_isNewAgain_whenItFailed() {
        let ledger = DeliveryLedger()
        _ = ledger.open(key(1), at: start)

        ledger.close(key(1), succeeded: false, rememberedFor: .seconds(60), at: start)

        XCTAssertEqual(ledger.open(key(1), at: start), .new)
    }

    func testLedger_forgetsTheOldest_beyondItsBound() {
        let ledger = DeliveryLedger(bound: 3)
        for id in 1...4 { finish(key(id), in: ledger) }

        let entries = (1...4).map { ledger.open(key($0), at: start) }

        XCTAssertEqual(entries, [.new, .finished, .finished, .finished])
    }

    func testLedger_keepsItsBound_forEver() {
        let ledger = DeliveryLedger(bound: 10)
        for id in 0..<1000 { finish(key(id), in: ledger) }

        let entries = (0..<1000).map { ledger.open(key($0), at: start) }

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

        XCTAssertEqual(ledger.open(key("again"), at: start), .finished)
        XCTAssertEqual(ledger.open(key(1), at: start), .new)
    }

    func testKey_differs_wheneverRouteOrIdentifierDo() {
        let keys = [("a", "bc"), ("ab", "c"), ("abc", ""), ("", "abc"), ("a", "b c"), ("1 a", "bc"), ("a", "1 abc")].map
        {
            DeliveryLedger.Key(path: [$0.0], id: $0.1)
        }

        XCTAssertEqual(Set(keys).count, keys.count)
    }
}
