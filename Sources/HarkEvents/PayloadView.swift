/// A view of a part of a payload with unknown structure: reading it never fails, whatever is missing.
///
/// Names are those of the provider's documentation: `payload.pull_request.head.ref`. A value that is missing, null or
/// of another type has no text, no number and no elements.
@dynamicMemberLookup
public struct PayloadView: Sendable {
    private enum Content: Sendable {
        case json(JSONView)
        case text(UntrustedText)
    }

    private let content: Content?

    /// A view of a text.
    public init(_ text: UntrustedText) { content = .text(text) }

    /// A view of a part of a JSON text, or of a missing one; `null` counts as missing.
    @_disfavoredOverload
    public init(_ view: JSONView?) { content = view.flatMap { $0.isNull ? nil : .json($0) } }

    /// A view of a JSON value, or of a missing one.
    public init(_ value: JSONValue?) {
        self.init(value.flatMap { try? JSONDocument(parsing: Array($0.serialized().utf8)) }?.root)
    }

    private var json: JSONView? {
        if case .json(let view) = content { view } else { nil }
    }

    /// The JSON value, or nil if there is none.
    public var asJSON: JSONValue? {
        switch content {
        case .json(let view): view.value
        case .text(let text): .string(text.verbatim)
        case nil: nil
        }
    }

    /// The member with that name.
    public subscript(dynamicMember name: String) -> PayloadView { self[name] }

    /// The member with that name, for names that are not identifiers or are properties of this type.
    public subscript(_ name: String) -> PayloadView { PayloadView(json?[name]) }

    /// The element at that position, counted from 0.
    public subscript(_ position: Int) -> PayloadView { PayloadView(json?[position]) }

    /// The member at a path of names, such as `object_attributes.action`.
    public subscript(path path: String) -> PayloadView {
        // As bytes, because every delivery is asked for its action like this.
        guard path.utf8.contains(UInt8(ascii: ".")) else { return self[path] }
        return path.utf8.split(separator: UInt8(ascii: ".")).reduce(self) { $0[String(Substring($1))] }
    }

    /// This view if it has a text, otherwise the other one: `user.name.or(user.username)`.
    public func or(_ other: PayloadView) -> PayloadView {
        // No more is read to find out whether a text is visible.
        asText(atMost: 65_536) == nil ? other : self
    }

    /// Whether there is a value.
    public var exists: Bool { content != nil }

    /// The text, or the number or Boolean as text; nil if there is none, or nobody could see anything of it.
    public var asText: UntrustedText? { asText(atMost: .max) }

    /// The same, but only its first bytes if it is longer than `limit`: the rest of a long text costs nothing.
    public func asText(atMost limit: Int) -> UntrustedText? {
        let text: UntrustedText? =
            switch content {
            case .text(let text): text.byteCount > limit ? text.prefix(limit) : text
            case .json(let view):
                (view.stringBeginning(atMost: limit) ?? view.scalarText).map { UntrustedText(bounded: $0) }
            case nil: nil
            }
        return text?.isVisible == true ? text : nil
    }

    /// The whole number, even if it is written as text; nil if there is none.
    public var asInt: Int? {
        switch content {
        case .text(let text): Int(text)
        case .json(let view): view.stringValue.map { Int($0) } ?? view.value.intValue
        case nil: nil
        }
    }

    /// Whether it is `true`.
    public var isTrue: Bool { json?.boolValue == true }

    /// The elements of an array; empty if it is not one.
    public var asList: [PayloadView] { (json?.arrayValue ?? []).map { PayloadView($0) } }

    /// The names and values of an object, in the order sent; empty if it is not one.
    public var asMembers: [(name: String, value: PayloadView)] {
        (json?.objectValue ?? []).map { ($0.name, PayloadView($0.value)) }
    }
}

/// Two views are equal if their JSON is.
extension PayloadView: Hashable {
    public static func == (one: PayloadView, other: PayloadView) -> Bool { one.asJSON == other.asJSON }

    public func hash(into hasher: inout Hasher) { hasher.combine(asJSON) }
}
