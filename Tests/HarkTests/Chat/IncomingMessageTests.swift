import Hark
import XCTest

final class IncomingMessageTests: XCTestCase {
    func testTextToTheBot_isWhatFollowsItsName() {
        let table: [(String, String?)] = [
            ("@hark status", "status"), ("@Hark: status", "status"), ("  hark, status now", "status now"),
            ("hark: status", "status"), ("@hark", ""), ("@hark. status", "status"), ("@hark.bot status", nil),
            ("@harkness status", nil), ("hark status", nil), ("hey @hark status", nil), ("@hark-2 a", nil),
            ("@hark_2 a", nil), ("", nil), ("@", nil),
        ]
        for (text, rest) in table { XCTAssertEqual(IncomingMessage.text(of: text, addressedTo: "hark"), rest, text) }
    }
}
