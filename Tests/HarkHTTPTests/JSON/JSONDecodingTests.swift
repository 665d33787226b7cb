import Foundation
import HarkHTTP
import XCTest

final class JSONDecodingTests: XCTestCase {
    private enum Level: String, Decodable, CaseIterable { case low, high }

    private struct Order: Decodable, Equatable {
        struct Item: Decodable, Equatable { let count: Int8 }

        let id: UInt64
        let price: Decimal
        let at: Date
        let tag: UUID
        let page: URL
        let bytes: Data
        let rate: Double
        let note: String?
        let isPaid: Bool
        let level: Level
        let items: [Item]
        let labels: [String: Int]
    }

    /// What a base class encodes under `super`.
    private class Base: Decodable { let name: String }

    private func decoded<Value: Decodable>(_ text: String, as type: Value.Type) throws -> Value {
        try JSONValue(parsing: Array(text.utf8)).decoded(as: type)
    }

    private func context(_ text: String, as type: any Decodable.Type) -> String? {
        do {
            _ = try decoded(text, as: type)
            return nil
        } catch DecodingError.typeMismatch(_, let context), DecodingError.dataCorrupted(let context) {
            let path = context.codingPath.map { $0.intValue?.description ?? $0.stringValue }.joined(separator: ".")
            return "\(path): \(context.debugDescription)"
        } catch {
            return "\(error)"
        }
    }

    func testDecoded_readsEveryKindOfValue() throws {
        let text = #"""
            {"id":18446744073709551615,"price":0.1234567890123456789,"at":"2026-05-01T10:30:00Z","page":"https://a.b/c",
            "tag":"6F9619FF-8B86-D011-B42D-00C04FC964FF","bytes":"aGk=","rate":1e3,"isPaid":true,"level":"high",
            "items":[{"count":-128},{"count":1.0}],"labels":{"a":1,"b":2},"unknown":null}
            """#

        let order = try decoded(text, as: Order.self)

        XCTAssertEqual(order.id, .max)
        XCTAssertEqual(order.price, Decimal(string: "0.1234567890123456789"))
        XCTAssertEqual(order.at, Date(timeIntervalSince1970: 1_777_631_400))
        XCTAssertEqual(order.tag.uuidString, "6F9619FF-8B86-D011-B42D-00C04FC964FF")
        XCTAssertEqual(order.page.host, "a.b")
        XCTAssertEqual(order.bytes, Data("hi".utf8))
        XCTAssertEqual(order.rate, 1000)
        XCTAssertNil(order.note)
        XCTAssertEqual(order.level, .high)
        XCTAssertEqual(order.items, [Order.Item(count: -128), Order.Item(count: 1)])
        XCTAssertEqual(order.labels, ["a": 1, "b": 2])
    }

    func testDecoded_namesWhatIsThere_andWhatIsExpected() {
        let cases: [(String, any Decodable.Type, String)] = [
            (#"["blue"]"#, [Level].self, "0: It is “blue”, and must be one of “low”, “high”."),
            (#"{"a":"1"}"#, [String: Int].self, #"a: It is a text ("1"), and must be a whole number."#),
            ("[1,2.5]", [Int8].self, "1: It is a number (2.5), and must be a whole number from -128 to 127."),
            ("[300]", [UInt8].self, "0: It is a number (300), and must be a whole number from 0 to 255."),
            ("[{}]", [String].self, "0: It is an object, and must be a text."),
            ("[true]", [Double].self, "0: It is true, and must be a number."),
            ("7", [Int].self, ": It is a number (7), and must be a list."),
            ("[[]]", [[String: Int]].self, "0: It is a list, and must be an object."),
            (#"["x"]"#, [UUID].self, #"0: It is a text ("x"), and must be a UUID."#),
            (
                #"["now"]"#, [Date].self,
                #"0: It is a text ("now"), and must be a date and time such as 2026-05-01T10:30:00Z."#
            ),
        ]

        for (text, type, reason) in cases { XCTAssertEqual(context(text, as: type), reason) }
    }

    func testDecoded_tellsNothingOfOurTypes_whenAValueOfOursRefuses() {
        struct Even: Decodable {
            init(from decoder: any Decoder) throws {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "Even"))
            }
        }

        XCTAssertEqual(context("[3]", as: [Even].self), "0: It is “3”, which is not allowed.")
    }

    func testDecoded_keepsNumbersOfAnyLength() throws {
        let number = String(repeating: "9", count: 30)

        XCTAssertEqual(try decoded(number, as: Int128.self), Int128(number))
        XCTAssertEqual(try JSONValue(parsing: Array(number.utf8)).serialized(), number)
        XCTAssertThrowsError(try decoded(number, as: Int.self))
        XCTAssertEqual(try decoded("3.000000000000000000", as: Int.self), 3)
        XCTAssertThrowsError(try decoded("9007199254740993.0000", as: Int.self))
    }

    func testDecoded_findsNull_whereAnOptionalIs() throws {
        XCTAssertEqual(try decoded("[null,1]", as: [Int?].self), [nil, 1])
        XCTAssertThrowsError(try decoded("[null]", as: [Int].self)) { error in
            guard case DecodingError.valueNotFound = error else { return XCTFail("\(error)") }
        }
    }

    func testDecoded_readsAClass() throws {
        XCTAssertEqual(try decoded(#"{"name":"Ada"}"#, as: Base.self).name, "Ada")
    }
}
