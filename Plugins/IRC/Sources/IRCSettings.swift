import HarkClient
import HarkEvents
import HarkTLS

/// Where the server is: a host with or without a port, or a URL `ircs://` or `irc://`.
struct IRCServer: SettingValue, Equatable {
    var host: String
    var port: UInt16
    /// Whether TLS is used from the first byte.
    var isSecure: Bool

    static let settingTypeName = "server"
    private static let expected = "a server such as irc.example.org, irc.example.org:6697 or ircs://irc.example.org"

    init(host: String, port: UInt16, isSecure: Bool) {
        self.host = host
        self.port = port
        self.isSecure = isSecure
    }

    init(settingText: String) throws(SettingMismatch) {
        var rest = Substring(settingText)
        isSecure = true
        if let end = settingText.firstRange(of: "://") {
            let scheme = settingText[..<end.lowerBound].lowercased()
            guard scheme == "irc" || scheme == "ircs" else { throw SettingMismatch(expected: Self.expected) }
            isSecure = scheme == "ircs"
            rest = settingText[end.upperBound...]
            if rest.last == "/" { rest.removeLast() }
        }
        var portText: Substring?
        if rest.first == "[", let end = rest.firstIndex(of: "]") {
            // An IPv6 address (RFC 3986, 3.2.2).
            let tail = rest[rest.index(after: end)...]
            if tail.first == ":" { portText = tail.dropFirst() } else if !tail.isEmpty { portText = "" }
            host = String(rest[..<end].dropFirst())
        } else {
            let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = String(parts.first ?? "")
            if parts.count == 2 { portText = parts[1] }
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !"/?#@".utf8.contains($0) }),
            let port = portText.map({ UInt16($0) }) ?? (isSecure ? 6697 : 6667), port > 0
        else { throw SettingMismatch(expected: Self.expected) }
        self.port = port
    }

    var settingText: String {
        "\(isSecure ? "ircs" : "irc")://\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)"
    }
}

extension IRCServer {
    /// What to try after a connection failed in a way that is usual where the port does not use TLS; empty otherwise.
    func hint(after error: StreamError) -> String {
        guard isSecure else { return "" }
        switch error {
        case .tlsFailed, .closed, .timedOut(.connecting):
            return " If that port does not use TLS, write irc:// in front of the server."
        default: return ""
        }
    }
}

/// A channel, and its key where it has one: `#ops` or `#ops key`.
struct IRCChannel: SettingValue, Equatable {
    let name: String
    let key: String?

    static let settingTypeName = "channel"
    /// Keys are in it.
    static let isSecret = true

    init(_ name: String, key: String? = nil) {
        self.name = name
        self.key = key
    }

    init(settingText: String) throws(SettingMismatch) {
        let words = settingText.split(separator: " ").map(String.init)
        guard let name = words.first, words.count <= 2, name.utf8.count > 1, "#&+!".contains(name.prefix(1)),
            words.allSatisfy({ $0.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f } })
        else { throw SettingMismatch(expected: "channels such as #ops, or “#ops key” for one with a key") }
        self.init(name, key: words.count == 2 ? words[1] : nil)
    }

    var settingText: String { name }
}

/// A name that the bot may have.
struct IRCNick: SettingValue, Equatable {
    let text: String

    static let settingTypeName = "nick"

    /// The default nick.
    static let standard = IRCNick("hark")

    private init(_ text: String) { self.text = text }

    init(settingText: String) throws(SettingMismatch) {
        let isLetter = { (byte: UInt8) in
            (0x41...0x7d).contains(byte)
        }
        let isOther = { (byte: UInt8) in (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") }
        guard let first = settingText.utf8.first, isLetter(first), settingText.utf8.count <= 50,
            settingText.utf8.allSatisfy({ isLetter($0) || isOther($0) })
        else { throw SettingMismatch(expected: "a nick of letters, digits and -_[]{}\\`|^, with no digit in front") }
        text = settingText
    }

    var settingText: String { text }
}

/// The SHA-256 digest of a certificate, in hexadecimal digits, with or without colons.
struct CertificateFingerprint: SettingValue, Equatable {
    let bytes: [UInt8]

    static let settingTypeName = "SHA-256 fingerprint"

    init(settingText: String) throws(SettingMismatch) {
        let digits = settingText.filter { $0 != ":" && $0 != " " }
        let bytes = stride(from: 0, to: digits.utf8.count, by: 2).compactMap { start in
            UInt8(String(decoding: digits.utf8.dropFirst(start).prefix(2), as: UTF8.self), radix: 16)
        }
        guard digits.utf8.count == 64, bytes.count == 32 else {
            throw SettingMismatch(expected: "a SHA-256 fingerprint of 64 hexadecimal digits")
        }
        self.bytes = bytes
    }

    var settingText: String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":") }
}

/// A client certificate with its chain and its private key, all in PEM.
struct ClientCertificate: SettingValue {
    let identity: TLSIdentity

    static let settingTypeName = "certificate and key in PEM"
    static let isSecret = true

    init(settingText: String) throws(SettingMismatch) {
        let pem = Array(settingText.utf8)
        do throws(TLSError) { identity = try TLSIdentity(certificateChain: pem, privateKey: pem) } catch {
            throw SettingMismatch(expected: "a certificate and its private key, both in PEM, one after the other")
        }
    }

    var settingText: String { identity.description }
}
