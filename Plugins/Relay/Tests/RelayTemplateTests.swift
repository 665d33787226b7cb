import Hark
import HarkTesting
import RelayPlugin
import XCTest

final class RelayTemplateTests: XCTestCase {
    func testTemplate_isTheOneThatTheURLChooses() async throws {
        let bot = try await TestBot(
            Relay.self,
            environment: [
                "HARK_RELAY_TEMPLATE": "{{service}}: {{summary}}",
                "HARK_RELAY_TEMPLATES": "deploy: {{service}} is live\n\nlist: {{#hosts}}{{.}} {{/hosts}}",
            ])
        let payload = #"{"service": "shop", "text": "well", "hosts": ["web-1", "web-2"]}"#

        for query in ["", "?template=deploy", "?template=list"] {
            _ = try await bot.post("/relay/ops\(query)", json: payload)
        }

        XCTAssertEqual(bot.chat.sent, ["[#ops] shop: well", "[#ops] shop is live", "[#ops] web-1 web-2"])
    }

    func testSeverity_isThatOfThePayload_forRules() async throws {
        let bot = try await TestBot(Relay.self, environment: ["HARK_RULES": "#oncall severity>=error"])

        for kind in [#""type": "failure""#, #""severity": "critical""#, #""level": "warning""#, #""type": "deploy""#] {
            _ = try await bot.post("/relay/ops", json: "{\(kind), \"message\": \"hello\"}")
        }

        XCTAssertEqual(bot.chat.sent.map(\.room), ["#oncall", "#oncall", "#ops", "#ops"])
    }

    func testDelivery_isRefused_whenTheURLChoosesATemplateThatIsNotThere() async throws {
        let bot = try await TestBot(Relay.self)

        let response = try await bot.post("/relay?template=deploy", text: "hello")

        XCTAssertEqual(response.status, .badRequest)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testStart_failsAndPointsAtTheFault_whenATemplateHasOne() async {
        let environment = [
            "HARK_RELAY_TEMPLATE": "{{title}}\n{{#a}}x{{/b}}",
            "HARK_RELAY_TEMPLATES": "deploy: {{service}",
        ]

        do {
            _ = try await TestBot(Relay.self, environment: environment)
            XCTFail("The bot started.")
        } catch {
            let text = "\(error)"
            XCTAssertTrue(
                text.contains("its value is not a Mustache template: line 2, column 8: section “a” is open"), text)
            XCTAssertTrue(text.contains("line 1, column 9, in “deploy”: a tag is not closed"), text)
        }
    }

    func testPayload_isAccepted_whateverBecomesOfTheirFields() async throws {
        let template = "{{event}} {{repository.name}} {{commits}} {{#commits}}{{author.name}}{{/commits}} {{summary}}"
        let object = JSONObject([
            .init("event", "push"), .init("repository", ["name": "shop"]), .init("title", "A push"),
            .init("commits", [["author": ["name": "ada"]], nil]), .init("deep", ["a": [nil, ["b": 1.5]]]),
        ])

        for member in object {
            for value in [nil, JSONValue.null, 1, "x", [], [:]] {
                var mutated = object
                mutated[member.name] = value
                let bot = try await TestBot(Relay.self, environment: ["HARK_RELAY_TEMPLATE": template])
                let response = try await bot.post("/relay", json: JSONValue.object(mutated).serialized())
                XCTAssertEqual(response.status, .ok, response.text)
                XCTAssertEqual(bot.chat.sent.count, 1)
            }
        }
    }
}
