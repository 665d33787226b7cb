import HarkEvents
import HarkTLS

/// The service account of the bot: the JSON key that Google's console creates
/// (cloud.google.com/iam/docs/keys-create-delete).
struct ServiceAccount: SettingValue {
    /// Its email address.
    let email: String

    /// The URL that exchanges its assertions for tokens.
    let tokenURL: String

    let keyID: String?
    let key: PrivateKey

    init(settingText: String) throws(SettingMismatch) {
        let file = PayloadView(try? JSONValue(parsing: Array(settingText.utf8)))
        guard file.type.asText?.verbatim == "service_account", let email = file.client_email.asText?.verbatim,
            let tokenURL = file.token_uri.asText?.verbatim, BaseURL(tokenURL)?.isTrustworthy == true,
            let key = (file.private_key.asText?.verbatim).flatMap({ PrivateKey(rsaPEM: $0) })
        else {
            throw SettingMismatch(
                expected: "the JSON key of a service account; HARK_GOOGLECHAT_ACCOUNT_FILE names the file of it")
        }
        self.email = email
        self.tokenURL = tokenURL
        self.key = key
        keyID = file.private_key_id.asText?.verbatim
    }

    var settingText: String { "<secret>" }
    static var settingTypeName: String { "JSON" }
    static var isSecret: Bool { true }
}

extension BaseURL {
    /// Whether the connection cannot be intercepted: it uses HTTPS, or stays on this machine.
    var isTrustworthy: Bool {
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } : host.prefix { $0 != ":" }
        let isLoopback = name.hasPrefix("127.") && name.utf8.allSatisfy { (0x2E...0x39).contains($0) && $0 != 0x2F }
        return scheme == .https || name == "localhost" || name == "[::1" || isLoopback
    }
}
