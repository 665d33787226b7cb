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

    func testText_isCut_whereItIsTooLongToBeSearched() {
        let words = String(repeating: "a: ", count: 3000)

        let shown = UntrustedText("password=hunter2 \(words) password=hunter2").withoutCredentials.verbatim

        XCTAssertEqual(shown, "password=… \(words)".prefix(8000 - "hunter2".count + 1).description)
    }

    func testArgument_isHidden_whereItIsNoWordOfASentence() {
        let texts = [
            "ran mysql --password hunter2 -u root": "ran mysql --password … -u root",
            "deploy --token abc123def456.": "deploy --token ….",
            "deploy --api-key 'a b' now": "deploy --api-key '…' now",
            #"deploy --client-secret "abc" now"#: #"deploy --client-secret "…" now"#,
            "plink -pw s3cr3t host": "plink -pw … host", "x --pass p@ss": "x --pass …",
            "x --password 123456": "x --password …",
            "x --auth-token abcdefghijklmnopqrstuvwxyz": "x --auth-token …",
        ]
        let same = [
            "the --token option", "Make --password optional", "Fix --password: SHOP-12",
            "use --password-file a1b2c3d4e5",
            "x --password $PASS", "x --token --verbose", "--max-tokens 4096", "Support --token SHOP-12", "x --token",
            "-x 12345678",
            "docker login --password-stdin abc12345", #"x --token "$TOKEN""#, "log --oneline abc12345 -n 5",
        ]

        for (text, shown) in texts { XCTAssertEqual(UntrustedText(text).withoutCredentials.verbatim, shown) }
        for text in same { XCTAssertEqual(UntrustedText(text).withoutCredentials.verbatim, text) }
    }

    func testPath_isHidden_whereItLetsAnyonePost() {
        let texts = [
            "https://hooks.zapier.com/hooks/catch/1/abc/ x": "https://hooks.zapier.com/hooks/catch/… x",
            "https://maker.ifttt.com/trigger/e/with/key/abc": "https://maker.ifttt.com/trigger/e/with/key/…",
            "https://maker.ifttt.com/trigger/e/json/with/key/abc?a=1":
                "https://maker.ifttt.com/trigger/e/json/with/key/…",
            "https://hooks.slack.com/triggers/T0/1/abc": "https://hooks.slack.com/triggers/…",
            "https://discord.com:443/api/webhooks/1/abc": "https://discord.com:443/api/webhooks/…",
            "https://api.telegram.org/bot12:abc/sendMessage": "https://api.telegram.org/bot…",
            "https://api.telegram.org/file/bot12:abc/a.png": "https://api.telegram.org/file/bot…",
            "https://a.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sp=%2Frun&sig=abc":
                "https://a.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sp=%2Frun&sig=…",
            "https://hook.eu1.make.com/abc": "https://hook.eu1.make.com/…",
            "https://hc-ping.com/abc": "https://hc-ping.com/…",
            "https://events.pagerduty.com/integration/abc/enqueue": "https://events.pagerduty.com/integration/…",
            "https://chat.example.org/hooks/xk3jd9f8s7d6f5g4h3j2k1l0mn.": "https://chat.example.org/hooks/…",
            "https://n8n.example.org/webhook/1b4e28ba-2fa1-11d2-883f-0016d3cca427":
                "https://n8n.example.org/webhook/…",
            "https://chat.example.org/hooks/5f1/a/2b3c4d5e6f7a8b9c": "https://chat.example.org/hooks/5f1/a/…",
            "https://github.com/acme/webhook/commit/9f3c1ab2d4e5f60718293a4b5c6d7e8f90a1b2c3":
                "https://github.com/acme/webhook/commit/9f3c1ab2d4e5f60718293a4b5c6d7e8f90a1b2c3",
        ]
        let same = [
            "https://github.com/acme/rocket/settings/hooks/109948940123456789", "https://discord.com is /webhooks/like",
            "https://docs.example.org/webhooks/2026-migration-guide", "https://hc-ping.com",
            "https://hc-ping.com/ is down",
            "https://github.com/acme/rocket/commit/7fd1a60b01f91b314f59955a4e4d4e80d8edf11d",
            "https://dashboard.stripe.com/webhooks/we_1NABCdefGHIjkl0123456789",
        ]

        for (text, shown) in texts { XCTAssertEqual(UntrustedText(text).withoutCredentials.verbatim, shown) }
        for text in same { XCTAssertEqual(UntrustedText(text).withoutCredentials.verbatim, text) }
    }
}
