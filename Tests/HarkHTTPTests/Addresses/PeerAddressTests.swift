import HarkHTTP
import XCTest

final class PeerAddressTests: XCTestCase {
    func testDescription_isDottedDecimal_forIPv4() {
        let address = PeerAddress.ipv4(0xC000_0201, port: 80)

        let text = address.description

        XCTAssertEqual(text, "192.0.2.1")
    }

    func testDescription_compressesTheFirstLongestRunOfZeros_forIPv6() {
        let texts = [
            PeerAddress.ipv6(0x2001_0db8_0000_0000, 0x0000_0000_0000_0001, port: 1),
            .ipv6(0, 1, port: 1),
            .ipv6(0, 0, port: 1),
            .ipv6(0x2001_0db8_0000_0001, 0x0001_0001_0001_0001, port: 1),
            .ipv6(0x2001_0000_0000_0001, 0x0000_0000_0000_0001, port: 1),
            .ipv6(0xfe80_0000_0000_0000, 0, port: 1),
        ].map(\.description)

        XCTAssertEqual(texts, ["2001:db8::1", "::1", "::", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "fe80::"])
    }

    func testInit_undoesIPAddress() {
        let peers = [PeerAddress.ipv4(0xC000_0201, port: 80), .ipv6(0x2001_0db8_0000_0000, 1, port: 80)]

        let made = peers.compactMap { IPAddress($0) }.map { PeerAddress($0, port: 80) }

        XCTAssertEqual(made, peers)
        XCTAssertNil(IPAddress(.local))
    }
}
