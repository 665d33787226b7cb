import Hark
import HarkEvents
import HarkTesting
import XCTest

@testable import RelayPlugin

final class ReadyTemplateTests: XCTestCase {
    func testPayloads_areAnnouncedAsExpected_whenTheirSenderIsKnown() async throws {
        try await checkAnnouncements(Relay.self)
    }

    func testPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Relay.self, atMost: 40)
    }

    func testPayload_isRecognisedByTheTemplateOfItsSenderAlone() throws {
        for fixture in try Fixture.all() {
            let content = try Content(.json(JSONValue(parsing: fixture.payload)))
            let payload = PayloadView(.object(content.summarized))

            let names = ReadyTemplates.all.filter { $0.recognizes(payload) }.map { $0.name }

            XCTAssertEqual(names, [fixture.event], fixture.name)
        }
    }

    func testTemplates_haveAFixtureEach() throws {
        let events = Set(try Fixture.all().map(\.event))

        XCTAssertEqual(events, Set(ReadyTemplates.all.map { $0.name }))
    }

    func testPayload_isNotRecognised_whenItOnlyLooksLikeThatOfAKnownSender() throws {
        let others = [
            #"{"msg": "hello"}"#, #"{"heartbeat": null, "monitor": null, "msg": "x", "more": 1}"#,
            #"{"kind": "Application", "apiVersion": "app.k8s.io/v1", "metadata": {"name": "kettle"}}"#,
            #"{"severity": "error", "reason": "x", "involvedObject": {"kind": "Pod", "name": "a", "apiVersion": "v1"}}"#,
            #"{"type": "PUSH_ARTIFACT", "repository": {"name": "kettle"}, "event_data": {}}"#,
            #"{"push_data": {"tag": "1"}, "repository": {"repo_name": "a/b"}}"#,
            #"{"eventType": "Grab", "instanceName": "Lidarr", "series": {"title": "Kettles"}}"#,
            #"{"eventType": "Health", "message": "no name"}"#, #"{"NotificationType": "ItemAdded", "Name": "x"}"#,
            #"{"title": "a", "message": "b", "severity": "error", "timestamp": 1}"#,
            #"{"entity_id": "7", "state": "on", "attributes": {}}"#,
            #"{"entity_id": "light.x", "state": {"a": 1}, "attributes": {}}"#,
            #"{"name": "x", "status": "down", "tags": []}"#, #"{"title": "a", "host": "b", "message": "c"}"#,
            #"{"event_id": "1", "event_name": "x", "event_value": "7", "host_name": "h", "event_severity": "High"}"#,
            #"{"page": {"id": "x"}, "incident": {"name": "x", "status": "resolved"}}"#, "[]", "{}",
            #"[{"heartbeat": null, "monitor": null, "msg": "x"}]"#,
        ]

        for other in others {
            let content = try Content(.text(other))
            XCTAssertNil(ReadyTemplates.recognizing(content)?.name, other)
        }
    }

    func testOperatorsTemplate_isUsed_whenTheSenderIsKnown() async throws {
        let fixture = try Fixture.named("zabbix.json")
        let always = try await TestBot(Relay.self, environment: ["HARK_RELAY_TEMPLATE": "{{event_id}}"])
        let named = try await TestBot(Relay.self, environment: ["HARK_RELAY_TEMPLATES": "zabbix: {{host_name}}!"])

        _ = try await always.deliver(fixture, to: Relay.self)
        _ = try await named.post("/relay?template=zabbix", bytes: fixture.payload, contentType: "application/json")

        XCTAssertEqual(always.chat.sent.map(\.text), ["5012"])
        XCTAssertEqual(named.chat.sent.map(\.text), ["web-1!"])
    }

    func testReadyTemplate_isUsed_whenTheURLChoosesIt() async throws {
        let bot = try await TestBot(Relay.self, environment: ["HARK_RELAY_TEMPLATE": "{{event_id}}"])
        let almost = #"{"event_name": "Disk", "event_severity": "Average", "event_value": 1, "host_name": "web-1"}"#

        _ = try await bot.post("/relay?template=zabbix", json: almost)
        _ = try await bot.post("/relay?template=zabbix", json: #"{"title": "Disk", "message": "is full"}"#)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["[web-1] PROBLEM Disk (Average)", "Disk: is full"])
    }

    func testForm_isRecognised_whenItHoldsThePayload() async throws {
        let bot = try await TestBot(Relay.self)
        let payload = String(decoding: try Fixture.named("uptime-kuma.json").payload, as: UTF8.self)

        _ = try await bot.post("/relay", form: ["data": payload])

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            ["Kettle is down: timeout of 48000ms exceeded https://kettle.example.org/health"])
    }

    func testLine_isOneLineWithoutCredentials_whateverTheTextsHold() async throws {
        let hostile = "a\n<b>\u{7}\u{202e} https://ada:hunter2@db.example.org/?token=hunter2"
        for fixture in try Fixture.all() {
            let payload = try JSONValue(parsing: fixture.payload).replacingTexts { text in
                ReadyTemplateTests.keptTexts.contains { text.hasPrefix($0) } ? text : "\(text) \(hostile)"
            }
            let bot = try await TestBot(Relay.self)

            let response = try await bot.post("/relay?template=\(fixture.event)", json: payload.serialized())

            let said = bot.chat.sent.map(\.text).joined()
            XCTAssertEqual(response.status, .ok, fixture.name)
            XCTAssertFalse(said.contains("hunter2"), "\(fixture): \(said)")
            XCTAssertFalse(said.contains { $0.isNewline || $0 == "\u{7}" || $0 == "\u{202e}" }, "\(fixture): \(said)")
        }
    }

    /// Beginnings of texts by which a template knows its sender or the kind of an event.
    private static let keptTexts = [
        "argoproj.io/", "Application", "PUSH_", "SCANNING_", "QUOTA_", "REPLICATION", "TAG_", "harbor.", "Download",
        "Health", "Grab", "ItemAdded", "Playback", "state_changed",
    ]

    func testFacts_areThoseThatRulesAskFor() async throws {
        let conditions = [
            "uptime-kuma.json": "place=Kettle outcome=failure severity=error event=down",
            "uptime-kuma.up.json": "outcome=success severity=error",
            "argo-cd.json": "place=kettle branch=main outcome=success severity=success",
            "argo-cd.degraded.json": "outcome=failure severity=error",
            "flux.json": "place=apps/kettle event=ValidationFailed severity=error outcome=failure",
            "flux.succeeded.json": "outcome=success severity=success",
            "harbor.json": "place=tea/kettle actor=mira event=PUSH_ARTIFACT",
            "harbor.scan.json": "severity=critical", "harbor.replication.json": "outcome=failure severity=error",
            "harbor.retention.json": "outcome=success place=tea", "docker-hub.json": "branch=1.2.0 actor=mira",
            "sonarr.health.json": "event=Health severity=warning", "radarr.json": "event=Grab",
            "jellyfin.playback.json": "actor=ada event=PlaybackStart", "proxmox.json": "place=pve1 severity=error",
            "proxmox.updates.json": "severity=info label=type=package-updates",
            "home-assistant.json": "place=binary_sensor.cellar_water severity=error label=moisture",
            "healthchecks.json": "outcome=failure label=db severity=error",
            "healthchecks.up.json": "outcome=success severity=error",
            "watchtower.json": "place=web-1 outcome=failure severity=error",
            "zabbix.json": "place=web-1 severity=error label=component:storage",
            "zabbix.resolved.json": "outcome=success severity=error",
            "statuspage.json": "event=incident severity=error outcome=failure",
            "statuspage.maintenance.json": "event=incident severity=info outcome!=failure",
            "statuspage.progress.json": "event=incident severity=info outcome!=failure",
            "statuspage.component.json": "place=Kettles outcome=success severity=critical",
            "statuspage.resolved.json": "outcome=success severity!=success",
            "argo-cd.deleted.json": "outcome!=success outcome!=failure",
            "argo-cd.running.json": "outcome!=success", "argo-cd.failed.json": "outcome=failure",
            "argo-cd.unknown.json": "outcome=failure",
            "watchtower.skipped.json": "outcome=failure severity=warning",
            "jellyfin.task.json": "outcome=failure severity=error", "harbor.cloudevent.json": "actor=mira",
        ]

        for (fixture, condition) in conditions { try await assertMatchesRule(Relay.self, fixture, condition) }
    }
}

extension JSONValue {
    /// The value with other texts.
    fileprivate func replacingTexts(_ change: (String) -> String) -> JSONValue {
        switch self {
        case .string(let text): .string(change(text))
        case .array(let elements): .array(elements.map { $0.replacingTexts(change) })
        case .object(let object): .object(JSONObject(object.map { .init($0.name, $0.value.replacingTexts(change)) }))
        case .null, .bool, .integer, .number, .longNumber: self
        }
    }
}
