/// What the samples of a provider have in common: where they name their event and their delivery, and how they prove
/// their origin. It is a guess from names and forms, for the author of a plugin to compare with the documentation.
struct SampleSurvey {
    /// How a delivery seems to prove its origin.
    enum Proof: Equatable {
        /// By Standard Webhooks.
        case standardWebhooks
        /// By an HMAC of the body: `source` is the arguments of `.signature`.
        case signature(source: String)
        /// By a token in that field.
        case token(header: String)
        /// By `Authorization: Basic`.
        case basic
        /// By `Authorization: Bearer`, or in no way that can be seen.
        case bearer(isSeen: Bool)
    }

    /// Where an event's name stands; nil if nowhere.
    let eventSource: ValueSource?

    /// Whether no sample has the header field of `eventSource`: the files' names are the events then.
    let eventIsNamedByFile: Bool

    /// Where a delivery's identifier stands; nil if nowhere.
    let deliverySource: ValueSource?

    let proof: Proof

    /// A field with the time, which the signature may cover.
    let timestampHeader: String?

    /// - Parameter name: the provider's name, for a field that no sample has.
    init(_ samples: [ProviderSample], provider name: String) {
        let fields = Self.sharedFields(of: samples)
        let events = fields.filter { field in !Self.otherEnds.contains { field.key.lowercased().hasSuffix("-\($0)") } }
        let eventHeader = Self.header(in: events, namedLike: ["topic", "subscription-type", "event", "hook-resource"]) {
            values in values.allSatisfy(\.isEventName)
        }
        let eventField = Self.eventFields.first { path in
            samples.allSatisfy { $0.value(at: path)?.isEventName == true }
        }
        let words = Set(samples.map(\.nameWord))
        eventIsNamedByFile =
            eventHeader == nil && eventField == nil && words.count > 1 && words.allSatisfy(\.isEventName)
            && samples.allSatisfy { $0.headers == nil }
        eventSource =
            eventHeader.map { .header($0) } ?? eventField.map { .field($0) }
            ?? (eventIsNamedByFile ? .header("X-\(name)-Event") : nil)
        deliverySource =
            Self.header(in: fields, namedLike: Self.deliveryNames) { Set($0).count == samples.count }
            .map { .header($0) }
            ?? Self.deliveryFields.first { path in
                Set(samples.compactMap { $0.value(at: path) }).count == samples.count
            }.map { .field($0) }
        proof = Self.proof(in: fields)
        timestampHeader = fields.keys.sorted().first { $0.lowercased().contains("timestamp") }
    }

    /// The event of a sample; nil if it names none.
    func event(of sample: ProviderSample) -> String? {
        switch eventSource {
        case .header(let name): eventIsNamedByFile ? sample.nameWord : sample.headers?[name]
        case .field(let path): sample.value(at: path)
        case .query, nil: nil
        }
    }

    /// How fields end that say something else about an event.
    private static let otherEnds = ["id", "uuid", "time", "timestamp", "version", "signature", "retry"]

    private static let eventFields = [
        "event", "type", "event_type", "eventType", "event_name", "eventName", "webhookEvent", "topic", "object_kind",
        "kind", "event.type", "event.name", "event.event_type", "data.type", "action",
    ]

    private static let deliveryNames = [
        "delivery", "webhook-id", "request-id", "event-id", "message-id", "idempotency", "request-uuid",
    ]

    private static let deliveryFields = ["id", "event_id", "eventId", "delivery_id", "deliveryId", "uuid", "event.id"]

    /// The values of each header field that all samples have.
    private static func sharedFields(of samples: [ProviderSample]) -> [String: [String]] {
        guard let first = samples.first?.headers else { return [:] }
        var all: [String: [String]] = [:]
        for name in Set(first.map(\.name)) {
            let values = samples.compactMap { $0.headers?[name] }
            if values.count == samples.count { all[name.rawName] = values }
        }
        return all
    }

    /// The name of the first field, in the order of the words, that contains one of them and whose values fit.
    private static func header(
        in fields: [String: [String]], namedLike words: [String], where fits: ([String]) -> Bool
    ) -> String? {
        for word in words {
            let found = fields.keys.sorted().filter { $0.lowercased().contains(word) && fits(fields[$0] ?? []) }
            if let best = found.first(where: { $0.lowercased().hasSuffix("-type") }) ?? found.first { return best }
        }
        return nil
    }

