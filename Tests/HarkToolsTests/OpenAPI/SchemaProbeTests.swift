import Foundation
import XCTest

@testable import HarkTools

private struct Sender: Decodable { let login: String }
private enum Color: String, Decodable, CaseIterable { case red, green }
private enum Level: Int, Decodable, CaseIterable {
    case low = 1
    case high = 2
}
private enum Unlisted: String, Decodable { case one }

/// A mark, of which only the presence matters.
private struct Mark: Decodable {}
private struct Marked: Decodable { let mark: Mark? }

private struct Event: Decodable {
    let id: Int
    let ratio: Double
    let draft: Bool
    let sender: Sender
    let owner: Sender?
    let labels: [String]
    let owners: [Sender]
    let counts: [String: Int]
    let tags: Set<String>
    let color: Color
    let level: Level?
    let at: Date
    let page: URL
    let uuid: UUID
    let amount: Decimal
    let blob: Data
    let title: String?
    let count: Int?
    let size: UInt64?
    let share: Double?
    let isOpen: Bool?
    let last: String
}

/// A type that is within itself in every way there is.
private final class Node: Decodable {
    let name: String
    let next: Node?
    let children: [Node]
    let holes: [Node?]
    let named: [String: Node]
    let others: [[Node]]
    let last: Bool
}

private struct Keyed: Decodable {
    let text: String
    enum CodingKeys: String, CodingKey { case text = "full-name" }
}

private struct Halting: Decodable {
    let first: String
    let kind: Unlisted
    let last: String
}

final class SchemaProbeTests: XCTestCase {
    private func schema(_ type: any Decodable.Type) -> JSONValue? {
        SchemaProbe.schema(of: type, path: ProbePath())
    }

    func testMark_hasAnEmptySchema_whereNothingIsDecoded() {
        XCTAssertEqual(SchemaProbe(Marked.self).schema?["properties"]?["mark"], [:])
    }

    func testSchema_hasEveryMember() {
        let schema = schema(Event.self)

        let text: JSONValue = ["type": "string"]
        let sender: JSONValue = ["type": "object", "properties": ["login": text], "required": ["login"]]
        let properties: [(String, JSONValue)] = [
            ("id", ["type": "integer"]), ("ratio", ["type": "number"]), ("draft", ["type": "boolean"]),
            ("sender", sender), ("owner", sender), ("labels", ["type": "array", "items": text]),
            ("owners", ["type": "array", "items": sender]),
            ("counts", ["type": "object", "additionalProperties": ["type": "integer"]]),
            ("tags", ["type": "array", "items": text]), ("color", ["type": "string", "enum": ["red", "green"]]),
            ("level", ["type": "integer", "enum": [1, 2]]), ("at", ["type": "string", "format": "date-time"]),
            ("page", ["type": "string", "format": "uri"]), ("uuid", ["type": "string", "format": "uuid"]),
            ("amount", ["type": "number"]), ("blob", ["type": "string", "contentEncoding": "base64"]),
            ("title", text), ("count", ["type": "integer"]), ("size", ["type": "integer"]),
            ("share", ["type": "number"]), ("isOpen", ["type": "boolean"]), ("last", text),
        ]
        for (name, expected) in properties { XCTAssertEqual(schema?["properties"]?[name], expected, name) }
        let optional = ["owner", "level", "title", "count", "size", "share", "isOpen"]
        let required = properties.map(\.0).filter { !optional.contains($0) }
        XCTAssertEqual(schema?["required"]?.arrayValue, required.map(JSONValue.string))
    }

    func testSchema_ends_whenATypeIsWithinItself() {
        let schema = schema(Node.self)

        XCTAssertEqual(
            schema?["properties"],
            [
                "name": ["type": "string"], "next": [:], "children": ["type": "array", "items": [:]],
                "holes": ["type": "array", "items": [:]],
                "named": ["type": "object", "additionalProperties": [:]],
                "others": ["type": "array", "items": ["type": "array", "items": [:]]], "last": ["type": "boolean"],
            ])
    }

    func testSchema_hasTheNamesOfTheJSON() {
        XCTAssertEqual(schema(Keyed.self)?["required"], ["full-name"])
    }

    func testSchema_isOfWhatIsKnown_whenATypeCannotBeMade() {
        let schema = schema(Halting.self)

        XCTAssertEqual(schema?["properties"], ["first": ["type": "string"], "kind": ["type": "string"]])
        XCTAssertEqual(schema?["required"], ["first", "kind"])
    }

    func testSchema_isOfTheListOrMap_onItsOwn() {
        XCTAssertEqual(schema([Int].self), ["type": "array", "items": ["type": "integer"]])
        XCTAssertEqual(schema([String: [Bool]].self)?["additionalProperties"]?["items"], ["type": "boolean"])
        XCTAssertEqual(schema(String?.self), ["type": "string"])
    }
}
