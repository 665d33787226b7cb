import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Says what each kind of row makes of a body.
private struct Readers: Plugin {
    static let setting = Setting<Secret>("HARK_READERS_SECRET", help: "The secret.")
    static let events = EventTable(
        ["push": { EventNotification("forged: \($0.forged, or: "no")") }], namedBy: .header("X-GitHub-Event"))

    static let manifest = Manifest<Self>(
        name: "readers",
        summary: "Reads bodies.",
        settings: [setting],
        routes: [
            .post("/event", .event(of: events), announce).verified(by: .github, with: \.secret),
            .post("/field", .form("payload"), said).verified(by: .github, with: \.secret),
            .post("/form", .form, read).verified(by: .github, with: \.secret),
            .post("/identified", .raw, receive).verified(by: .pagerDuty, with: \.secret),
            .post("/dated", .raw, receive).verified(by: .linear, with: \.secret),
        ]
    )

    struct Fields: Decodable { let payload: String }

    let secret: Secret

    init(_ context: PluginContext) throws { secret = try context.settings[Self.setting] }

    func announce(_ delivery: Delivery<WebhookEvent>) -> String { delivery.body.notification?.text.description ?? "" }
    func said(_ delivery: Delivery<String>) -> String { delivery.body }
    func read(_ delivery: Delivery<Fields>) -> String { delivery.body.payload }
    func receive(_ delivery: Delivery<[UInt8]>) -> String { "received" }
}

/// Signatures cover the body, and not the `Content-Type`: whoever has seen one signed delivery may send it as anything.
final class RelabelledBodyTests: XCTestCase {
    private let labels = [
        "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "multipart/form-data", "text/plain", "application/octet-stream",
    ]

    private func bot() async throws -> TrustBot {
        try await TrustBot(Readers.self, environment: ["HARK_READERS_SECRET": "s3cret"])
    }

    private func signed(_ verifier: Verifier, _ path: String, body: String) throws -> Request {
        let request = Request.delivery(path, ["X-GitHub-Event": "push"], body: body)
        return try XCTUnwrap(Signer(verifier, secret: "s3cret").sign(request, at: TestBot.newYear2026, id: "1"))
    }

    func testTextWithinSignedJSON_neverBecomesAField() async throws {
        let bodies = [
            #"{"title":"x&payload=%7B%22forged%22%3A%22yes%22%7D&y"}"#,
            "\u{FEFF} [\"&payload=yes&\"]", "\n{\"half\":\"\\ud83d&payload=yes\", broken",
        ]
        for path in ["/event", "/field", "/form"] {
            for (index, body) in bodies.enumerated() {
                for label in labels {
                    let bot = try await bot()
                    let delivery = try signed(.github, path, body: body).with("Content-Type", label)

                    let answer = try await bot.send(delivery)

                    XCTAssertFalse(answer.text.contains("yes"), "\(path) \(index) \(label): \(answer.text)")
                }
            }
        }
    }

    func testForm_isReadAsBefore() async throws {
        let bot = try await bot()
        let form = try signed(.github, "/field", body: "payload=%22yes%22")

        let answer = try await bot.send(form.with("Content-Type", "application/x-www-form-urlencoded"))

        XCTAssertEqual(answer.text, "\"yes\"")
    }

    func testDuplicate_isKnown_whateverItIsCalled() async throws {
        let bot = try await bot()
        let delivery = try signed(.pagerDuty, "/identified", body: #"{"event":{"id":"P1"}}"#)

        var answers: [String] = []
        for label in labels { answers.append(try await bot.send(delivery.with("Content-Type", label)).text) }

        XCTAssertEqual(answers, ["received"] + labels.dropFirst().map { _ in "duplicate" })
    }

    func testStaleDelivery_isRefused_whateverItIsCalled() async throws {
        let bot = try await bot()
        let milliseconds = Int(TestBot.newYear2026.timeIntervalSince1970 - 86_400) * 1000
        let delivery = try signed(.linear, "/dated", body: "{\"webhookTimestamp\":\(milliseconds)}")

        var statuses: [Int] = []
        for label in labels { statuses.append(try await bot.send(delivery.with("Content-Type", label)).status.code) }

        XCTAssertEqual(statuses, labels.map { _ in 401 })
    }
}
