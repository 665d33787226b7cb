import HarkEvents

/// The bot's own address: `hark@example.org`, optionally with a resource to request.
struct XMPPAccount: SettingValue, Equatable {
    let jid: JID
    let local: String

    static let settingTypeName = "JID"

    init(settingText: String) throws(SettingMismatch) {
        guard let jid = JID(settingText), let local = jid.local else {
            throw SettingMismatch(expected: "an address such as hark@example.org")
        }
        self.jid = jid
        self.local = local
    }

    var settingText: String { jid.text }
}

/// The server: a host with or without a port for STARTTLS, or `xmpps://` for TLS from the first byte.
struct XMPPServer: SettingValue, Equatable {
    var host: String
    var port: UInt16
    /// Whether TLS is used from the first byte (XEP-0368).
    var isDirect: Bool

    static let settingTypeName = "server"
    private static let expected =
        "a server such as chat.example.org, chat.example.org:5222 or xmpps://chat.example.org:5223"

    init(host: String, port: UInt16 = 5222, isDirect: Bool = false) {
        self.host = host
        self.port = port
        self.isDirect = isDirect
    }

    init(settingText: String) throws(SettingMismatch) {
        var rest = Substring(settingText)
        isDirect = false
        if let end = settingText.firstRange(of: "://") {
            let scheme = settingText[..<end.lowerBound].lowercased()
            guard scheme == "xmpp" || scheme == "xmpps" else { throw SettingMismatch(expected: Self.expected) }
            isDirect = scheme == "xmpps"
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
            let port = portText.map({ UInt16($0) }) ?? (isDirect ? 5223 : 5222), port > 0
        else { throw SettingMismatch(expected: Self.expected) }
        self.port = port
    }

    var settingText: String {
        "\(isDirect ? "xmpps" : "xmpp")://\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)"
    }
}

/// A nick that the bot may have in rooms.
struct XMPPNick: SettingValue, Equatable {
    let text: String

    static let settingTypeName = "nick"

    /// The default nick.
    static let standard = XMPPNick("hark")

    private init(_ text: String) { self.text = text }

    init(settingText: String) throws(SettingMismatch) {
        guard (1...60).contains(settingText.utf8.count), settingText.sanitized(to: 60) == settingText,
            !settingText.contains("/")
        else { throw SettingMismatch(expected: "a nick of at most 60 bytes, without slashes and line breaks") }
        text = settingText
    }

    var settingText: String { text }
}
