import HarkEvents

/// Whose invitations the bot accepts: a person's, or those of everyone on a server.
enum InvitationRule: Sendable, Hashable {
    case user(String)
    case server(String)

    /// Whether a person's invitation is accepted. Compared by bytes.
    func allows(_ user: String) -> Bool {
        guard MatrixID.isUser(user) else { return false }
        switch self {
        case .user(let allowed): return allowed.utf8.elementsEqual(user.utf8)
        case .server(let server): return MatrixID.server(of: user)?.utf8.elementsEqual(server.utf8) ?? false
        }
    }
}

extension InvitationRule: SettingValue {
    init(settingText: String) throws(SettingMismatch) {
        if MatrixID.isUser(settingText) {
            self = .user(settingText)
        } else if MatrixID.isServer(settingText) {
            self = .server(settingText)
        } else {
            throw SettingMismatch(expected: "a person (@ada:example.org) or a server's name (example.org)")
        }
    }

    var settingText: String {
        switch self {
        case .user(let text), .server(let text): text
        }
    }

    static var settingTypeName: String { "person|server name" }
}
