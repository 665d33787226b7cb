private import struct FoundationEssentials.Data
private import struct FoundationEssentials.Date
private import struct FoundationEssentials.Decimal
private import struct FoundationEssentials.URL
private import struct FoundationEssentials.UUID

/// Finds out the JSON schema of a `Decodable` type by letting it decode from a decoder that writes down what it is
/// asked for and answers with zeros and empty texts. A type that wants more than that, such as one of a few texts, gets
/// a schema as far as it came.
struct SchemaProbe {
    /// The schema (JSON Schema 2020-12), or nil when nothing could be found out.
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

    /// What a decoder was asked for.
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

    /// Types of Foundation's whose JSON is known.
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

    /// An enumeration of texts or whole numbers that lists its cases.
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

/// The types that are being looked at, each within the one before it.
struct ProbePath {
    private var types: [ObjectIdentifier] = []

    /// The path into a type, or nil when it is within itself or too deep.
    func entering(_ type: any Decodable.Type) -> ProbePath? {
        let type = ObjectIdentifier(type)
        guard types.count < 8, !types.contains(type) else { return nil }
        var path = self
        path.types.append(type)
        return path
    }
}

/// A list, whose element can be looked at without a value.
private protocol ListType {
    static func elementSchema(_ path: ProbePath) -> JSONValue?
}

extension Array: ListType where Element: Decodable {
    static func elementSchema(_ path: ProbePath) -> JSONValue? { SchemaProbe.schema(of: Element.self, path: path) }
}

/// A set, which is a list in JSON.
private protocol SetType {
    static func memberSchema(_ path: ProbePath) -> JSONValue?
}

extension Set: SetType where Element: Decodable {
    static func memberSchema(_ path: ProbePath) -> JSONValue? {
        ["type": "array", "items": SchemaProbe.schema(of: Element.self, path: path) ?? [:]]
    }
}

/// A map of texts to values.
private protocol MapType {
    static func valueSchema(_ path: ProbePath) -> JSONValue?
}

extension Dictionary: MapType where Key == String, Value: Decodable {
    static func valueSchema(_ path: ProbePath) -> JSONValue? { SchemaProbe.schema(of: Value.self, path: path) }
}

/// An optional, which is looked through.
private protocol ChoiceType {
    static func choiceSchema(_ path: ProbePath) -> JSONValue?
}

extension Optional: ChoiceType where Wrapped: Decodable {
    static func choiceSchema(_ path: ProbePath) -> JSONValue? { SchemaProbe.schema(of: Wrapped.self, path: path) }
}
