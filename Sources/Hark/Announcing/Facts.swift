/// A part of a payload whose shape is somebody else's: whatever it may lack, reading it never fails.
///
/// Names are those of the provider's documentation: `payload.pull_request.head.ref`. What is missing, null or of another
/// type has no text, no number and no elements.
@dynamicMemberLookup
public struct Facts: Sendable, Hashable {
    /// The JSON value, or nil where there is none.
    public let value: JSONValue?

    /// The facts that hold nothing but a text.
    public init(_ text: UntrustedText) { value = .string(text.verbatim) }

    /// The facts that a JSON value holds.
    public init(_ value: JSONValue?) { self.value = value?.isNull == true ? nil : value }

    /// The member of that name.
    public subscript(dynamicMember name: String) -> Facts { self[name] }

    /// The member of that name, for names that are no identifiers and for those that properties of facts have: `value`,
    /// `exists`, `text`, `number`, `isTrue`, `list` and `members`.
    public subscript(_ name: String) -> Facts { Facts(value?[name]) }

    /// The element at that position, counted from 0.
    public subscript(_ position: Int) -> Facts { Facts(value?[position]) }

    /// The member that a path of names leads to, such as `object_attributes.action`.
    public subscript(path path: String) -> Facts { path.split(separator: ".").reduce(self) { $0[String($1)] } }

    /// These facts if they have a text, and else others: `user.name.or(user.username)`.
    public func or(_ others: Facts) -> Facts { text == nil ? others : self }

    /// Whether there is anything.
    public var exists: Bool { value != nil }

    /// The text, or the number or truth value as text; nil when there is none, or it is empty.
    public var text: UntrustedText? {
        switch value {
        case .string(let text): text.isEmpty ? nil : UntrustedText(text)
        case .integer(let number): UntrustedText(number.description)
        case .number, .longNumber, .bool: value.map { UntrustedText($0.serialized()) }
        case .null, .array, .object, nil: nil
        }
    }

    /// The whole number, also one that is written as text; nil when there is none.
    public var number: Int? { value?.intValue ?? value?.stringValue.flatMap { Int($0) } }

    /// Whether it is `true`.
    public var isTrue: Bool { value?.boolValue == true }

    /// The elements of a list; none when it is no list.
    public var list: [Facts] { (value?.arrayValue ?? []).map { Facts($0) } }

    /// The names and values of an object, in the order sent; none when it is no object.
    public var members: [(name: String, facts: Facts)] {
        (value?.objectValue.map(Array.init) ?? []).map { ($0.name, Facts($0.value)) }
    }
}
