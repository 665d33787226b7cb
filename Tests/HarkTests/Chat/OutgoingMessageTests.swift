import Hark
import XCTest

final class OutgoingMessageTests: XCTestCase {
    func testMarkedText_hasTheSymbolOfItsSeverityInFront() {
        let texts = [Severity.error, .info, nil].map { OutgoingMessage("\(strong: "down")", severity: $0).markedText }

        XCTAssertEqual(texts, ["❌ \(strong: "down")", "\(strong: "down")", "\(strong: "down")"])
    }

    func testKey_has32HexadecimalDigits() {
        let keys = (0..<300).map { _ in OutgoingMessage("").key }

        for key in keys {
            XCTAssertEqual(key.utf8.count, 32)
            XCTAssertTrue(key.allSatisfy(\.isHexDigit), key)
        }
    }

    /// Rocket.Chat takes 17 digits of it, Discord 25.
    func testKey_isUnique_inItsFirst16Digits() {
        let keys = (0..<10_000).map { _ in OutgoingMessage("").key }

        XCTAssertEqual(Set(keys.map { $0.prefix(16) }).count, keys.count)
    }
}
