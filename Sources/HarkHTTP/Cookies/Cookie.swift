private import HTTPTypes

/// One cookie as a client sends it back: a name and a value.
public struct Cookie: Sendable, Hashable {
    /// Most cookies that are read from one request; further ones are ignored.
    public static let limit = 256

    /// The name, as sent.
    public let name: String

    /// The value, as sent: quotation marks around it are part of it, and nothing is decoded.
    public let value: String

    /// A cookie of the given name and value.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

extension Cookie {
    /// Reads a `Cookie` field: pairs separated by `;` (RFC 6265bis, 4.2.1).
    ///
    /// A pair without a name, without `=` or with a control character is left out; white space around names and values
    /// is dropped.
    public static func list(parsing field: String) -> [Cookie] {
        var cookies: [Cookie] = []
        for pair in field.utf8.split(separator: UInt8(ascii: ";")) where cookies.count < limit {
            if let cookie = Cookie(pair: pair) { cookies.append(cookie) }
        }
        return cookies
    }

    private init?(pair: Substring.UTF8View) {
        guard let mark = pair.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = pair[..<mark].trimmingBlanks
        let value = pair[mark...].dropFirst().trimmingBlanks
        guard !name.isEmpty, !pair.contains(where: { $0.isControl && $0 != 0x09 }) else { return nil }
        self.init(name: String(Substring(name)), value: String(Substring(value)))
    }
}

extension [Cookie] {
    /// The value of the first cookie with that name; clients send the one with the longest path first.
    public subscript(_ name: String) -> String? {
        let name = UntrustedText(bounded: name)
        return first { UntrustedText(bounded: $0.name) == name }?.value
    }
}

extension Request {
    /// The cookies, in the order sent.
    public var cookies: [Cookie] { Array(headers[values: .cookie].flatMap(Cookie.list).prefix(Cookie.limit)) }
}
