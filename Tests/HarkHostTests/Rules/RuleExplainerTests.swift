import HarkEvents
import HarkTesting
import XCTest

@testable import HarkHost

/// Announces pushes, whose author a payload may lack.
private struct Forge: ProviderPlugin {
    static let provider = Provider(
        "forge", title: "forge", summary: "Announces pushes.", verifier: .github, secret: "The secret.",
        events: EventTable(["push": { EventNotification("\($0.author) pushed") }]))

    let receiver: EventReceiver

    init(_ receiver: EventReceiver) { self.receiver = receiver }
}

/// Announces the pushes of another forge in the same words.
private struct Mirror: ProviderPlugin {
    static let provider = Provider(
        "mirror", title: "mirror", summary: "Announces pushes.", verifier: .github, secret: "The secret.",
        events: EventTable(["push": { EventNotification("\($0.author) pushed") }]))

    let receiver: EventReceiver

    init(_ receiver: EventReceiver) { self.receiver = receiver }
}

/// Announces whatever comes, and the event that some payloads name.
private struct Anything: ProviderPlugin {
    static let provider = Provider(
        "anything", title: "anything", summary: "Announces anything.", verifier: .github,
        secret: "The secret.",
        events: EventTable(
            ["tick": { _ in EventNotification("a tick") }], namedBy: .field("kind"),
            nameless: { _ in EventNotification("a message") }))

    let receiver: EventReceiver

    init(_ receiver: EventReceiver) { self.receiver = receiver }
}

/// Declares no events.
private struct Silent: Plugin {
    static let manifest = Manifest<Self>(name: "silent", summary: "Declares no events.")

    init(_ context: PluginContext) {}
}

final class RuleExplainerTests: XCTestCase {
    private func explained(
        _ json: String, by plugins: any Plugin.Type..., event: String? = nil, for plugin: String? = nil
    ) async throws -> ExplainedPayload {
        let bot = try await TestBot(plugins: plugins, environment: [:], at: TestBot.newYear2026)
        return try bot.host.ruleExplainer.explain(Array(json.utf8), ofFile: "payload.json", event: event, for: plugin)
    }

    func testPlugin_isTheOneThatDeclaresTheGivenEvent_whenAnotherReadsAnything() async throws {
        let explained = try await explained("{}", by: Anything.self, Forge.self, event: "push")

        XCTAssertEqual(explained.plugin, "forge")
        XCTAssertEqual(explained.doubts, [])
    }

    func testPlugin_isTheOneWhoseEventThePayloadNames() async throws {
        let explained = try await explained(#"{"kind":"tick"}"#, by: Anything.self, Forge.self)

        XCTAssertEqual(explained.plugin, "anything")
        XCTAssertEqual(explained.text, "a tick")
        XCTAssertEqual(explained.doubts, [])
    }

    func testDoubt_isSaid_whenNoPluginDeclaresTheEvent() async throws {
        let explained = try await explained("{}", by: Anything.self, Forge.self)

        XCTAssertEqual(explained.plugin, "anything")
        XCTAssertEqual(
            explained.doubts, ["No plugin declares the event of this payload. If it has one, name it with --event."])
    }

    func testDoubt_namesThePluginsThatReadThePayloadEquallyWell() async throws {
        let payload = #"{"author":"ada"}"#

        let unsure = try await explained(payload, by: Forge.self, Mirror.self, event: "push")
        let chosen = try await explained(payload, by: Forge.self, Mirror.self, event: "push", for: "mirror")

        XCTAssertEqual(unsure.plugin, "forge")
        XCTAssertEqual(
            unsure.doubts, ["It may also be for mirror: name the plugin that gets it with --plugin."])
        XCTAssertEqual(chosen.plugin, "mirror")
        XCTAssertEqual(chosen.doubts, [])
    }

    func testRemark_namesTheNearestEvent_whenThePluginHasNoneOfThatName() async throws {
        let bot = try await TestBot(Anything.self, Forge.self)

        XCTAssertEqual(
            try bot.host.registry.remark(onEvent: "puhs", of: "forge"),
            "forge announces no event “puhs”. Did you mean push? It is sent as it is.")
        XCTAssertNil(try bot.host.registry.remark(onEvent: "Push", of: "forge"))
        XCTAssertNil(try bot.host.registry.remark(onEvent: "puhs", of: "anything"))
    }

    func testRefusal_saysWhyAPluginWithoutEventsIsNotExplained() async throws {
        do {
            _ = try await explained("{}", by: Forge.self, Silent.self, for: "silent")
            XCTFail("It is explained.")
        } catch let rejection as Rejection {
            XCTAssertTrue("\(rejection.reason)".hasPrefix("Plugin silent declares no events"), "\(rejection)")
        }
    }
}
