import HarkHTTP
import XCTest

final class JSONObjectTests: XCTestCase {
    private func numbered(_ numbers: some Sequence<Int>) -> JSONObject {
        JSONObject(numbers.map { JSONObject.Member("k\($0)", .integer($0)) })
    }

    func testSubscript_setsReplacesAndRemoves_whetherFewOrMany() {
        for count in [3, 8, 9, 50] {
            var object = numbered(0..<count)

            object["new"] = "value"
            object["k1"] = "other"
            object["k0"] = nil
            object["none"] = nil

            XCTAssertEqual(object.map(\.name), (1..<count).map { "k\($0)" } + ["new"])
            XCTAssertEqual(object["k1"], "other")
            XCTAssertEqual(object["k\(count - 1)"], .integer(count - 1))
            XCTAssertEqual(object["new"], "value")
            XCTAssertNil(object["k0"])
        }
    }

    func testSubscript_appendsOneByOne_pastTheIndexedSize() {
        var object = JSONObject()

        for number in 0..<100 { object["k\(number)"] = .integer(number) }

        XCTAssertEqual(object, numbered(0..<100))
        XCTAssertEqual(object["k77"], 77)
    }

    func testEquality_disregardsOrder() {
        for count in [3, 50] {
            let (one, other) = (numbered(0..<count), numbered((0..<count).reversed()))

            XCTAssertEqual(one, other)
            XCTAssertEqual(one.hashValue, other.hashValue)
            XCTAssertNotEqual(one, numbered(1...count))
            XCTAssertNotEqual(one, numbered(0...count))
        }
    }
}
