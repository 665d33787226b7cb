import Hark
import HarkTesting
import XCTest

@testable import RelayPlugin

final class ConditionTests: XCTestCase {
    func testState_isSaidWithTheTitle() async throws {
        try await assertSummaries([
            #"{"title": "Kettle query result is > 5", "priority": "CRITICAL", "state": "ACTIVATED"}"#:
                "Kettle query result is > 5 (ACTIVATED)",
            #"{"title": "Kettle query result is > 5", "priority": "CRITICAL", "state": "CLOSED"}"#:
                "Kettle query result is > 5 (CLOSED)",
            #"{"state": "ready", "name": "kettle", "title": "Fix the pump", "error_message": null}"#:
                "Fix the pump (ready)",
            #"{"status": "error", "title": "Backup web-1"}"#: "Backup web-1 (error)",
            #"{"success": false, "message": "Backup web-1"}"#: "Backup web-1 (failed)",
            #"{"success": true, "message": "Backup web-1"}"#: "Backup web-1 (succeeded)",
            #"{"result": "FAILED", "text": "Nightly tests"}"#: "Nightly tests (FAILED)",
            #"{"title": "High CPU", "state": "alerting", "message": "cpu"}"#: "High CPU (alerting): cpu",
            #"{"title": "High CPU", "state": "ok", "message": "cpu"}"#: "High CPU (ok): cpu",
            #"{"title": "Disk", "state": 0, "severity": "critical"}"#: "[critical] Disk (state 0)",
            #"{"title": "Tests", "status": "completed", "conclusion": "failure"}"#: "Tests (failure)",
            #"{"title": "Kettle", "previous_state": "UP", "current_state": "DOWN"}"#: "Kettle (DOWN)",
        ])
    }

    func testState_isNotRepeated_whereTheTextHasIt() async throws {
        try await assertSummaries([
            #"{"title": "[FIRING] High CPU", "state": "firing"}"#: "[FIRING] High CPU",
            #"{"message": "Backup failed", "success": false}"#: "Backup failed",
            #"{"type": "failure", "message": "Backup", "result": "failure"}"#: "[failure] Backup",
            #"{"title": "The lookup table", "status": "up"}"#: "The lookup table (up)",
        ])
    }

    func testCause_isSaidWithTheTitle() async throws {
        try await assertSummaries([
            #"{"state": "error", "title": "Fix the pump", "error_message": "Build script returned exit code: 2"}"#:
                "Fix the pump (error): Build script returned exit code: 2",
            #"{"message": "Backup", "error": {"code": 28, "message": "No space left"}}"#: "Backup: No space left",
            #"{"title": "Backup", "message": "disk full", "reason": "disk full"}"#: "Backup: disk full",
            #"{"title": "Backup", "error": "token=hunter2"}"#: "Backup",
        ])
    }

    func testState_isSaid_whereAFormHoldsThePayload() async throws {
        let bot = try await TestBot(Relay.self)

        _ = try await bot.post(
            "/relay",
            form: [
                "payload": #"{"type": "push", "state": "failed", "status_message": "Broken", "message": "Fix pump"}"#
            ])

        XCTAssertEqual(bot.chat.sent.map(\.text), ["[push] Fix pump (failed)"])
    }

    func testLink_isAtTheEnd() async throws {
        let long = Array(repeating: "It is done.", count: 60).joined(separator: " ")

        try await assertSummaries([
            #"{"title": "Build", "url": "https://ci.example.org/7"}"#: "Build https://ci.example.org/7",
            #"{"message": "Door", "click": "https://home.example.org", "topic": "t"}"#:
                "Door https://home.example.org",
            #"{"title": "Build", "icon_url": "https://a.b/x.png", "build_url": "https://ci.example.org/7"}"#:
                "Build https://ci.example.org/7",
            #"{"title": "Build", "link": "https://ci.example.org/?token=hunter2"}"#: "Build",
            #"{"message": "See https://a.b", "url": "https://a.b"}"#: "See https://a.b",
            #"{"message": "\#(long)", "link": "https://a.b"}"#:
                "\(UntrustedText(long).sanitized(to: 488)) https://a.b",
        ])
    }

    func testRules_knowTheOutcomeAndTheSeverityOfAState() async throws {
        let environment = [
            "HARK_RULES": "#bad outcome=failure severity=critical; #good outcome=success severity=critical"
        ]
        let bot = try await TestBot(Relay.self, environment: environment)

        for state in ["DOWN", "resolved"] {
            _ = try await bot.post("/relay", json: #"{"title": "Disk", "severity": "critical", "state": "\#(state)"}"#)
        }

        XCTAssertEqual(bot.chat.sent.map(\.room), ["#bad", "#good"])
    }

    func testRules_takeWordsForAnOutcome_asSeverityOfATypeOrLevel() async throws {
        let bot = try await TestBot(
            Relay.self, environment: ["HARK_RULES": "#bad severity=error; #good severity=success"])

        for field in [#""type": "firing""#, #""level": "ok""#] {
            _ = try await bot.post("/relay", json: #"{"title": "Disk", \#(field)}"#)
        }

        XCTAssertEqual(bot.chat.sent.map(\.room), ["#bad", "#good"])
    }

    func testTexts_ofOneLetter_areComparedAsFarAsALineGoes() {
        let (long, short) = (UntrustedText(String(repeating: "a", count: 600_000)), UntrustedText("a"))

        XCTAssertFalse(long.mentions(UntrustedText(String(repeating: "a", count: 400) + "b")))
        XCTAssertTrue(long.mentions(UntrustedText(String(repeating: "a", count: 300_000))))
        XCTAssertTrue(UntrustedText("an a").mentions(short))
    }

    func testCause_isLeftOut_whenItSaysThatThereIsNone() async throws {
        let bot = try await TestBot(Relay.self)

        _ = try await bot.post("/relay", json: #"{"message": "Backup done", "error": "none"}"#)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["Backup done"])
    }

    func testTables_loseTheCredentialsOfAColumn_andKeepTheirKeys() async throws {
        let bot = try await TestBot(Relay.self)
        let tables = [
            #"{"content": "| User | Password |\n|---|---|\n| mira | hunterZq |"}"#,
            #"{"message": "| User | Password |\n|---|---|\n| mira | hunterZq |", "markdown": true}"#,
            #"{"embeds": [{"description": "| User | Password |\n|---|---|\n| mira | hunterZq |"}]}"#,
            #"{"attachments": [{"text": "| User | Password |\n|---|---|\n| mira | hunterZq |"}]}"#,
            #"{"message": "| Key | Value |\n|---|---|\n| region | eu-west |"}"#,
        ]

        for table in tables { _ = try await bot.post("/relay", json: table) }

        let texts = bot.chat.sent.map(\.text)
        XCTAssertEqual(texts.count, tables.count)
        XCTAssertFalse(texts.contains { $0.contains("hunterZq") }, "\(texts)")
        XCTAssertTrue(texts.prefix(4).allSatisfy { $0.contains("mira") }, "\(texts)")
        XCTAssertTrue(texts.last?.contains("region") == true, "\(texts)")
    }
}
