import HarkHTTP
import TestSupport
import XCTest

final class AddressRangeTests: XCTestCase {
    private func contains(_ range: String, _ address: String) throws -> Bool {
        try XCTUnwrap(AddressRange(range), range).contains(try XCTUnwrap(IPAddress(address), address))
    }

    func testContains_isTrue_fromTheFirstToTheLastAddress() throws {
        let table = [
            ("192.0.2.0/24", "192.0.2.0", true), ("192.0.2.0/24", "192.0.2.255", true),
            ("192.0.2.0/24", "192.0.1.255", false), ("192.0.2.0/24", "192.0.3.0", false),
            ("0.0.0.0/0", "255.255.255.255", true), ("192.0.2.8/29", "192.0.2.15", true),
            ("192.0.2.8/29", "192.0.2.16", false), ("2001:db8::/32", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true),
            ("2001:db8::/32", "2001:db9::", false), ("::/0", "ffff::", true), ("2001:db8::/65", "2001:db8::1", true),
            ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
        ]

        for (range, address, expected) in table {
            XCTAssertEqual(try contains(range, address), expected, "\(address) in \(range)")
        }
    }

    func testContains_isTrueForOneAddressOnly_whenThereIsNoPrefixLength() throws {
        XCTAssertTrue(try contains("2001:db8::1", "2001:db8::1"))
        XCTAssertFalse(try contains("2001:db8::1", "2001:db8::2"))
        XCTAssertTrue(try contains("192.0.2.7", "192.0.2.7"))
        XCTAssertFalse(try contains("192.0.2.7", "192.0.2.6"))
    }

    func testContains_takesMappedAddressesForIPv4_onBothSides() throws {
        let table = [
            ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("10.0.0.0/8", "::ffff:11.1.2.3", false),
            ("::ffff:10.0.0.0/104", "10.1.2.3", true), ("::ffff:10.0.0.0/104", "11.1.2.3", false),
            ("::ffff:192.0.2.7", "192.0.2.7", true), ("::ffff:0:0/96", "192.0.2.7", true),
            ("::/0", "192.0.2.7", false), ("::/0", "::ffff:192.0.2.7", false), ("0.0.0.0/0", "::1", false),
        ]

        for (range, address, expected) in table {
            XCTAssertEqual(try contains(range, address), expected, "\(address) in \(range)")
        }
    }

    func testContains_looksAtAPeersAddress_andNeverAtASocket() throws {
        let range = try XCTUnwrap(AddressRange("192.0.2.0/24"))

        XCTAssertTrue(range.contains(PeerAddress.ipv4(0xC000_0201, port: 7)))
        XCTAssertFalse(range.contains(PeerAddress.ipv6(0, 1, port: 7)))
        XCTAssertFalse(range.contains(PeerAddress.local))
    }

    func testContains_comparesTheBitsOfThePrefix_forEveryLength() throws {
        var generator = SeededGenerator(seed: 5)
        let bits = { (bytes: [UInt8]) in bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } } }

        for _ in 0..<3000 {
            let size = Bool.random(using: &generator) ? 4 : 16
            let one = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
            var other = one
            other[Int.random(in: 0..<size, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            let length = Int.random(in: 0...size * 8, using: &generator)
            let text = "\(try XCTUnwrap(IPAddress(bytes: one)))/\(length)"

            let contains = AddressRange(text)?.contains(try XCTUnwrap(IPAddress(bytes: other)))

            XCTAssertEqual(contains, bits(one).prefix(length) == bits(other).prefix(length), "\(other) in \(text)")
        }
    }

    func testInit_isNil_forWhatIsNoRange() {
        let texts = [
            "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08", "10.0.0.0/8/8",
            "10.0.0.0/ 8", " 10.0.0.0", "10.0.0/8", "::/129", "::1/64/", "fe80::1%eth0", "localhost", "10.0.0.1:80",
            "10.0.0.0/99999999999999999999", "10.0.0.0/255.0.0.0",
        ]

        XCTAssertEqual(texts.filter { AddressRange($0) != nil }, [])
    }

    func testDescription_isTheClearedRange() {
        let table = [
            ("10.1.2.3/8", "10.0.0.0/8"), ("192.0.2.7/32", "192.0.2.7"), ("192.0.2.7", "192.0.2.7"),
            ("2001:DB8::1/32", "2001:db8::/32"), ("::1", "::1"), ("0.0.0.0/0", "0.0.0.0/0"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"), ("::ffff:10.0.0.0/95", "::fffe:0:0/95"),
        ]

        for (text, expected) in table { XCTAssertEqual(AddressRange(text)?.description, expected) }
    }
}