    private static func proof(in fields: [String: [String]]) -> Proof {
        let names = fields.keys.sorted()
        let has = { (name: String) in names.contains { $0.lowercased() == name } }
        if ["webhook", "svix"].contains(where: { has("\($0)-id") && has("\($0)-signature") }) {
            return .standardWebhooks
        }
        for name in names where ["signature", "hmac"].contains(where: name.lowercased().contains) {
            if let value = fields[name]?.first, let source = SignatureForm(value)?.source(header: name) {
                return .signature(source: source)
            }
        }
        let authorization = fields.first { $0.key.lowercased() == "authorization" }?.value.first?.lowercased()
        if authorization?.hasPrefix("basic ") == true { return .basic }
        if authorization?.hasPrefix("bearer ") == true { return .bearer(isSeen: true) }
        let token = names.first { name in ["token", "secret", "api-key"].contains(where: name.lowercased().contains) }
        return token.map { .token(header: $0) } ?? .bearer(isSeen: false)
    }
}

/// The form of a signature in a header field: `sha256=…`, `t=…,v1=…`, hexadecimal digits or Base64.
struct SignatureForm: Equatable {
    private var wrapper: String?
    private var timestamp: String?
    private let algorithm: String
    private let isHex: Bool

    /// Nil if it looks like no HMAC.
    init?(_ value: String) {
        var digest = value[...]
        let pairs = value.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }
        let named = pairs.compactMap { pair -> (name: Substring, value: Substring)? in
            guard let equals = pair.firstIndex(of: "="), equals > pair.startIndex else { return nil }
            return (pair[..<equals], pair[pair.index(after: equals)...])
        }
        if named.count == pairs.count, pairs.count > 1,
            let time = named.first(where: { Int($0.value) != nil }),
            let signature = named.first(where: { Self.algorithm(of: $0.value) != nil })
        {
            (wrapper, timestamp, digest) = (".pairs(\"\(signature.name)\")", "\(time.name)", signature.value)
        } else if pairs.count == 1, let pair = named.first, Self.algorithm(of: pair.value) != nil,
            Self.algorithm(of: digest) == nil
        {
            (wrapper, digest) = (".prefix(\"\(pair.name)=\")", pair.value)
        }
        let names = [wrapper, timestamp].compactMap(\.self).joined()
        guard names.utf8.allSatisfy({ (0x20...0x7e).contains($0) && $0 != UInt8(ascii: "\\") }),
            names.count(where: { $0 == "\"" }) <= 2, let found = Self.algorithm(of: digest)
        else { return nil }
        (algorithm, isHex) = found
    }

    /// The arguments of `.signature`.
    func source(header name: String) -> String {
        var arguments = ["\"\(name)\""]
        if algorithm != "hmacSHA256" { arguments.append("algorithm: .\(algorithm)") }
        if timestamp != nil { arguments.append("of: \"{timestamp}.{body}\"") }
        if !isHex { arguments.append("encoding: .base64") }
        if let wrapper { arguments.append("wrapper: \(wrapper)") }
        if let timestamp { arguments.append("timestamp: .pair(\"\(timestamp)\")") }
        return arguments.joined(separator: ", ")
    }

    /// The algorithm by the length of a digest, and whether it is hexadecimal; nil if it has the length of none.
    private static func algorithm(of digest: Substring) -> (name: String, isHex: Bool)? {
        let bytes = Array(digest.utf8)
        let hex = [40: "hmacSHA1", 64: "hmacSHA256", 96: "hmacSHA384", 128: "hmacSHA512"]
        if let name = hex[bytes.count], bytes.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) {
            return (name, true)
        }
        let base64 = [28: "hmacSHA1", 44: "hmacSHA256", 88: "hmacSHA512"]
        let isBase64 = bytes.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) || "+/=".utf8.contains(byte)
        }
        if let name = base64[bytes.count], isBase64, bytes.last == UInt8(ascii: "=") { return (name, false) }
        return nil
    }
}

extension String {
    /// Whether it can be the name of an event, with a letter in it: at most 64 letters, digits and `_`, `-`, `.`, `:`,
    /// `/` or a blank, the first one a letter, a digit or `_`.
    fileprivate var isEventName: Bool {
        (1...64).contains(utf8.count)
            && utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) || " _-.:/".utf8.contains(byte)
            }
            && utf8.first.map { !" -.:/".utf8.contains($0) } == true
            && utf8.contains { (0x41...0x5a).contains($0 & 0xdf) }
    }
}
