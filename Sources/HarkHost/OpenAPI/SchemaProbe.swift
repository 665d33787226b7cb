/// Finds out the JSON schema of a `Decodable` type by letting it decode from a decoder that writes down what it is asked
/// for and answers with zeros and empty texts. A type that wants more than that, such as one of a few texts, gets a schema
/// as far as it came.
struct SchemaProbe {
    /// The schema (JSON Schema 2020-12), or nil when nothing could be found out.
    let schema: JSONValue?

    init(_ type: any Decodable.Type, depth: Int = 0) {
        guard depth < 8 else {
            schema = nil
            return
        }
        let record = Record()
        let decoder = ProbeDecoder(record: record, depth: depth)
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
    static func schema(of type: any Decodable.Type, depth: Int) -> JSONValue? {
        switch type {
        case is String.Type: ["type": "string"]
        case is Bool.Type: ["type": "boolean"]
        case is any BinaryInteger.Type: ["type": "integer"]
        case is any BinaryFloatingPoint.Type: ["type": "number"]
        case let list as any ListType.Type: ["type": "array", "items": list.elementSchema(depth) ?? [:]]
        case let map as any MapType.Type: ["type": "object", "additionalProperties": map.valueSchema(depth) ?? [:]]
        case let choice as any ChoiceType.Type: choice.choiceSchema
        default: named(type) ?? SchemaProbe(type, depth: depth + 1).schema
        }
    }

    /// Types of Foundation's whose JSON is known.
    private static func named(_ type: any Decodable.Type) -> JSONValue? {
        switch "\(type)" {
        case "Date": ["type": "string", "format": "date-time"]
        case "UUID": ["type": "string", "format": "uuid"]
        case "URL": ["type": "string", "format": "uri"]
        default: nil
        }
    }
}

/// A list, whose element can be looked at without a value.
private protocol ListType {
    static func elementSchema(_ depth: Int) -> JSONValue?
}

extension Array: ListType where Element: Decodable {
    static func elementSchema(_ depth: Int) -> JSONValue? { SchemaProbe.schema(of: Element.self, depth: depth) }
}

/// A map of texts to values.
private protocol MapType {
    static func valueSchema(_ depth: Int) -> JSONValue?
}

extension Dictionary: MapType where Key == String, Value: Decodable {
    static func valueSchema(_ depth: Int) -> JSONValue? { SchemaProbe.schema(of: Value.self, depth: depth) }
}

/// An optional, which is looked through.
private protocol ChoiceType {
    static var choiceSchema: JSONValue? { get }
}

extension Optional: ChoiceType where Wrapped: Decodable {
    static var choiceSchema: JSONValue? { SchemaProbe.schema(of: Wrapped.self, depth: 0) }
}
