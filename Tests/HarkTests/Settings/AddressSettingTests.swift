import Hark
import XCTest

final class AddressSettingTests: XCTestCase {
    func testAddressRange_readsAndWritesItself() throws {
        let ranges = try [AddressRange](settingText: "10.1.2.3/8, 2001:db8::/32,192.0.2.7")

        XCTAssertEqual(ranges.settingText, "10.0.0.0/8,2001:db8::/32,192.0.2.7")
        XCTAssertEqual([AddressRange].settingTypeName, "list of address range")
    }

    func testProxyAddress_readsAndWritesItself() throws {
        let addresses = try [ProxyAddress](settingText: "10.0.0.0/8,::1,unix")

        XCTAssertEqual(addresses.settingText, "10.0.0.0/8,::1,unix")
    }

    func testBaseURL_readsAndWritesItself() throws {
        let url = try BaseURL(settingText: "https://bot.example.org/hooks/")

        XCTAssertEqual(url.settingText, "https://bot.example.org/hooks")
    }

    func testMismatch_saysWhatWasExpected() {
        let expected = { SettingMismatch(expected: $0) }

        XCTAssertThrowsError(try AddressRange(settingText: "10.0.0.0/33")) {
            XCTAssertEqual(
                $0 as? SettingMismatch,
                expected("an address or a CIDR range such as 10.0.0.0/8 or 2001:db8::/32")
            )
        }
        XCTAssertThrowsError(try ProxyAddress(settingText: "proxy")) {
            XCTAssertEqual($0 as? SettingMismatch, expected("an address, a CIDR range such as 10.0.0.0/8, or unix"))
        }
        XCTAssertThrowsError(try BaseURL(settingText: "bot.example.org")) {
            XCTAssertEqual($0 as? SettingMismatch, expected("a URL such as https://example.org/path"))
        }
    }
}
