/// What tells one version of a resource from another (RFC 9110, 8.8.3): `"33a6"`, or `W/"33a6"` for one that is weak.
public struct EntityTag: Sendable, Hashable {
    /// The text between the quotation marks.
    public let opaque: String

    /// Whether two versions with this tag may differ in their bytes.
    public let isWeak: Bool

    /// A tag of visible characters without quotation marks, or nil when the text is something else.
    public init?(_ opaque: String, isWeak: Bool = false) {
        guard opaque.utf8.allSatisfy(\.isEntityTagByte) else { return nil }
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// A tag made of numbers, in hexadecimal.
    init(numbers: [UInt64]) {
        opaque = numbers.map { String($0, radix: 16) }.joined(separator: "-")
        isWeak = false
    }

    /// Whether both stand for the same bytes (RFC 9110, 8.8.3.2).
    public func stronglyMatches(_ other: EntityTag) -> Bool { !isWeak && self == other }

    /// Whether both stand for the same content (RFC 9110, 8.8.3.2).
    public func weaklyMatches(_ other: EntityTag) -> Bool { opaque == other.opaque }
}

extension EntityTag: CustomStringConvertible {
    /// The tag as a header field has it.
    public var description: String { "\(isWeak ? "W/" : "")\"\(opaque)\"" }
}

extension EntityTag {
    /// Tags as `If-Match` and `If-None-Match` list them (RFC 9110, 13.1.1).
    enum List: Equatable {
        /// `*`: any version.
        case any
        /// One of these versions.
        case of([EntityTag])

        /// Reads a field's value. What is malformed, and all after it, is ignored.
        init(_ value: String) {
            var scanner = FieldScanner(value)
            scanner.skipBlanks()
            if scanner.takes("*") {
                self = .any
                return
            }
            var tags: [EntityTag] = []
            while let tag = EntityTag(&scanner) {
                tags.append(tag)
                scanner.skipBlanks()
                guard scanner.takes(",") else { break }
                scanner.skipBlanks()
            }
            self = .of(tags)
        }

        func contains(where matches: (EntityTag) -> Bool) -> Bool {
            switch self {
            case .any: true
            case .of(let tags): tags.contains(where: matches)
            }
        }
    }

    /// Reads one tag.
    init?(_ scanner: inout FieldScanner) {
        let isWeak = scanner.takes("W")
        if isWeak, !scanner.takes("/") { return nil }
        guard scanner.takes("\"") else { return nil }
        let content = scanner.bytes[scanner.position...].prefix(while: \.isEntityTagByte)
        scanner.position = content.endIndex
        guard scanner.takes("\"") else { return nil }
        self.init(String(decoding: content, as: UTF8.self), isWeak: isWeak)
    }
}

extension UInt8 {
    /// Whether this may be part of a tag that one makes oneself or receives (RFC 9110, 8.8.3).
    fileprivate var isEntityTagByte: Bool { self > 0x20 && self != UInt8(ascii: "\"") && self != 0x7F }
}
