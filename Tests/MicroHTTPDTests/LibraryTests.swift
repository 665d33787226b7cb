import MicroHTTPD
import XCTest

final class LibraryTests: XCTestCase {
    func testVersion_isDottedNumber() {
        let parts = Library.version.split(separator: ".")

        let numbers = parts.compactMap { Int($0) }

        XCTAssertGreaterThanOrEqual(numbers.count, 3)
    }
}
