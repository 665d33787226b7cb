import HarkTesting
import RelayPlugin
import XCTest

final class SummaryTests: XCTestCase {
    func testSummary_holdsNoCredentials() async throws {
        try await assertSaid([
            #"{"token": "hunter2", "password": "hunter2", "authorization": "Bearer hunter2", "host": "tea"}"#:
                "host: tea (3 secrets left out)",
            #"{"host": "tea", "apiKey": "hunter2", "keyboard": "qwerty", "exit_code": 1}"#:
                "host: tea, keyboard: qwerty, exit_code: 1 (1 secret left out)",
            #"{"host": "tea", "dsn": "x", "url": "https://a:hunter2@b.example.org", "download": "https://b/?sig=x1"}"#:
                "host: tea (3 secrets left out)",
            #"{"env": {"AWS_SECRET_ACCESS_KEY": "hunter2", "region": "eu"}}"#: "region: eu (1 secret left out)",
            #"{"name": "password", "value": "hunter2"}"#: "name: password (1 secret left out)",
            #"{"db": {"name": "shop", "text": "postgres://a:hunter2@db"}}"#: "db: shop",
            #"{"message": "see https://a:hunter2@b.example.org/?token=hunter2"}"#:
                "see https://a:…@b.example.org/?token=…",
            #"{"title": "key=hunter2", "message": "{\"password\": \"hunter2\"}"}"#:
                #"key=…: {"password": "…"}"#,
            #"{"attachments": [{"text": "token=hunter2"}]}"#: "token=…",
        ])
    }

    func testSummary_holdsNoCredentials_whereMarkupIsAroundThem() async throws {
        try await assertSaid([
            #"{"message": "**Password:** `hunter2Zq`"}"#: "Password: …",
            #"{"text": "*Password:* hunter2Zq"}"#: "Password: …",
            #"{"blocks": [{"fields": [{"type": "mrkdwn", "text": "*Password:* hunter2Zq"}]}]}"#: "Password: …",
            #"{"message": "<b>Password:</b> <code>hunter2Zq</code>"}"#: "Password: …",
            #"{"message": "<b>Password:</b> <code>hunter2Zq</code>", "html": 1}"#: "Password: …",
            #"{"message": "_Password:_ hunter2Zq", "markdown": true}"#: "Password: …",
            #"{"note": "**Password:** `hunter2Zq`", "host": "tea"}"#: "note: Password: …, host: tea",
            #"{"message": "| User | Password |\n|---|---|\n| mira | hunterZq |\nDone"}"#:
                "| User | Password | |---|---| | mira | … | Done",
            #"{"message": "**Host:** `web-1` in snake_case"}"#: "**Host:** `web-1` in snake_case",
        ])
    }

    func testJSON_isShownWithoutCredentials_whereItIsShownAsItIs() async throws {
        try await assertSaid([
            #"["a", "https://a:hunter2@b", {"token": "hunter2", "x": 1}]"#: #"["a",{"x":1}] (2 secrets left out)"#,
            #"[[{"secret": "hunter2"}]]"#: "[[{}]] (1 secret left out)",
            #"{"token": "hunter2", "a": []}"#: #"A payload has nothing to say (1 secret left out): {"a":[]}"#,
            #"{"token": "hunter2"}"#: "A payload has nothing to say (1 secret left out): {}",
            #"[{"token": "hunter2", "b": {}}]"#: #"A payload has nothing to say (1 secret left out): [{"b":{}}]"#,
        ])
    }

    func testTemplate_saysACredential_whenItNamesOne() async throws {
        let bot = try await TestBot(Relay.self, environment: ["HARK_RELAY_TEMPLATE": "{{code}} {{items.0.token}}"])

        _ = try await bot.post("/relay", json: #"[{"code": "483920", "token": "hunter2"}]"#)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["483920 hunter2"])
    }

    func testSummary_hasNamesFromOneLevelDown_beforeOtherFields() async throws {
        try await assertSaid([
            #"{"action": "opened", "issue": {"id": 5, "title": "Kettle whistles", "state": "open"}}"#:
                "issue: Kettle whistles (open), action: opened",
            #"{"action": "opened", "alert": {"message": "Disk is full"}}"#: "alert: Disk is full, action: opened",
            #"{"action": "done", "build": {"status": "failed", "branch": "main"}}"#:
                "build: failed, action: done, branch: main",
            #"{"action": "added", "items": [{"name": "Tea"}, {"name": "Milk"}]}"#: "action: added, items: Tea",
            #"{"id": 7, "at": "2026-05-01T10:00:00Z", "url": "https://a.b", "load": 3, "ok": true, "host": "tea"}"#:
                "load: 3, host: tea, ok: true, id: 7, at: 2026-05-01T10:00:00Z and 1 more",
            #"{"a": {"b": {"c": {"d": {"name": "deep"}}}}, "x": 1}"#: "x: 1",
            #"{"monitor": {"name": "Kettle", "basic_auth_pass": "hunter2"}, "n": 1}"#: "monitor: Kettle, n: 1",
        ])
    }

    func testSummary_saysHowBadItIs_whereThereIsNoType() async throws {
        try await assertSaid([
            #"{"title": "Disk", "message": "is full", "severity": "critical"}"#: "[critical] Disk: is full",
            #"{"message": "is full", "level": "warning", "type": null}"#: "[warning] is full",
            #"{"message": "is full", "type": "alert", "severity": "critical"}"#: "[alert] is full",
            #"{"msg": "hello", "level": 30}"#: "hello",
        ])
    }

    func testSummary_hasWhatKnownSendersSay() async throws {
        let harbor = """
            {"type": "PUSH_ARTIFACT", "occur_at": 1586922308, "operator": "admin", "event_data": {"resources": [{"digest":
            "sha256:8a9e", "tag": "1.2.0", "resource_url": "hub.example.org/tea/kettle:1.2.0"}], "repository":
            {"date_created": 1, "name": "kettle", "namespace": "tea", "repo_full_name": "tea/kettle"}}}
            """
        let dockerHub = """
            {"callback_url": "https://registry.example.org/u/tea/kettle/hook/2141/", "push_data": {"pushed_at": 1417566161,
            "pusher": "mira", "tag": "1.2.0", "images": []}, "repository": {"repo_name": "tea/kettle", "name": "kettle",
            "namespace": "tea", "is_private": false, "status": "Active"}}
            """

        try await assertSaid([
            harbor:
                "type: PUSH_ARTIFACT, repository: tea/kettle, operator: admin, tag: 1.2.0, occur_at: 1586922308 and 2 more",
            dockerHub:
                "repository: tea/kettle (Active), pusher: mira, tag: 1.2.0, pushed_at: 1417566161 (1 secret left out)",
        ])
    }

    private func assertSaid(_ lines: [String: String], line: UInt = #line) async throws {
        for (payload, expected) in lines {
            let bot = try await TestBot(Relay.self, environment: ["HARK_RELAY_TEMPLATE": "{{summary}}"])
            let response = try await bot.post("/relay", json: payload)
            XCTAssertEqual(response.status, .ok, line: line)
            XCTAssertEqual(bot.chat.sent.map(\.text), [expected], line: line)
        }
    }
}
