import XCTest

@testable import HarkTLS

final class ServerJudgeTests: XCTestCase {
    func testAddresses_areToldFromNames() {
        for address in ["127.0.0.1", "::1", "2001:db8::7", "fe80::1%eth0"] {
            XCTAssertTrue(ServerJudge.isAddress(address), address)
        }
        for name in ["localhost", "example.org", "127.0.0.example", "1e100.net", "a1"] {
            XCTAssertFalse(ServerJudge.isAddress(name), name)
        }
    }
}
