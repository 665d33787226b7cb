private import struct FoundationEssentials.Data
private import struct FoundationEssentials.Date
private import struct FoundationEssentials.Decimal
private import struct FoundationEssentials.URL
private import struct FoundationEssentials.UUID

/// The JSON schema of a `Decodable` type, as far as a `FieldProbe` finds it out.
struct SchemaProbe {
    /// The schema (JSON Schema 2020-12), or nil if nothing could be found out.
    let schema: JSONValue?

    init(_ type: any Decodable.Type, path: ProbePath = ProbePath()) {
        guard let inside = path.entering(type) else {
            schema = nil
            return
        }
        let probe = FieldProbe(type, path: inside)
        if probe.isList {
            schema = ["type": "array"]
        } else if let single = probe.single {
            schema = Self.schema(of: single, path: inside)
        } else if probe.isObject {
            schema = Self.object(probe.fields, path: inside)
        } else {
            schema = nil
        }
    }

    private static func object(_ fields: [FieldProbe.Field], path: ProbePath) -> JSONValue {
        var members = JSONObject()
        for field in fields {
            members[field.name] = field.type.map { schema(of: $0, path: path) ?? [:] } ?? ["type": "object"]
        }
        var object: JSONObject = ["type": "object", "properties": .object(members)]
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { object["required"] = .array(required) }
        return .object(object)
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
