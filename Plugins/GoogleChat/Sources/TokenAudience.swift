import HarkEvents

/// The audience that a token must have, so that an event comes from Google Chat and is for this bot
/// (developers.google.com/workspace/chat/verify-requests-from-chat).
enum TokenAudience: SettingValue {
    /// The audience is the number of the project.
    case project(String)
    /// The audience is the URL that Google calls.
    case endpoint(String)

    private static let chat = "chat@system.gserviceaccount.com"

    /// The tolerated difference between the clocks, in seconds.
    private static let leeway = 60

    init(settingText: String) throws(SettingMismatch) {
        if settingText.hasPrefix("https://") || settingText.hasPrefix("http://"), BaseURL(settingText) != nil {
            self = .endpoint(settingText)
        } else if (5...20).contains(settingText.utf8.count), settingText.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        {
            self = .project(settingText)
        } else {
            throw SettingMismatch(
                expected: "the project's number or the app's endpoint URL, as the Chat API's configuration has it")
        }
    }

    var settingText: String {
        switch self {
        case .project(let audience), .endpoint(let audience): audience
        }
    }
    static var settingTypeName: String { "number or URL" }

    /// Where Google publishes the keys that its tokens are signed with.
    var keysURL: String {
        switch self {
        case .project: "https://www.googleapis.com/service_accounts/v1/metadata/x509/\(Self.chat)"
        case .endpoint: "https://www.googleapis.com/oauth2/v3/certs"
        }
    }

    /// Whether a token's claims are Google Chat's, for this bot, and currently valid.
    /// - Parameter now: seconds since 1970.
    func isMeant(by claims: PayloadView, at now: Int) -> Bool {
        guard claims.aud.asText?.verbatim == settingText, let end = claims.exp.asInt, let start = claims.iat.asInt,
            end > now - Self.leeway, start < now + Self.leeway
        else { return false }
        let issuer = claims.iss.asText?.verbatim
        return switch self {
        case .project: issuer == Self.chat
        case .endpoint:
            issuer == "https://accounts.google.com" && claims.email.asText?.verbatim == Self.chat
                && claims.email_verified.isTrue
        }
    }
}
