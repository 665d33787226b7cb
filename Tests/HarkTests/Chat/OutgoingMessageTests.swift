import Hark
import XCTest

final class OutgoingMessageTests: XCTestCase {
    func testKey_hasDigitsOnly_andIsUnique() {
        let keys = (0..<300).map { _ in OutgoingMessage("").key }

        XCTAssertEqual(Set(keys).count, keys.count)
        for key in keys {
            XCTAssertEqual(key.utf8.count, 32)
            XCTAssertTrue(key.allSatisfy(\.isHexDigit), key)
        }
    }
}
