private import struct FoundationEssentials.Data
private import struct FoundationEssentials.Date
private import struct FoundationEssentials.Decimal
private import struct FoundationEssentials.URL
private import struct FoundationEssentials.UUID

/// Checks whether a route's deliveries can have a field of its key.
struct KeyFieldCheck {
    /// The place of the field.
    let field: KeyFieldPlace
    /// The route's body kind.
    let body: BodyDescription?
    /// The names of the rule's placeholders; nil if the rule has a fault.
    let placeholders: [String]?

    /// What is wrong, as a sentence that begins with the field; nil if nothing is.
    var reason: String? {
        guard let name = field.names.first else { return "names no field; write \(field.description).name." }
        switch field.part {
        case .body: return bodyReason
        case .path:
            if let reason = innerReason { return reason }
            guard let placeholders, !placeholders.contains(name) else { return nil }
            return "names a placeholder that the rule does not have\(hint(name, among: placeholders))"
        case .query: return innerReason
        case .header:
            return innerReason ?? (HTTPField.Name(name) == nil ? "is not a valid name of a header field." : nil)
        }
    }

    /// The fault of a field inside a text.
    private var innerReason: String? {
        field.names.count == 1 ? nil : "names a field inside a text; write one name."
    }

    private var bodyReason: String? {
        guard let body else { return "names a field of the body, and the row takes no body." }
        switch body.format {
        case .text: return "names a field, and the body is a text."
        case .event, .any: return nil
        case .json, .form, .formField:
            return (body.type as? any Decodable.Type).flatMap { reason(field.names[...], in: $0) }
        }
    }

    /// What is wrong with a field inside a value of this type; nil also for a type that may decode anything.
    private func reason(_ names: ArraySlice<String>, in type: any Decodable.Type) -> String? {
        if let choice = type as? any OptionalType.Type { return reason(names, in: choice.wrapped) }
        guard let name = names.first else { return Self.reasonAgainstKey(of: type) }
        switch type {
        case let map as any MapType.Type: return reason(names.dropFirst(), in: map.value)
        case is any ListType.Type: return "names a field inside a list, \(type)."
        case _ where Self.isText(type): return "names “\(name)” inside a value without fields, \(type)."
        default: break
        }
        let probe = FieldProbe(type, path: ProbePath())
        if let inner = probe.fields.first(where: { $0.name == name }) {
            return inner.type.flatMap { reason(names.dropFirst(), in: $0) }
        }
        guard probe.certainlyLacks(name) else { return nil }
        return "names a field that \(type) does not have\(hint(name, among: probe.fields.map(\.name)))"
    }

    /// Why a value of this type cannot be a key; nil if it can, or if it is unknown what the type decodes.
    private static func reasonAgainstKey(of type: any Decodable.Type) -> String? {
        if type is any ListType.Type { return "names a list, \(type); a key is a text, a number or a Boolean." }
        let isObject = type is any MapType.Type || FieldProbe(type, path: ProbePath()).certainlyLacks("")
        return isObject && !isText(type) ? "names an object, \(type); name one of its fields." : nil
    }

    /// Whether JSON has one value without fields for a type.
    private static func isText(_ type: any Decodable.Type) -> Bool {
        switch type {
        case is String.Type, is Bool.Type, is any BinaryInteger.Type, is any BinaryFloatingPoint.Type, is Date.Type,
            is UUID.Type, is URL.Type, is Data.Type, is Decimal.Type:
            true
        default: false
        }
    }

    /// The end of a sentence: the nearest of the names, or all of them.
    private func hint(_ name: String, among names: [String]) -> String {
        if let nearest = Suggestion(for: name, among: names).nearest { return "; did you mean “\(nearest)”?" }
        return names.isEmpty ? "." : "; it has \(names.joined(separator: ", "))."
    }
}

/// An optional, by its wrapped type.
private protocol OptionalType {
    static var wrapped: any Decodable.Type { get }
}

extension Optional: OptionalType where Wrapped: Decodable {
    static var wrapped: any Decodable.Type { Wrapped.self }
}

/// A dictionary with text keys, which can have any field.
private protocol MapType {
    static var value: any Decodable.Type { get }
}

extension Dictionary: MapType where Key == String, Value: Decodable {
    static var value: any Decodable.Type { Value.self }
}

/// A list in JSON.
private protocol ListType {}

extension Array: ListType {}
extension Set: ListType {}
