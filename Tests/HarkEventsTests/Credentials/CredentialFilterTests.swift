import HarkEvents
import XCTest

final class CredentialFilterTests: XCTestCase {
    func testField_holdsACredential_whenItsNameIsThatOfOne() {
        let names = [
            "token", "secret", "password", "pass", "key", "authorization", "signature", "cookie", "code", "api_key",
            "apiKey", "apikey", "APIKey", "x-api-key", "x-auth-token", "XAuthToken", "client_secret", "clientSecret",
            "dbPassword", "DB_PASSWORD", "passwd", "pwd", "PGPASSWORD", "AWS_SECRET_ACCESS_KEY", "aws_access_key_id",
            "basic_auth_pass", "auth", "Proxy-Authorization", "Set-Cookie", "cookies", "session_id", "sessionToken",
            "PassWord", "pAsSwOrD", "pass phrase", "accessToken", "refresh_token", "authtoken", "smtppass", "id_token",
            "X-Amz-Signature", "sig", "private_key", "encryptionKey", "routing_key", "license-key", "credentials",
            "connectionString", "sentry_dsn", "otp", "verification_code", "2fa_code", "validationCode", "auth_code",
            "recovery_codes", "authcode", "jwt", "password_hash", "password2", "csrf-token", "webhook_secret",
            "passcode", "passkey", "licensekey", "accountKey", "x_hub_signature_256", "tokens",
        ]

        for name in names {
            XCTAssertTrue(CredentialFilter.isCredential(name, "hunter2"), name)
        }
    }

    func testField_holdsACredential_whenItIsTheAddressOfWhatAnyoneMayDo() {
        let names = [
            "callback_url", "callbackUrl", "response_url", "validationUrl", "SubscribeURL", "UnsubscribeURL",
            "webhook_url", "webhookurl", "upload_url", "reset_link", "inviteLink", "confirmation_uri", "webhook",
            "callback", "hook_url", "verify-url", "presigned_url",
        ]

        for name in names {
            XCTAssertTrue(CredentialFilter.isCredential(name, "https://example.org/a/b"), name)
        }
    }

    func testField_holdsNone_whenItsNameOnlyLooksLikeOne() {
        let names = [
            "author", "authority", "keyboard", "keyword", "monkey", "passenger", "passed", "bypass", "compass",
            "tokenizer", "country_code", "status_code", "statusCode", "exit_code", "exitCode", "error_code", "zip_code",
            "codec", "encoder", "secretary", "design", "assignee", "signal", "pinned", "spin", "issue_key", "groupKey",
            "primary_key", "public_key", "token_type", "token_count", "password_changed_at", "key_name", "html_url",
            "repo_url", "resource_url", "webhook", "callback", "response", "turkey", "hotkey", "turnkey", "passport",
            "keynote",
            "cookiecutter",
            "host", "title", "", "…", "user", "session", "hookshot",
        ]

        for name in names { XCTAssertFalse(CredentialFilter.isCredential(name, "hunter2"), name) }
    }

    func testField_holdsNone_whenItsValueCannotBeOne() {
        let fields: [(String, JSONValue)] = [
            ("password", true), ("password", nil), ("token", ""), ("pass", 12), ("pass", "12"), ("tokens", 15_000),
            ("keys", 4000), ("code", 404), ("code", "404"), ("code", -1), ("code", "ECONNREFUSED"),
            ("code", "card_declined"), ("code", "NOT_FOUND"), ("key", "SHOP-7"), ("pin", 13), ("cookies", 1200),
        ]

        for (name, value) in fields { XCTAssertFalse(CredentialFilter.isCredential(name, value), "\(name): \(value)") }
    }

    func testField_holdsOne_whenANumberMayBeIt() {
        let fields: [(String, JSONValue)] = [
            ("password", 12), ("pin", 4831), ("code", 483_920), ("code", "483920"), ("code", "4/0AX4XfWh"),
            ("code", "abcdef"), ("otp", 7), ("token", 12345), ("key", 123_456),
        ]

        for (name, value) in fields { XCTAssertTrue(CredentialFilter.isCredential(name, value), "\(name): \(value)") }
    }

    func testField_holdsOne_whenItsTextHasOneInIt() {
        let texts: [String] = [
            "https://user:hunter2@example.org/", "postgres://app:hunter2@db/shop", "https://hunter2@example.org/x.git",
            "https://s.example.org/a?sig=hunter2", "https://s.example.org/a?x=1&X-Amz-Signature=abcdef",
            "https://example.org/#access_token=hunter2", "https://example.org/?a=1;token=hunter2",
            "https://example.org/?access%5Ftoken=hunter2", "Server=db;Password=hunter2;", "Bearer abc123def456",
            "ghp_0123456789abcdefghij", "https://hooks.slack.com/services/T0/B0/abc",
            "https://discord.com/api/webhooks/1/abc", "https://api.telegram.org/bot123:abc/sendMessage",
            "eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl0", #"{"password": "hunter2"}"#, "curl -H 'Authorization: Basic YTpi'",
        ]

        for text in texts { XCTAssertTrue(CredentialFilter.isCredential("note", .string(text)), text) }
    }

    func testFiltered_leavesThemOutAtAnyDepth_andCountsThem() {
        let payload: JSONValue = [
            ["host": "tea", "token": "hunter2", "db": ["dbPassword": "hunter2", "name": "shop"]],
            ["headers": [["name": "Authorization", "value": "hunter2"], ["name": "Accept", "value": "text/html"]]],
            "see https://a:hunter2@b.example.org", ["vars": [["key": "API_TOKEN", "value": "hunter2"]]],
            ["keys": ["hunter2"], "auth": ["user": "a", "pass": "hunter2"]],
        ]
        var filter = CredentialFilter()

        let shown = filter.filtered(payload).serialized()

        XCTAssertEqual(
            shown,
            #"[{"host":"tea","db":{"name":"shop"}},{"headers":[{"name":"Authorization"},{"name":"Accept","#
                + #""value":"text/html"}]},{"vars":[{"key":"API_TOKEN"}]},{}]"#)
        XCTAssertEqual(filter.omittedCount, 7)
        XCTAssertEqual(filter.remark.plain, " (7 secrets left out)")
    }

    func testFiltered_readsNoMoreThanALineHasRoomFor() {
        let many = JSONValue.array(Array(repeating: ["a": 1], count: 100_000))
        var filter = CredentialFilter()

        let shown = filter.filtered(many).serialized()

        XCTAssertLessThan(shown.utf8.count, 20_000)
    }
}
