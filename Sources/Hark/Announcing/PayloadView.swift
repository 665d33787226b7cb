/// A part of a payload whose shape is someone else's: whatever it may lack, reading it never fails.
///
/// Names are those of the provider's documentation: `payload.pull_request.head.ref`. What is missing, null or of another
/// type has no text, no number and no elements.
@dynamicMemberLookup
public struct PayloadView: Sendable, Hashable {
    /// The JSON value, or nil where there is none.
    public let asJSON: JSONValue?

    /// A part that is a text.
    public init(_ text: UntrustedText) { asJSON = .string(text.verbatim) }

    /// A part that is a JSON value, or is missing.
    public init(_ value: JSONValue?) { asJSON = value?.isNull == true ? nil : value }

    /// The member of that name.
    public subscript(dynamicMember name: String) -> PayloadView { self[name] }

    /// The member of that name, for names that are not identifiers, or that a property of this type has.
    public subscript(_ name: String) -> PayloadView { PayloadView(asJSON?[name]) }

    /// The element at that position, counted from 0.
    public subscript(_ position: Int) -> PayloadView { PayloadView(asJSON?[position]) }

    /// The member that a path of names leads to, such as `object_attributes.action`.
    public subscript(path path: String) -> PayloadView { path.split(separator: ".").reduce(self) { $0[String($1)] } }

    /// This part if it has a text, and else the other one: `user.name.or(user.username)`.
    public func or(_ other: PayloadView) -> PayloadView { asText == nil ? other : self }

    /// Whether there is anything.
    public var exists: Bool { asJSON != nil }

    /// The text, or the number or truth value as text; nil when there is none, or it is empty.
    public var asText: UntrustedText? {
        switch asJSON {
        case .string(let text): text.isEmpty ? nil : UntrustedText(text)
        case .integer(let number): UntrustedText(number.description)
        case .number, .longNumber, .bool: asJSON.map { UntrustedText($0.serialized()) }
        case .null, .array, .object, nil: nil
        }
    }

    /// The whole number, also one that is written as text; nil when there is none.
    public var asInt: Int? { asJSON?.intValue ?? asJSON?.stringValue.flatMap { Int($0) } }

    /// Whether it is `true`.
    public var isTrue: Bool { asJSON?.boolValue == true }

    /// The elements of a list; none when it is no list.
    public var asList: [PayloadView] { (asJSON?.arrayValue ?? []).map { PayloadView($0) } }

    /// The names and values of an object, in the order sent; none when it is no object.
    public var asMembers: [(name: String, value: PayloadView)] {
        (asJSON?.objectValue.map(Array.init) ?? []).map { ($0.name, PayloadView($0.value)) }
    }
}
