import HarkHTTP
import TestSupport
import XCTest

final class JSONValueTests: XCTestCase {
    private let push: JSONValue = [
        "ref": "main", "size": 2, "ratio": 0.5, "forced": false, "base": nil, "commits": [["id": "a1"], ["id": "b2"]],
    ]

    func testSubscript_findsMembersAndElements() {
        XCTAssertEqual(push["commits"]?[1]?["id"]?.stringValue, "b2")
        XCTAssertEqual(push["base"], .null)
        XCTAssertNil(push["missing"])
        XCTAssertNil(push["commits"]?[2])
        XCTAssertNil(push["commits"]?[-1])
        XCTAssertNil(push["ref"]?["id"])
        XCTAssertNil(push[0])
    }

    func testAccessors_returnNil_forOtherKinds() {
        XCTAssertEqual(push["forced"]?.boolValue, false)
        XCTAssertEqual(push["size"]?.intValue, 2)
        XCTAssertEqual(push["size"]?.doubleValue, 2)
        XCTAssertEqual(push["ratio"]?.doubleValue, 0.5)
        XCTAssertNil(push["ratio"]?.intValue)
        XCTAssertEqual(JSONValue.number(4).intValue, 4)
        XCTAssertNil(JSONValue.number(1e300).intValue)
        XCTAssertNil(push["ref"]?.boolValue)
        XCTAssertNil(push["ref"]?.doubleValue)
        XCTAssertNil(push["size"]?.stringValue)
        XCTAssertNil(push["ref"]?.arrayValue)
        XCTAssertNil(push["ref"]?.objectValue)
        XCTAssertEqual(push["base"]?.isNull, true)
    }

    func testSerialized_isCompactAndEscapesWhatItMust() {
        let value: JSONValue = ["b": [1, -2.5, nil, true], "a": "\"\\/\n\r\t\u{1}\u{1F}é😀", "c": [:], "d": []]

        let text = value.serialized()

        XCTAssertEqual(
            text, #"{"b":[1,-2.5,null,true],"a":"\"\\/\n\r\t\u0001\u001fé😀","c":{},"d":[]}"#)
    }

    func testSerialized_isNull_forNumbersThatJSONHasNot() {
        XCTAssertEqual(JSONValue.array([.number(.nan), .number(.infinity)]).serialized(), "[null,null]")
    }

    func testSerialized_parsesAsTheSameValue() throws {
        var generator = SeededGenerator(seed: 2)

        for _ in 0..<2000 {
            let value = generator.json(depth: 4)

            XCTAssertEqual(try JSONValue(parsing: Array(value.serialized().utf8)), value)
        }
    }
}

extension SeededGenerator {
    /// Any value whose arrays and objects are nested at most so deep.
    fileprivate mutating func json(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &self) {
        case 0: .null
        case 1: .bool(.random(using: &self))
        case 2: .integer(Int(truncatingIfNeeded: next()) >> Int.random(in: 0..<64, using: &self))
        case 3: .number(finiteNumber())
        case 4: .string(text(upTo: 20))
        case 5: .array((0..<Int.random(in: 0...5, using: &self)).map { _ in json(depth: depth - 1) })
        default:
            .object(
                JSONObject(
                    (0..<Int.random(in: 0...12, using: &self)).map { _ in
                        JSONObject.Member(text(upTo: 4), json(depth: depth - 1))
                    }))
        }
    }

    private mutating func finiteNumber() -> Double {
        let number = Double(bitPattern: next())
        return number.isFinite ? number : 0.1
    }
}
