import HarkTesting
import RelayPlugin
import XCTest

final class EnvelopeTests: XCTestCase {
    private let event = #""specversion": "1.0", "id": "1", "source": "/shop", "type": "org.example.deploy""#

    func testForm_isItsOnlyFieldsJSON_whateverTheFieldsName() async throws {
        let kuma = #"{"monitor": {"name": "Kettle", "basic_auth_pass": "hunter2"}, "msg": "[Kettle] [🔴 Down] timeout"}"#
        let parts = "--XX\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n\(kuma)\r\n--XX--\r\n"
        let template = ["HARK_RELAY_TEMPLATE": "{{monitor.name}} {{data.monitor.name}}: {{summary}}"]
        let (plain, templated) = (try await TestBot(Relay.self), try await TestBot(Relay.self, environment: template))

        for bot in [plain, templated] {
            _ = try await bot.post(
                "/relay", bytes: Array(parts.utf8), contentType: "multipart/form-data; boundary=XX")
            _ = try await bot.post("/relay", form: ["anything": #" [{"monitor": {"name": "Tea"}, "msg": "up"}]"#])
        }

        XCTAssertEqual(plain.chat.sent.map(\.text), ["[Kettle] [🔴 Down] timeout", "up"])
        XCTAssertEqual(
            templated.chat.sent.map(\.text), ["Kettle Kettle: [Kettle] [🔴 Down] timeout", "Tea ?: up"])
    }

    func testForm_isTheJSONInItsOnlyFile() async throws {
        let bot = try await TestBot(Relay.self)
        let head = "--XX\r\nContent-Disposition: form-data; name=\"data\"; filename=\"a.json\"\r\n\r\n"

        _ = try await bot.post(
            "/relay", bytes: Array("\(head){\"msg\": \"up\"}\r\n--XX--\r\n".utf8),
            contentType: "multipart/form-data; boundary=XX")

        XCTAssertEqual(bot.chat.sent.map(\.text), ["up"])
    }

    func testForm_isItsFields_whenItsOnlyOneIsNoJSON() async throws {
        try await assertSaid("{{summary}}", form: ["data": "{no"], "data: {no")
        try await assertSaid("{{summary}}", form: ["data": "5"], "data: 5")
        try await assertSaid("{{summary}}", form: ["a": #"{"b": 1}"#, "c": "2"], #"a: {"b": 1}, c: 2"#)
    }

    func testList_isReachableByFieldsAndNumbersAndSections() async throws {
        let list = #"[{"name": "tea", "n": 1}, {"name": "milk", "n": 2}]"#

        try await assertSaid("{{summary}}", json: list, "name: tea, n: 1 (and 1 more)")
        try await assertSaid("{{name}} {{1.name}} {{items.0.n}} {{count(items)}}", json: list, "tea milk 1 2")
        try await assertSaid("{{#.}}{{name}}={{n}} {{/.}}", json: list, "tea=1 milk=2")
        try await assertSaid("{{#items}}{{name}} {{/items}}{{none}}", json: list, "tea milk ?")
        try await assertSaid("{{0}} {{message}}", json: #"["a", 1]"#, #"a ["a",1]"#)
        try await assertSaid("{{summary}}", json: "[]", "[]")
        try await assertSaid("{{summary}}", json: #"[{"message": "one"}]"#, "one")
    }

    func testCloudEvent_isWhatIsInItsData() async throws {
        let data = #""data": {"title": "Deploy", "message": "shop is live", "id": 7}"#

        try await assertSaid("{{summary}}", json: "{\(event), \(data)}", "[org.example.deploy] Deploy: shop is live")
        try await assertSaid(
            "{{title}} {{data.title}} {{id}} {{data.id}}", json: "{\(event), \(data)}", "Deploy Deploy 1 7")
        try await assertSaid(
            "{{summary}}", json: #"{\#(event), "data": {"host": "tea"}}"#,
            "type: org.example.deploy, host: tea")
        try await assertSaid(
            "{{summary}}", json: #"{\#(event), "data": "all is well"}"#,
            "[org.example.deploy] all is well")
        // {"name": "tea"}
        try await assertSaid("{{name}}", json: #"{\#(event), "data_base64": "eyJuYW1lIjogInRlYSJ9"}"#, "tea")
        try await assertSaid("{{data.name}}", json: #"{\#(event), "data": "{\"name\": \"tea\"}"}"#, "tea")
        try await assertSaid(
            "{{summary}}", json: #"[{\#(event), "data": {"message": "one"}}, {\#(event)}]"#,
            "[org.example.deploy] one (and 1 more)")
        try await assertSaid(
            "{{summary}}", json: "{\(event)}", "type: org.example.deploy, specversion: 1.0, source: /shop, id: 1")
    }

    func testCloudEvent_hasItsType_whereItIsInTheHeader() async throws {
        let bot = try await TestBot(Relay.self)
        let template = ["HARK_RELAY_TEMPLATE": "{{type}} {{subject}} {{name}} {{data.name}} {{id}}"]
        let templated = try await TestBot(Relay.self, environment: template)
        let event = ["ce-specversion": "1.0", "ce-type": "order.failed", "ce-subject": "7", "ce-id": "1"]

        _ = try await bot.post("/relay", json: #"{"name": "tea"}"#, headers: event)
        _ = try await bot.post("/relay", json: #"{"message": "No tea is left"}"#, headers: event)
        _ = try await bot.post("/relay", text: "No tea is left", headers: event)
        _ = try await bot.post("/relay", text: "No tea is left", headers: ["ce-type": "order.failed"])
        _ = try await templated.post("/relay", json: #"{"name": "tea", "id": 5}"#, headers: event)

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            [
                "type: order.failed, name: tea", "[order.failed] No tea is left", "[order.failed] No tea is left",
                "No tea is left",
            ])
        XCTAssertEqual(templated.chat.sent.map(\.text), ["order.failed 7 tea tea 1"])
    }

    func testPubSubMessage_isWhatIsInItsData() async throws {
        func message(_ data: String) -> String {
            #"{"message": {\#(data) "messageId": "2", "attributes": {"zone": "eu"}}, "subscription": "projects/a/s/b"}"#
        }

        // {"title": "Disk", "message": "is full", "token": "hunter2"}
        let json = #""data": "eyJ0aXRsZSI6ICJEaXNrIiwgIm1lc3NhZ2UiOiAiaXMgZnVsbCIsICJ0b2tlbiI6ICJodW50ZXIyIn0=","#
        try await assertSaid("{{summary}}", json: message(json), "Disk: is full")
        try await assertSaid(
            "{{title}} {{message.data.title}} {{data.title}} {{message.attributes.zone}}",
            json: message(json), "Disk Disk Disk eu")
        // all is well
        try await assertSaid(
            "{{summary}}|{{data}}", json: message(#""data": "YWxsIGlzIHdlbGw=","#), "all is well|all is well")
        try await assertSaid("{{summary}}", json: message(#""data": "YWxsIGlzIHdlbGw","#), "all is well")
        try await assertSaid("{{summary}}", json: message(""), "zone: eu")
        try await assertSaid("{{summary}}", json: message(#""data": "%%%","#), "zone: eu")
    }

    private func assertSaid(
        _ template: String, json: String? = nil, form: KeyValuePairs<String, String> = [:], _ expected: String,
        line: UInt = #line
    ) async throws {
        let bot = try await TestBot(Relay.self, environment: ["HARK_RELAY_TEMPLATE": template])
        if let json {
            _ = try await bot.post("/relay", json: json)
        } else {
            _ = try await bot.post("/relay", form: form)
        }
        XCTAssertEqual(bot.chat.sent.map(\.text), [expected], line: line)
    }
}
