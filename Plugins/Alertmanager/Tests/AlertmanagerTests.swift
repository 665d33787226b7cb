import AlertmanagerPlugin
import HarkTesting
import TestSupport
import XCTest

final class AlertmanagerTests: XCTestCase {
    func testManifest_hasNoFaults() {
        checkManifest(Alertmanager.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Alertmanager.self)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Alertmanager.self)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Alertmanager.self)
    }

    func testUnsignedNotification_isRefused_andNothingIsAnnounced() async throws {
        let bot = try await TestBot(Alertmanager.self)
        let firing = try Fixture.named("firing.json")

        let response = try await bot.send(
            Request(
                method: .post, target: "/alertmanager", headers: [.contentType: "application/json"],
                body: firing.payload))

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testReminder_isTold_onlyAfterAMinute() async throws {
        let bot = try await TestBot(Alertmanager.self)
        let firing = try Fixture.named("firing.json")

        for pause in [Duration.zero, .seconds(30), .seconds(31)] {
            bot.clock.advance(by: pause)
            _ = try await bot.deliver(firing, to: Alertmanager.self)
        }

        XCTAssertEqual(bot.chat.sent.count, 2)
    }

    func testReceiver_mayHaveAPathOfItsOwn() async throws {
        let bot = try await TestBot(Alertmanager.self)
        let firing = String(decoding: try Fixture.named("firing.json").payload, as: UTF8.self)

        let response = try await bot.post("/alertmanager/team-shop/", json: firing)

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testPrometheus_isToldThatAnAlertmanagerBelongsBetween() async throws {
        let bot = try await TestBot(Alertmanager.self)
        let alerts = #"[{"labels": {"alertname": "DiskFull"}, "startsAt": "2026-05-01T10:15:00Z"}]"#

        let response = try await bot.post("/alertmanager/api/v2/alerts", json: alerts)

        XCTAssertEqual(response.status, .badRequest)
        XCTAssertTrue(response.text.contains("let Prometheus post to an Alertmanager"), response.text)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testLine_hasTheTextOfTheAlert_whicheverAnnotationHasIt() async throws {
        let texts = [
            (#"{"message": "Disk is full"}"#, ": Disk is full"), (#"{"title": "Disk"}"#, ": Disk"),
            (#"{"title": "Disk", "message": "is full"}"#, ": is full"),
            (#"{"message": "m", "description": "d"}"#, ": d"), (#"{"message": "m", "summary": "s"}"#, ": s"),
            (#"{"message": "", "title": "t"}"#, ": t"), (#"{"runbook_url": "https://a.b"}"#, ""),
            (#"{"summary": "see https://a:hunter2@b.example.org"}"#, ": see https://a:…@b.example.org"),
        ]

        for (annotations, text) in texts {
            let bot = try await TestBot(Alertmanager.self)
            let alert = #"{"status": "firing", "labels": {"alertname": "Disk"}, "annotations": \#(annotations)}"#
            _ = try await bot.post("/alertmanager", json: #"{"status": "firing", "alerts": [\#(alert)]}"#)
            XCTAssertEqual(bot.chat.sent.map(\.text), ["FIRING Disk\(text)"])
        }
    }

    func testLine_showsNoCredentials() async throws {
        let bot = try await TestBot(Alertmanager.self)
        let alerts = ["hunter1", "hunter2"].map { token in
            """
            {"status": "firing", "labels": {"alertname": "Login", "api_token": "\(token)", "site": "\(token.last ?? "0")"},
            "generatorURL": "https://prometheus.example.org/graph?token=\(token)"}
            """
        }

        _ = try await bot.post(
            "/alertmanager", json: #"{"status": "firing", "alerts": [\#(alerts.joined(separator: ","))]}"#)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["FIRING (2) Login on 1, 2"])
    }

    func testAlert_isOne_whenNobodyNamedIt() async throws {
        let bot = try await TestBot(Alertmanager.self)

        _ = try await bot.post("/alertmanager", json: #"{"alerts": [{"status": "firing", "labels": {"job": "node"}}]}"#)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["FIRING an alert on node"])
    }

    func testLine_namesWhatTellsTheAlertsApart_whenTheyShareTheirExporter() async throws {
        let exporter = #""job": "kube-state-metrics", "service": "kube-state-metrics", "namespace": "shop""#
        let host = #""instance": "web-1:9100", "job": "node""#

        let lines = try await [
            line(alert(#"\#(exporter), "deployment": "cart""#), alert(#"\#(exporter), "deployment": "pay""#)),
            line(alert(#"\#(host), "pod": "cart-1""#), alert(#"\#(host), "pod": "cart-2""#)),
            line(["/", "/a", "/b", "/c"].map { alert(#""device": "d\#($0)", \#(host), "mountpoint": "\#($0)""#) }),
            line(
                alert(#"\#(host), "severity": "low", "queue": "a""#),
                alert(#"\#(host), "severity": "high", "queue": "b""#)),
        ]

        XCTAssertEqual(
            lines,
            [
                "FIRING (2) Lab on cart, pay", "FIRING (2) Lab on cart-1, cart-2",
                "FIRING (4) Lab on /, /a, /b and 1 more", "FIRING (2) Lab on a, b",
            ])
    }

    func testLine_namesTheMachine_whenNothingElseTellsTheAlertsApart() async throws {
        let host = #""instance": "web-1", "job": "node""#

        let lines = try await [
            line(alert(host)),
            line(alert(#"\#(host), "severity": "low""#), alert(#"\#(host), "severity": "high""#)),
            line(alert(#"\#(host), "mountpoint": "/""#), alert(host, name: "Load")),
            line(alert(#""disk": "sda""#), alert(#""queue": "mail""#)),
        ]

        XCTAssertEqual(
            lines,
            [
                "FIRING Lab on web-1", "FIRING (2) Lab on web-1", "FIRING (2) Lab, Load on web-1",
                "FIRING (2) Lab on mail, sda",
            ])
    }

    func testLine_saysWhichFireAndWhichAreResolved_whenTheGroupIsMixed() async throws {
        let ksm = #""service": "kube-state-metrics""#

        let lines = try await [
            line(
                alert(#""instance": "web-1""#, name: "HighLatency", status: "resolved"),
                alert(#""instance": "db-1""#, name: "DiskFull", saying: "disk full")),
            line(
                alert(#"\#(ksm), "deployment": "cart""#), alert(#"\#(ksm), "deployment": "pay""#, status: "resolved"),
                alert(#"\#(ksm), "deployment": "mail""#, status: "resolved")),
        ]

        XCTAssertEqual(
            lines,
            [
                "1 firing, 1 resolved: DiskFull on db-1: disk full; resolved: HighLatency on web-1",
                "1 firing, 2 resolved: Lab on cart; resolved: Lab on mail, pay",
            ])
    }

    func testLine_takesLittleTime_whenLabelsAreEndless() async throws {
        let marks = String(repeating: "\u{301}\u{316}", count: 50_000)
        let alerts = ["a", "b"].map { alert(#""\#(marks)": "x\#($0)", "queue": "\#($0)\#(marks)""#) }

        let timer = ProcessorTimer()
        _ = try await line(alerts)

        XCTAssertLessThan(timer.elapsed, .seconds(2))
    }

    func testLine_hasTheNextLink_whenTheFirstIsTooLong() async throws {
        let bot = try await TestBot(Alertmanager.self)
        let query = String(repeating: "x", count: 300)

        _ = try await bot.post(
            "/alertmanager",
            json: """
                {"status": "firing", "externalURL": "https://alerts.example.org", "commonLabels": {"alertname": "Lab"},
                "alerts": [{"status": "firing", "generatorURL": "https://prometheus.example.org/?q=\(query)"}]}
                """)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["FIRING Lab https://alerts.example.org"])
    }

    /// An alert in JSON, with labels as they stand in it.
    private func alert(
        _ labels: String, name: String = "Lab", status: String = "firing", saying summary: String = ""
    ) -> String {
        #"{"status": "\#(status)", "labels": {"alertname": "\#(name)", \#(labels)}, "#
            + #""annotations": {"summary": "\#(summary)"}}"#
    }

    private func line(_ alerts: String...) async throws -> String? { try await line(alerts) }

    /// What is said of these alerts.
    private func line(_ alerts: [String]) async throws -> String? {
        let bot = try await TestBot(Alertmanager.self)
        _ = try await bot.post(
            "/alertmanager", json: #"{"status": "firing", "alerts": [\#(alerts.joined(separator: ", "))]}"#)
        return bot.chat.sent.first?.text
    }
}
