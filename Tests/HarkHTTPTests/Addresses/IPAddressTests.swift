import HarkHTTP
import TestSupport
import XCTest

final class IPAddressTests: XCTestCase {
    func testBytes_areFour_forIPv4() {
        let address = IPAddress("192.0.2.255")

        let bytes = address?.bytes

        XCTAssertEqual(bytes, [192, 0, 2, 255])
    }

    func testBytes_areSixteen_forEveryFormOfIPv6() {
        let zeros = { [UInt8](repeating: 0, count: $0) }
        let expected: [(String, [UInt8])] = [
            ("::", zeros(16)),
            ("::1", zeros(15) + [1]),
            ("2001:db8::1", [0x20, 1, 0xd, 0xb8] + zeros(11) + [1]),
            ("1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]),
            ("1::", [0, 1] + zeros(14)),
            ("::ffff:192.0.2.1", zeros(10) + [255, 255, 192, 0, 2, 1]),
        ]

        let read = expected.map { IPAddress($0.0)?.bytes }

        XCTAssertEqual(read, expected.map(\.1))
    }

    func testInit_isNil_forWhatIsNoAddress() {
        let texts = [
            "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.+4", "localhost", ":", ":::", "1::2::3",
            "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::", "::g", "::1.2.3.4:5", "fe80::1%lo",
            "1.2.3.4::", "1.2.3.4::1", "1:1.2.3.4::1",
        ]

        let read = texts.filter { IPAddress($0) != nil }

        XCTAssertEqual(read, [])
    }

    func testInit_takesFourOrSixteenBytes() {
        let four = IPAddress(bytes: [192, 0, 2, 1])
        let sixteen = IPAddress(bytes: [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])

        XCTAssertEqual(four, IPAddress("192.0.2.1"))
        XCTAssertEqual(sixteen, IPAddress("2001:db8::1"))
        XCTAssertNil(IPAddress(bytes: []))
        XCTAssertNil(IPAddress(bytes: [UInt8](repeating: 0, count: 17)))
    }

    func testDescription_readsBackAsTheSameAddress() {
        var generator = SeededGenerator(seed: 1)

        for _ in 0..<2000 {
            let bytes = (0..<(Bool.random(using: &generator) ? 4 : 16)).map { _ in
                Bool.random(using: &generator) ? 0 : UInt8.random(in: 0...255, using: &generator)
            }
            let address = IPAddress(bytes: bytes)

            XCTAssertEqual(address?.bytes, bytes)
            XCTAssertEqual(IPAddress(address?.description ?? ""), address)
        }
    }

    func testDescription_endsWithTheIPv4Address_whenMapped() {
        XCTAssertEqual(IPAddress("::ffff:c000:201")?.description, "::ffff:192.0.2.1")
    }

    func testUnmapped_isTheIPv4Address_forMappedOnesOnly() {
        let addresses = ["::ffff:192.0.2.1", "192.0.2.1", "::192.0.2.1", "::1:ffff:192.0.2.1", "2001:db8::1"]

        let unmapped = addresses.map { IPAddress($0)?.unmapped }

        XCTAssertEqual(
            unmapped,
            ["192.0.2.1", "192.0.2.1", "::192.0.2.1", "::1:ffff:192.0.2.1", "2001:db8::1"].map { IPAddress($0) }
        )
    }

    func testMasked_clearsTheBitsBehindThePrefix() {
        let table = [
            ("192.0.2.255", 24, "192.0.2.0"), ("192.0.2.255", 31, "192.0.2.254"), ("192.0.2.255", 32, "192.0.2.255"),
            ("192.0.2.255", 0, "0.0.0.0"), ("192.0.2.255", 128, "192.0.2.255"), ("192.0.2.255", -1, "0.0.0.0"),
            ("2001:db8::1", 64, "2001:db8::"), ("2001:db8::1", 128, "2001:db8::1"), ("2001:db8::1", 0, "::"),
        ]

        for (text, length, expected) in table {
            XCTAssertEqual(IPAddress(text)?.masked(to: length), IPAddress(expected), "\(text)/\(length)")
        }
    }
}
