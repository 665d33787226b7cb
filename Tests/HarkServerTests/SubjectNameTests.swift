import HarkTLS
import XCTest

@testable import HarkServer

final class SubjectNameTests: XCTestCase {
    func testInit_readsNamesAndAddresses() {
        let texts = ["bot.example.org", "*.example.org", "localhost", "10.0.0.1", "::1"]

        let names = texts.map(SubjectName.init(parameter:))

        XCTAssertEqual(
            names,
            [
                .dns("bot.example.org"), .dns("*.example.org"), .dns("localhost"), .ip([10, 0, 0, 1]),
                .ip([UInt8](repeating: 0, count: 15) + [1]),
            ]
        )
    }

    func testInit_isNil_forWhatNoCertificateCanHold() {
        let texts = ["", "a..b", "a b", "ü.example", "a/b", String(repeating: "a", count: 64), "*.*.org", "*"]

        XCTAssertEqual(texts.filter { SubjectName(parameter: $0) != nil }, [])
    }
}
