/// A setting that names a network's server by a host with or without a port, or by a URL whose scheme says whether TLS
/// is used from the first byte.
package protocol StreamServer: SettingValue, Equatable {
    /// The scheme and the usual port without TLS from the first byte.
    static var plain: (scheme: String, port: UInt16) { get }
    /// The scheme and the usual port with TLS from the first byte.
    static var secure: (scheme: String, port: UInt16) { get }
    /// Whether TLS is used from the first byte where no scheme is written.
    static var startsWithTLSByDefault: Bool { get }
    /// Examples for the error.
    static var examples: String { get }

    var host: String { get }
    var port: UInt16 { get }
    var startsWithTLS: Bool { get }

    init(host: String, port: UInt16, startsWithTLS: Bool)
}

extension StreamServer {
    package static var settingTypeName: String { "server" }

    package init(settingText: String) throws(SettingMismatch) {
        let mismatch = SettingMismatch(expected: "a server such as \(Self.examples)")
        var rest = Substring(settingText)
        var startsWithTLS = Self.startsWithTLSByDefault
        if let end = settingText.firstRange(of: "://") {
            let scheme = settingText[..<end.lowerBound].lowercased()
            guard scheme == Self.plain.scheme || scheme == Self.secure.scheme else { throw mismatch }
            startsWithTLS = scheme == Self.secure.scheme
            rest = settingText[end.upperBound...]
            if rest.last == "/" { rest.removeLast() }
        }
        let host: Substring
        var portText: Substring?
        if rest.first == "[", let end = rest.firstIndex(of: "]") {
            // An IPv6 address (RFC 3986, 3.2.2).
            let tail = rest[rest.index(after: end)...]
            if tail.first == ":" { portText = tail.dropFirst() } else if !tail.isEmpty { portText = "" }
            host = rest[..<end].dropFirst()
        } else {
            let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = parts.first ?? ""
            if parts.count == 2 { portText = parts[1] }
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !"/?#@".utf8.contains($0) }),
            let port = portText.map({ UInt16($0) }) ?? (startsWithTLS ? Self.secure : Self.plain).port, port > 0
        else { throw mismatch }
        self.init(host: String(host), port: port, startsWithTLS: startsWithTLS)
    }

    package var settingText: String {
        let scheme = (startsWithTLS ? Self.secure : Self.plain).scheme
        return "\(scheme)://\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)"
    }
}
