/// Leaves credentials out of what a stranger sends, for a text that shows fields which nobody chose, and counts them.
///
/// A field holds a credential if its name is that of one (`dbPassword`, `x-auth-token`, `callback_url`), or if its text
/// has one in it: a URL with a password or a signature, a token in the form of a known provider.
///
/// ```swift
/// var filter = CredentialFilter()
/// let shown = filter.filtered(payload)
/// let text: ChatText = "\(shown)\(filter.remark)"
/// ```
public struct CredentialFilter: Sendable {
    /// Most members and elements that `filtered` reads: more than a line of chat has room for.
    private static let limit = 1000

    /// How many fields and elements were left out.
    package private(set) var omittedCount = 0

    private var readCount = 0

    /// A filter that has left out nothing.
    public init() {}

    /// How many fields were left out, for the end of a text: ` (2 secrets left out)`; empty if none were.
    public var remark: ChatText { omittedCount == 0 ? "" : " (\(omittedCount, "secret") left out)" }

    /// Whether a field holds a credential itself; what is within its value is not searched.
    public static func isCredential(_ name: String, _ value: JSONValue) -> Bool {
        isNamedCredential(name, value) || value.stringValue.map { UntrustedText($0).holdsCredential } == true
    }

    /// Whether a cell of a table holds a credential, by the head of its column or itself. A column `Key` is mostly one
    /// of names.
    public static func isColumn(_ name: String, ofCredential cell: String) -> Bool {
        CredentialName(name) == .certain && isNamedCredential(name, .string(cell))
            || UntrustedText(cell).holdsCredential
    }

    /// Whether a field holds a credential by its name.
    static func isNamedCredential(_ name: String, _ value: JSONValue) -> Bool {
        if value.boolValue != nil || value.isNull || value == "" { return false }
        return switch CredentialName(name) {
        case .harmless: false
        case .certain: true
        case .likely: !value.isCount && !value.isIssueKey
        case .several: value.doubleValue == nil
        case .code: !value.isErrorCode
        case .address: value.stringValue?.contains("://") == true
        }
    }

    /// The members of an object that hold no credential themselves. A pair as headers and settings are listed,
    /// `{"name": "password", "value": "…"}`, counts as a field.
    public mutating func members(of object: JSONObject) -> [JSONObject.Member] {
        let name = ["name", "key", "field", "header"].lazy.compactMap { object[$0]?.stringValue }.first
        let kept = object.filter { member in
            if ["value", "val", "content"].contains(member.name), let name, Self.isCredential(name, member.value) {
                return false
            }
            return !Self.isCredential(member.name, member.value) || Self.names(member, a: object)
        }
        omittedCount += object.count - kept.count
        return kept
    }

    /// The value without the credentials at any depth, to be shown as JSON; of a large one only the beginning.
    public mutating func filtered(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            let first = JSONObject(Array(object.prefix(room)))
            readCount += first.count
            return .object(JSONObject(members(of: first).map { .init($0.name, filtered($0.value)) }))
        case .array(let elements):
            let first = elements.prefix(room)
            readCount += first.count
            let kept = first.filter { !Self.isCredential("", $0) }
            omittedCount += first.count - kept.count
            return .array(kept.map { filtered($0) })
        case .string(let text): return .string(UntrustedText(text).withoutCredentials.verbatim)
        default: return value
        }
    }

    private var room: Int { max(0, Self.limit - readCount) }

    /// Whether a member `key` is the name of a pair.
    private static func names(_ member: JSONObject.Member, a pair: JSONObject) -> Bool {
        member.name == "key" && pair["value"] != nil && UntrustedText(member.value.stringValue ?? "").mayBeName
    }
}

extension JSONValue {
    /// The number that this is, or that its text is.
    private var asNumber: Double? { doubleValue ?? stringValue.flatMap { Double($0) } }

    /// Whether this can only be a count: PINs and passwords in digits are longer.
    fileprivate var isCount: Bool { asNumber.map { abs($0) < 1000 } ?? false }

    /// Whether this is an issue's key: `SHOP-7`.
    fileprivate var isIssueKey: Bool {
        guard let text = stringValue, text.utf8.count <= 32 else { return false }
        let parts = text.split(separator: "-")
        guard parts.count == 2, parts[0].utf8.count <= 10 else { return false }
        return parts[0].utf8.allSatisfy { (0x41...0x5a).contains($0) } && Int(parts[1]) != nil
    }

    /// Whether this is the code of an error or an outcome: `404`, `ECONNREFUSED`, `card_declined`, and not one that
    /// somebody has to know.
    fileprivate var isErrorCode: Bool {
        guard let text = stringValue, asNumber == nil else { return isCount }
        let isName = text.utf8.allSatisfy { (0x41...0x5a).contains($0 & 0xdf) || "_-. ".utf8.contains($0) }
        return isName && (text == text.uppercased() || text.utf8.contains { "_-. ".utf8.contains($0) })
    }
}

extension UntrustedText {
    /// Whether it may name something: a short text without digits.
    fileprivate var mayBeName: Bool {
        byteCount <= 40 && verbatim.utf8.allSatisfy { !(0x30...0x39).contains($0) }
    }
}
