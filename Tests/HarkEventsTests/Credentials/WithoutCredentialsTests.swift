import HarkEvents
import XCTest

final class WithoutCredentialsTests: XCTestCase {
    func testText_isShownWithoutItsCredentials() {
        let texts = [
            "Backup to https://ada:hunter2@example.org/b done": "Backup to https://ada:…@example.org/b done",
            "clone https://hunter2@example.org/a.git": "clone https://…@example.org/a.git",
            "see https://s.example.org/a.zip?se=9&sig=a%2Bb&x=1.": "see https://s.example.org/a.zip?se=9&sig=…&x=1.",
            "open https://example.org/#access_token=abc&state=on": "open https://example.org/#access_token=…&state=on",
            "PGPASSWORD=hunter2 pg_dump -h db": "PGPASSWORD=… pg_dump -h db",
            "curl -H 'Authorization: Bearer abc def' https://a.b": "curl -H 'Authorization: …",
            #"sent {"user": "ada", "password": "hunter2"}"#: #"sent {"user": "ada", "password": "…"}"#,
            #"sent {\"api_key\":\"hunter2\"} twice"#: #"sent {\"api_key\":\"…"} twice"#,
            "token='a b c' ok": "token='…' ok",
            "password: hunter2": "password: …",
            "used Bearer abc123def456, twice": "used Bearer …, twice",
            "pushed with ghp_0123456789abcdefghij": "pushed with …",
            "post to https://hooks.slack.com/services/T0/B0/x now": "post to https://hooks.slack.com/services/… now",
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----": "…",
            "✓ schlüssel key=ä1": "✓ schlüssel key=…",
            #"{"password":"hun\"ter2"}"#: #"{"password":"…"}"#,
            #"{"tokens":["abc123","def456"],"a":1}"#: #"{"tokens":[…],"a":1}"#,
            "to https://ptb.discord.com/api/v10/webhooks/1/abc": "to https://ptb.discord.com/api/v10/webhooks/…",
            "to https://tea.webhook.office.com/webhookb2/ab@c/d": "to https://tea.webhook.office.com/webhookb2/…",
            "cut in https://ada:hunt…": "cut in https://ada:…",
            "Authorization: Basic YWRhOmh1bnRlcjI= sent": "Authorization: …",
            "a proxy with basic YWRhOmh1bnRlcjI=": "a proxy with basic …",
            "Cookie: sid=hunter2; a=b": "Cookie: …",
            "Bearer hunter2x and a:1": "Bearer … and a:1",
            "password : hunter2": "password : …",
            "lin_api_0123456789abcdef AKIA0123456789ABCDEF": "… …",
        ]

        for (text, shown) in texts { XCTAssertEqual(UntrustedText(text).withoutCredentials.verbatim, shown) }
    }

    func testText_staysAsItIs_whenItHasNone() {
        let texts = [
            "", "ok", "Password: see the wiki", "exit code: 137", "Basic authentication is off", "a token is missing",
            "ssh://git@example.org/a.git", "git@example.org:a.git", "https://example.org/browse?key=SHOP-7&page=2",
            "https://example.org/a?x=1&status_code=500", "mail ada@example.org", "pass=12 fail=3", "at 10:00 = late",
            "a = b == c", "name=\"x", "https://example.org/@ada/profile", "key=", "token: expired", "://", "x://y@",
            "Bearer", "author=ada keyword=tea", "ASIA-PACIFIC-2024-Q1", "npm_config_registry_2", "alert_key=disk 1",
            "https://notdiscord.com/api/webhooks/1", "hook=1 hook=2", "see https://example.org:80…",
            "see https://example…",
            "pushed to feature/reset-password: SHOP-12 Validate input",
            "on auth: 95 % of requests fail", "auth: OAuth2 login fails", "jwt: RS256 support",
            "Password: 8 characters",
            "Cookie: banner overlaps the footer", "feature/authorization: Check roles",
            "Add basic internationalization",
            "Add basic OAuth2 support", "Crash when token == nil", "if password=None", "token=true",
            "secret: #12 moved",
        ]

        for text in texts { XCTAssertEqual(UntrustedText(text).withoutCredentials.verbatim, text) }
    }

    func testText_isReadInLittleTime_whateverItHolds() {
        for part in [
            "a:", "a=\"", "sig:", "Cookie: ", "Authorization: ", "Basic ", "token: aaaa-1", "https://a@", "Bearer ",
            "a   = ", "\\\"a\\\"", "eyJ..", "password=", "hook=",
        ] {
            let text = UntrustedText(String(repeating: part, count: 10_000))

            XCTAssertLessThanOrEqual(text.withoutCredentials.sanitized(to: 500).utf8.count, 500)
        }
    }
}
