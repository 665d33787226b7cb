import HarkHTTP
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
        ]

        let read = texts.filter { IPAddress($0) != nil }

        XCTAssertEqual(read, [])
    }
}
