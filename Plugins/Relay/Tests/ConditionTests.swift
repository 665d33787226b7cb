import Hark
import HarkTesting
import RelayPlugin
import XCTest

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
        let environment = ["HARK_RULES": "#bad outcome=failure; #good outcome=success severity=success"]
        let bot = try await TestBot(Relay.self, environment: environment)

        for state in ["DOWN", "resolved"] {
            _ = try await bot.post("/relay", json: #"{"title": "Disk", "severity": "critical", "state": "\#(state)"}"#)
        }

        XCTAssertEqual(bot.chat.sent.map(\.room), ["#bad", "#good"])
    }
}
