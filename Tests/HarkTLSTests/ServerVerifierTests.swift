import XCTest

@testable import HarkTLS

final class ServerVerifierTests: XCTestCase {
    func testAddresses_areToldFromNames() {
        for address in ["127.0.0.1", "::1", "2001:db8::7", "fe80::1%eth0"] {
            XCTAssertTrue(ServerVerifier.isAddress(address), address)
        }
        for name in ["localhost", "example.org", "127.0.0.example", "1e100.net", "a1"] {
            XCTAssertFalse(ServerVerifier.isAddress(name), name)
        }
    }
}
