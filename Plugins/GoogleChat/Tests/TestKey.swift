import HarkEvents
import HarkTLS
import TestSupport

@testable import GoogleChatPlugin

/// The key of the tests, which stands for the service account's and for Google's.
enum TestKey {
    /// The bot's settings.
    static let environment = [
        "HARK_GOOGLECHAT_ACCOUNT": account, "HARK_GOOGLECHAT_AUDIENCE": "123456789012",
        "HARK_GOOGLECHAT_API": "https://chat.example/",
    ]

    static let account = JSONValue.object([
        "type": "service_account", "client_email": "hark@lab.iam.gserviceaccount.com", "private_key_id": "key1",
        "private_key": .string(RSATestKey.pem), "token_uri": "https://oauth2.example/token",
    ]).serialized()

    /// What Google Chat signs, at the first of January 2026.
    static let claims: JSONObject = [
        "iss": "chat@system.gserviceaccount.com", "aud": "123456789012", "iat": 1_767_225_590, "exp": 1_767_229_190,
    ]

    /// A token of these claims, with a few others.
    static func token(_ more: JSONObject = [:], of claims: JSONObject = claims, keyID: String? = "g1") throws -> String
    {
        guard let key = PrivateKey(rsaPEM: RSATestKey.pem) else { return "" }
        return try JSONWebToken.signed(claims.merging(more), by: key, keyID: keyID)
    }
}
