import HarkEvents

/// The fields of a payload with unknown structure, those that say most first: what it is and in which state, then
/// other texts, then flags, then identifiers, times and addresses. Credentials are left out.
struct FieldDigest {
    /// A field, or an object in a few words.
    struct Field {
        let label: UntrustedText
        let text: UntrustedText
        /// How much of the text is shown at most, in bytes.
        let limit: Int
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
                add(member.name, text, Self.rank(of: member), limit: 80)
            }
        }
    }

    /// Reads an object within another one: what it is, or else what it consists of.
    private mutating func read(_ object: JSONObject, named name: String, depth: Int, as rank: Rank) {
        let description = ObjectDescription(of: object.membersWithoutCredentials, named: name)
        if let words = description.words { add(name, words, description.hasState ? .subject : rank, limit: 140) }
        if !description.isWhole, depth < Self.depthLimit {
            read(object, depth: depth + 1, except: description.readNames)
        }
    }

    private mutating func add(_ name: String, _ text: UntrustedText, _ rank: Rank, limit: Int) {
        fields.append(Field(label: UntrustedText(name), text: text.withoutMarkedCredentials, limit: limit, rank: rank))
    }

    // MARK: Ranks

    /// Names of fields that say what a payload is about, beside those of its condition.
    private static let subjects: Set<String> = [
        "description", "event", "event_type", "kind", "name", "subject", "summary", "title", "type",
    ]

    /// What the names of people and files begin with.
    private static let lesserNames: Set<String> = ["family", "file", "first", "given", "last", "nick", "user"]

    private static let references: Set<String> = [
        "addr", "address", "at", "checksum", "created", "date", "digest", "email", "etag", "guid", "hash", "href",
        "html", "id", "ids", "link", "links", "modified", "self", "sha", "time", "timestamp", "ts", "updated", "uri",
        "url", "uuid",
    ]

    /// Names of fields about the form of something, instead of the thing.
    private static let forms: Set<String> = ["content_type", "encoding", "length", "media_type", "mime_type", "size"]

    private static func rank(of member: JSONObject.Member) -> Rank {
        if member.value.boolValue != nil { return .flag }
        let words = FieldName(member.name).words
        if words.last.map(references.contains) == true { return .reference }
        if isReference(member.value) { return .reference }
        let name = words.joined(separator: "_")
        if forms.contains(name) { return .flag }
        let isName = words.last == "name" && words.first.map(lesserNames.contains) == false
        return subjects.contains(name) || isName || Condition.isPart(words) ? .subject : .detail
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
