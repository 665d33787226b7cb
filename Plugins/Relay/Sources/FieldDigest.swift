import HarkEvents

/// The fields of a payload with unknown structure, those that say most first: what it is and in which state, then
/// other texts, then flags, then identifiers, times and addresses. Credentials are left out.
struct FieldDigest {
    /// A field, or an object by its name.
    struct Field {
        let label: UntrustedText
        let text: UntrustedText
        fileprivate let rank: Rank
    }

    /// How much a field says.
    fileprivate enum Rank: Int {
        case subject, detail, flag, reference
    }

    /// Most members of one object that are read.
    private static let memberLimit = 100

    /// How many objects may be around a field.
    private static let depthLimit = 3

    /// The fields, those that say most first.
    private(set) var fields: [Field] = []

    /// How many fields were not read, because there are too many.
    private(set) var unreadCount = 0

    /// How many credentials were left out, for the end of a text.
    var remark: ChatText { filter.remark }

    private var filter = CredentialFilter()

    /// The fields of a payload.
    init(of payload: JSONObject) {
        read(payload, depth: 1)
        // The offset keeps the order of fields that say equally much.
        fields = fields.enumerated()
            .sorted { ($0.element.rank.rawValue, $0.offset) < ($1.element.rank.rawValue, $1.offset) }.map(\.element)
    }

    private mutating func read(_ object: JSONObject, depth: Int, except read: Set<String> = []) {
        let first = JSONObject(Array(object.prefix(Self.memberLimit)))
        unreadCount += object.count - first.count
        for member in filter.members(of: first)
        where !read.contains(member.name) {
            switch member.value {
            case .object(let inner): self.read(inner, named: member.name, depth: depth, as: .subject)
            case .array(let elements):
                // A list is represented by its first element.
                guard case .object(let first)? = elements.first else { continue }
                self.read(first, named: member.name, depth: depth, as: .detail)
            default:
                guard let text = PayloadView(member.value).asText else { continue }
                add(member.name, text, Self.rank(of: member))
            }
        }
    }

    /// Reads an object within another one: its name, or else what it consists of.
    private mutating func read(_ object: JSONObject, named name: String, depth: Int, as rank: Rank) {
        let (words, isName) = Self.words(for: object)
        if let words { add(name, words, rank) }
        if !isName, depth < Self.depthLimit { read(object, depth: depth + 1, except: Set(Self.states)) }
    }

    private mutating func add(_ name: String, _ text: UntrustedText, _ rank: Rank) {
        fields.append(Field(label: UntrustedText(name), text: text, rank: rank))
    }

    // MARK: Names of objects

    /// What objects are called in the payloads of code hosts, registries and trackers, the fullest name first.
    private static let names = [
        "full_name", "repo_full_name", "path_with_namespace", "repo_name", "title", "display_name", "displayName",
        "name", "summary", "subject", "login", "username",
    ]

    private static let messages = ["message", "msg", "text", "description"]

    private static let states = ["state", "status", "conclusion", "result", "outcome"]

    /// The name of an object with its message and its state, as far as it has them: `Kettle: is empty (open)`. Whether
    /// it is more than the state.
    private static func words(for object: JSONObject) -> (UntrustedText?, isName: Bool) {
        var filter = CredentialFilter()
        let shown = JSONObject(filter.members(of: JSONObject(Array(object.prefix(memberLimit)))))
        let text = { (names: [String]) in names.lazy.compactMap { PayloadView(shown[$0]).asText }.first }
        let state = text(states)
        let parts = [text(names), text(messages)].compactMap(\.self)
        if parts.isEmpty { return (state, false) }
        let name = parts.joined(separator: ": ")
        return (state.map { UntrustedText("\(name.sanitized(to: 60)) (\($0.sanitized(to: 20)))") } ?? name, true)
    }

    // MARK: Ranks

    /// Names of fields that say what a payload is about.
    private static let subjects: Set<String> = [
        "conclusion", "event", "event_type", "eventType", "kind", "level", "name", "outcome", "reason", "result",
        "severity", "state", "status", "subject", "summary", "type",
    ]

    private static let references: Set<String> = [
        "addr", "address", "at", "checksum", "created", "date", "digest", "email", "etag", "guid", "hash", "href",
        "html", "id", "ids", "link", "links", "modified", "self", "sha", "time", "timestamp", "ts", "updated", "uri",
        "url", "uuid",
    ]

    private static func rank(of member: JSONObject.Member) -> Rank {
        if member.value.boolValue != nil { return .flag }
        if FieldName(member.name).words.last.map(references.contains) == true { return .reference }
        if isReference(member.value) { return .reference }
        return subjects.contains(member.name) ? .subject : .detail
    }

    /// Whether a value can only be an identifier, a time or an address.
    private static func isReference(_ value: JSONValue) -> Bool {
        if let number = value.intValue { return number >= 1_000_000_000 }
        guard let text = value.stringValue.map({ UntrustedText($0) }) else { return false }
        let isHash = text.byteCount >= 16 && text.replacing("-", with: "0").isHexadecimal
        let isDay = text.byteCount >= 10 && "0000-00-00".utf8.elementsEqual(text.prefix(10).mask)
        return isHash || isDay || text.hasPrefix("https://") || text.hasPrefix("http://") || text.hasPrefix("sha256:")
    }
}

extension UntrustedText {
    /// The bytes of the text with each digit as a zero.
    fileprivate var mask: [UInt8] { verbatim.utf8.map { (0x30...0x39).contains($0) ? 0x30 : $0 } }
}
