import HarkHTTP
import XCTest

final class TrustedProxiesTests: XCTestCase {
    func testContains_isFalse_whenNobodyIsNamed() {
        let proxies = TrustedProxies()

        XCTAssertFalse(proxies.contains(.local))
        XCTAssertFalse(proxies.contains(.ipv4(0x7f00_0001, port: 1)))
    }

    func testContains_isTrue_forPeersThatAreNamed() {
        let proxies = TrustedProxies(["10.0.0.0/8", "::1"].compactMap(ProxyAddress.init))

        XCTAssertTrue(proxies.contains(.ipv4(0x0a01_0203, port: 1)))
        XCTAssertTrue(proxies.contains(.ipv6(0, 1, port: 1)))
        XCTAssertFalse(proxies.contains(.ipv4(0x0b01_0203, port: 1)))
        XCTAssertFalse(proxies.contains(.local))
    }

    func testContains_isTrueForASocket_whenUnixIsNamed() {
        let proxies = TrustedProxies(["unix"].compactMap(ProxyAddress.init))

        XCTAssertTrue(proxies.contains(.local))
        XCTAssertFalse(proxies.contains(.ipv4(0x7f00_0001, port: 1)))
    }

    func testProxyAddress_readsBackAsTheSame() {
        let texts = ["10.0.0.0/8", "::1", "unix"]

        XCTAssertEqual(texts.map { ProxyAddress($0)?.description }, texts)
        XCTAssertNil(ProxyAddress("Unix"))
        XCTAssertNil(ProxyAddress("proxy.example.org"))
    }
}
