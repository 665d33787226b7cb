private import struct FoundationEssentials.Data
private import struct FoundationEssentials.Date
private import struct FoundationEssentials.Decimal
private import struct FoundationEssentials.URL
private import struct FoundationEssentials.UUID

/// Finds the JSON schema of a `Decodable` type by decoding it with a decoder that records what is decoded and returns
/// zeros and empty texts. For a type that rejects these values, such as one of a few texts, the schema covers what was
/// decoded before.
struct SchemaProbe {
    /// The schema (JSON Schema 2020-12), or nil if nothing could be found out.
    let schema: JSONValue?

    init(_ type: any Decodable.Type, path: ProbePath = ProbePath()) {
        guard let inside = path.entering(type) else {
            schema = nil
            return
        }
        let record = Record()
        let decoder = ProbeDecoder(record: record, path: inside)
        _ = try? type.init(from: decoder)
        schema = record.schema
    }

    /// What a decoder was asked to decode.
    final class Record {
        var properties: [(name: String, schema: JSONValue?, isRequired: Bool)] = []
        var single: JSONValue?
        var isObject = false

        var schema: JSONValue? {
            if let single { return single }
            guard isObject else { return nil }
            var members = JSONObject()
            for property in properties { members[property.name] = property.schema ?? [:] }
            var object: JSONObject = ["type": "object", "properties": .object(members)]
            let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
            if !required.isEmpty { object["required"] = .array(required) }
            return .object(object)
        }
    }

    /// The schema of one value of a type.
    static func schema(of type: any Decodable.Type, path: ProbePath) -> JSONValue? {
        switch type {
        case is String.Type: ["type": "string"]
        case is Bool.Type: ["type": "boolean"]
        case is any BinaryInteger.Type: ["type": "integer"]
        case is any BinaryFloatingPoint.Type: ["type": "number"]
        case let list as any ListType.Type: ["type": "array", "items": list.elementSchema(path) ?? [:]]
        case let map as any MapType.Type: ["type": "object", "additionalProperties": map.valueSchema(path) ?? [:]]
        case let set as any SetType.Type: set.memberSchema(path)
        case let choice as any ChoiceType.Type: choice.choiceSchema(path)
        default:
            named(type) ?? (type as? any CaseIterable.Type).flatMap { choices($0) }
                ?? SchemaProbe(type, path: path).schema
        }
    }

    /// Foundation types with a known JSON format.
    private static func named(_ type: any Decodable.Type) -> JSONValue? {
        switch type {
        case is Date.Type: ["type": "string", "format": "date-time"]
        case is UUID.Type: ["type": "string", "format": "uuid"]
        case is URL.Type: ["type": "string", "format": "uri"]
        case is Data.Type: ["type": "string", "contentEncoding": "base64"]
        case is Decimal.Type: ["type": "number"]
        default: nil
        }
    }

    /// An enumeration of texts or whole numbers with listed cases.
    private static func choices<Choice: CaseIterable>(_ type: Choice.Type) -> JSONValue? {
        let cases = Choice.allCases.map { ($0 as? any RawRepresentable)?.rawValue }
        let texts = cases.compactMap { $0 as? String }
        if !texts.isEmpty, texts.count == cases.count {
            return ["type": "string", "enum": .array(texts.map(JSONValue.string))]
        }
        let numbers = cases.compactMap { $0 as? Int }
        guard !numbers.isEmpty, numbers.count == cases.count else { return nil }
        return ["type": "integer", "enum": .array(numbers.map(JSONValue.integer))]
    }
}

/// The types that are being probed, each inside the previous one.
struct ProbePath {
    private var types: [ObjectIdentifier] = []

    /// The path including a type, or nil if it contains the type already or is too deep.
    func entering(_ type: any Decodable.Type) -> ProbePath? {
        let type = ObjectIdentifier(type)
        guard types.count < 8, !types.contains(type) else { return nil }
        var path = self
        path.types.append(type)
        return path
    }
}

/// An array, whose element type can be probed without a value.
private protocol ListType {
    static func elementSchema(_ path: ProbePath) -> JSONValue?
}

extension Array: ListType where Element: Decodable {
    static func elementSchema(_ path: ProbePath) -> JSONValue? { SchemaProbe.schema(of: Element.self, path: path) }
}

/// A set, which is an array in JSON.
private protocol SetType {
    static func memberSchema(_ path: ProbePath) -> JSONValue?
}

extension Set: SetType where Element: Decodable {
    static func memberSchema(_ path: ProbePath) -> JSONValue? {
        ["type": "array", "items": SchemaProbe.schema(of: Element.self, path: path) ?? [:]]
    }
}

/// A dictionary with text keys.
private protocol MapType {
    static func valueSchema(_ path: ProbePath) -> JSONValue?
}

extension Dictionary: MapType where Key == String, Value: Decodable {
    static func valueSchema(_ path: ProbePath) -> JSONValue? { SchemaProbe.schema(of: Value.self, path: path) }
}

/// An optional, which has the schema of its wrapped type.
private protocol ChoiceType {
    static func choiceSchema(_ path: ProbePath) -> JSONValue?
}

extension Optional: ChoiceType where Wrapped: Decodable {
    static func choiceSchema(_ path: ProbePath) -> JSONValue? { SchemaProbe.schema(of: Wrapped.self, path: path) }
}
