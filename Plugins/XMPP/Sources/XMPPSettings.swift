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

/// The server: a host with or without a port for STARTTLS, or `xmpps://` for TLS from the first byte (XEP-0368).
struct XMPPServer: StreamServer {
    static let plain = (scheme: "xmpp", port: UInt16(5222))
    static let secure = (scheme: "xmpps", port: UInt16(5223))
    static let startsWithTLSByDefault = false
    static let examples = "chat.example.org, chat.example.org:5222 or xmpps://chat.example.org:5223"

    var host: String
    var port = plain.port
    var startsWithTLS = false
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
