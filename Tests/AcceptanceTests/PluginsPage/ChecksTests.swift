import HarkTesting
import XCTest

final class ChecksTests: XCTestCase {
    func testManifest_hasNoFault() {
        checkManifest(Checks.self)
    }

    func testRow_isDurable() {
        XCTAssertEqual(Checks.manifest.routes.map(\.isDurable), [true])
    }
}
