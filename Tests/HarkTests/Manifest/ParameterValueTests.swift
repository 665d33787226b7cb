import Foundation
import Hark
import XCTest

final class ParameterValueTests: XCTestCase {
    private enum Action: String, CaseIterable, ParameterValue { case open, close }

    func testTypes_readWhatTheyAre() {
        XCTAssertEqual(String(parameter: "a/b"), "a/b")
        XCTAssertEqual(Int(parameter: "-42"), -42)
        XCTAssertEqual(Double(parameter: "1.5"), 1.5)
        XCTAssertEqual(
            UUID(parameter: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")?.uuidString,
            "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"
        )
        XCTAssertEqual(Action(parameter: "open"), .open)
        XCTAssertEqual(Int?(parameter: "1"), .some(.some(1)))
    }

    func testTypes_refuseWhatTheyAreNot() {
        XCTAssertNil(Int(parameter: "99999999999999999999"))
        XCTAssertNil(Int(parameter: "1.0"))
        for text in ["nan", "-inf", "infinity", "1e999", "one"] { XCTAssertNil(Double(parameter: text), text) }
        XCTAssertNil(UUID(parameter: "no"))
        XCTAssertNil(Action(parameter: "ajar"))
        XCTAssertTrue(Int?(parameter: "x") == nil)
    }

    func testDescriptions_sayWhatIsExpected() {
        let texts = [Int.parameterDescription, Action.parameterDescription, UUID?.parameterDescription]

        XCTAssertEqual(texts, ["a whole number", "one of open, close", "a UUID"])
        XCTAssertTrue(UUID?.isOptionalParameter)
        XCTAssertFalse(Int.isOptionalParameter)
    }
}
