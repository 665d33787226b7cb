import XCTest

final class FieldDigestTests: XCTestCase {
    func testNamedObject_isSaidWithItsConditionAndCause() async throws {
        try await assertSummaries([
            #"""
            {"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": {"alertId": "/subscriptions/11/alerts/7",
            "alertRule": "CPU is high", "severity": "Sev0", "monitorCondition": "Fired"}, "alertContext": {}}}
            """#: "essentials: CPU is high (Fired, Sev0), schemaId: azureMonitorCommonAlertSchema",
            #"{"data": {"essentials": {"alertRule": "CPU is high", "severity": "Sev0", "monitorCondition": "Resolved"}}}"#:
                "essentials: CPU is high (Resolved, Sev0)",
            #"{"data": {"id": "1", "type": "incident", "attributes": {"name": "Kettle", "cause": "Status 503"}}}"#:
                "type: incident, attributes: Kettle: Status 503, id: 1",
            #"{"build": {"name": "kettle", "success": false, "error_message": "exit code 2"}}"#:
                "build: kettle (failed): exit code 2",
            #"{"notifications": [{"message": "Run Errored", "run_status": "errored"}], "workspace_name": "kettle"}"#:
                "notifications: Run Errored, workspace_name: kettle",
            #"{"notifications": [{"message": "Run 7", "run_status": "errored"}], "run_message": "Boil"}"#:
                "notifications: Run 7 (errored), run_message: Boil",
        ])
    }

    func testFields_areKnownByTheirLastWord() async throws {
        try await assertSummaries([
            #"""
            {"check_id": 12345, "check_name": "Kettle", "check_type": "HTTP", "check_params": {"ipv6": false, "port": 443},
            "tags": ["tea"], "previous_state": "UP", "current_state": "DOWN", "importance_level": "HIGH",
            "long_description": "It is long.", "description": "It is short."}
            """#:
                "check_name: Kettle, current_state: DOWN, importance_level: HIGH, description: It is short., "
                + "check_type: HTTP and 5 more",
            #"{"StatusCode": "503", "Checkrate": 300, "IP": "192.0.2.1", "Host": "a", "Name": "Kettle", "Status": "Down"}"#:
                "Name: Kettle, Status: Down, StatusCode: 503, Checkrate: 300, IP: 192.0.2.1 and 1 more",
        ])
    }

    func testAccount_isTheNameOfAPersonAlone() async throws {
        try await assertSummaries([
            #"{"action": "Create", "alert": {"message": "CPU is high", "username": "mira@example.org", "priority": "P1"}}"#:
                "alert: CPU is high (P1), action: Create",
            #"{"post": {"username": "mira", "topic_title": "Kettles", "raw": "Hello @x"}}"#: "post: Kettles: Hello @x",
            #"{"post": {"username": "mira", "cooked": "Hello"}}"#: "post: mira, cooked: Hello",
            #"{"sender": {"login": "mira", "plan": "free"}}"#: "sender: mira",
        ])
    }

    func testWhatIsPushed_comesBeforeItsForm() async throws {
        try await assertSummaries([
            #"""
            {"events": [{"action": "push", "target": {"mediaType": "application/json", "size": 708, "length": 708,
            "repository": "tea/kettle", "tag": "1.0"}, "actor": {"name": "mira"}}]}
            """#:
                "actor: mira, action: push, repository: tea/kettle, tag: 1.0, mediaType: application/json and 2 more"
        ])
    }
}
