import HarkHost
import XCTest

@testable import HarkServer

final class MetricsAddressTests: XCTestCase {
    func testAddress_isReadAsItIsWritten() throws {
        for text in ["127.0.0.1:9464", "[::1]:9464", "0.0.0.0:0", "10.1.2.3:65535"] {
            XCTAssertEqual(try MetricsAddress(settingText: text).settingText, text)
        }
    }

    func testText_isRefused_whenItIsNoAddressWithAPort() {
        for text in [
            "", "9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:9464", "[127.0.0.1]:1",
            "bot.example.org:9464", "[::1]", "127.0.0.1:9464/metrics",
        ] {
            XCTAssertThrowsError(try MetricsAddress(settingText: text), text)
        }
    }

    func testAddress_isPrivate_onTheMachineAndInPrivateNetworks() throws {
        let texts = [
            "127.0.0.1:1", "[::1]:1", "10.0.0.1:1", "172.31.0.1:1", "192.168.1.1:1", "[fd00::1]:1", "[fe80::1]:1",
            "[::ffff:10.0.0.1]:1", "0.0.0.0:1", "[::]:1", "172.32.0.1:1", "203.0.113.1:1", "[2001:db8::1]:1",
        ]

        let areas = try texts.map { try MetricsAddress(settingText: $0).isPrivate }

        XCTAssertEqual(areas, Array(repeating: true, count: 8) + Array(repeating: false, count: 5))
    }
}
