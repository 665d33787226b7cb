import FoundationEssentials
import HarkHTTP
import XCTest

final class FormDecoderTests: XCTestCase {
    private enum Level: String, Decodable { case low, high }

    private struct Alert: Decodable, Equatable {
        var title: String
        var count: Int
        var ratio: Double
        var firing: Bool
        var level: Level
        var id: UUID
        var at: Date
        var note: String?
        var port: UInt16?
        var since: Date?
        var tags: [String]
        var sizes: [Int]?
    }

    private struct One<Value: Decodable>: Decodable { var a: Value }

    private let fields: FormFields = [
        "title": "Disk", "count": "-3", "ratio": "0.5", "firing": "on", "level": "high",
        "id": "E621E1F8-C36C-495A-93FC-0C247A3E6E5F", "at": "1970-01-01T00:00:10Z", "port": "65535", "tags": "a",
        "tags": "b", "title": "second", "unknown": "x",
    ]

    func testDecode_readsEveryKindOfProperty() throws {
        let alert = try FormDecoder().decode(Alert.self, from: fields)

        let id = try XCTUnwrap(UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F"))
        XCTAssertEqual(
            alert,
            Alert(
                title: "Disk", count: -3, ratio: 0.5, firing: true, level: .high, id: id,
                at: Date(timeIntervalSince1970: 10), note: nil, port: 65535, since: nil, tags: ["a", "b"], sizes: nil))
    }

    func testDecode_readsADictionary() throws {
        let counts = try FormDecoder().decode([String: Int].self, from: ["a": "1", "b": "2"])

        XCTAssertEqual(counts, ["a": 1, "b": 2])
    }

    func testDecode_readsListsOfDates() throws {
        let one = try FormDecoder().decode(
            One<[Date]>.self, from: ["a": "1970-01-01T00:00:01Z", "a": "1970-01-01T00:00:02Z"])

        XCTAssertEqual(one.a, [Date(timeIntervalSince1970: 1), Date(timeIntervalSince1970: 2)])
    }

    func testDecode_throwsKeyNotFound_whenAFieldIsMissing() {
        XCTAssertThrowsError(try FormDecoder().decode(One<Int>.self, from: ["b": "1"])) {
            guard case DecodingError.keyNotFound(let key, _) = $0 else { return XCTFail("\($0)") }
            XCTAssertEqual(key.stringValue, "a")
        }
    }

    func testDecode_throwsDataCorrupted_whenATextIsNotWhatItShouldBe() {
        let table: [(any Decodable.Type, String)] = [
            (One<Int>.self, "1.5"), (One<Int>.self, ""), (One<Int8>.self, "128"), (One<UInt>.self, "-1"),
            (One<Double>.self, "nan"), (One<Float>.self, "1e99"), (One<Bool>.self, "maybe"), (One<Level>.self, "none"),
            (One<UUID>.self, "1"), (One<Date>.self, "today"), (One<[Int]>.self, "x"), (One<Int?>.self, "x"),
        ]

        for (type, text) in table {
            XCTAssertThrowsError(try FormDecoder().decode(type, from: ["a": text]), "\(type)") {
                guard case DecodingError.dataCorrupted(let context) = $0 else { return XCTFail("\($0)") }
                XCTAssertEqual(context.codingPath.map(\.stringValue), ["a"])
            }
        }
    }

    func testDecode_throwsTypeMismatch_whenAFormCannotHoldTheType() {
        let types: [any Decodable.Type] = [
            One<One<Int>>.self, One<[One<Int>]>.self, One<[String: Int]>.self, Int.self, [Int].self,
        ]

        for type in types {
            XCTAssertThrowsError(try FormDecoder().decode(type, from: ["a": "1"]), "\(type)") {
                guard case DecodingError.typeMismatch = $0 else { return XCTFail("\($0)") }
            }
        }
    }
}
