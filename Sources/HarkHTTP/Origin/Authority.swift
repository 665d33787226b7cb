private import HTTPTypes

/// A host and an optional port of a URL, without user information (RFC 3986, 3.2).
struct Authority {
    /// Longest host name, in bytes; a domain name is not longer (RFC 1035, 2.3.4).
    static let nameLimit = 255

    /// Longest authority, in bytes.
    private static let lengthLimit = nameLimit + ":65535".utf8.count

    /// A name or an address, an IPv6 address without its brackets.
    let host: String

    /// The port, where one is given.
    let port: UInt16?

    /// Parses `bot.example.org`, `192.0.2.1:8080` or `[2001:db8::1]:8080`; names with percent-encoding are refused.
    init?(_ text: String) {
        guard text.utf8.count <= Self.lengthLimit else { return nil }
        var name = text[...]
        var port: UInt16?
        if text.utf8.last != UInt8(ascii: "]"), let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) {
            port = Self.port(Substring(text.utf8[colon...].dropFirst()))
            guard port != nil else { return nil }
            name = name[..<colon]
        }
        if name.utf8.first == UInt8(ascii: "["), name.utf8.last == UInt8(ascii: "]") {
            name = name.dropFirst().dropLast()
            guard IPAddress(String(name))?.version == .v6 else { return nil }
        } else {
            guard 1...Self.nameLimit ~= name.utf8.count, name.utf8.allSatisfy(\.isHostNameCharacter) else { return nil }
        }
        host = String(name)
        self.port = port
    }

    /// The text if it is a valid authority.
    static func checked(_ text: String) -> String? { Authority(text).map { _ in text } }

    private static func port(_ digits: Substring) -> UInt16? {
        digits.utf8.allSatisfy(\.isDigit) ? UInt16(digits) : nil
    }
}

extension Request {
    /// The text of the `Host` field (RFC 9110, 7.2), valid or not; nil if it is missing or empty.
    package var hostText: String? { headers.text(of: Self.hostField).flatMap { $0.isEmpty ? nil : $0 } }

    /// The `Host` field; nil if it is missing or malformed.
    var host: String? { hostText.flatMap(Authority.checked) }

    private static let hostField = HTTPField.Name(constant: "Host")
}
