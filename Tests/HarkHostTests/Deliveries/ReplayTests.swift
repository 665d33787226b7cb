import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

private struct Hooks: Plugin {
    static let setting = Setting<Secret>("HARK_HOOKS_SECRET", help: "The secret.")

    static let manifest = Manifest<Self>(
        name: "hooks",
        summary: "Counts what gets through.",
        settings: [setting],
        routes: [
            .post("/deploys/<service>", .raw, deployed).verified(by: .github, with: \.secret),
            .post("/standard", .raw, receive).verified(by: .standardWebhooks, with: \.secret),
            .post("/zoom", .raw, receive).verified(by: .zoom, with: \.secret),
            .post("/sms", .raw, receive).verified(by: .twilio, with: \.secret),
            .post("/paired", .raw, receive).verified(by: .buildkite, with: \.secret),
            .post("/stopped", .raw, stopped).verified(by: .github, with: \.secret),
            .post("/few", .raw, receive).verified(by: .github, with: \.secret).limited(
                to: 1, per: .seconds(3600), by: .route),
        ]
    )

    let secret: Secret

    init(_ context: PluginContext) throws { secret = try context.settings[Self.setting] }

    func deployed(_ delivery: Delivery<[UInt8]>, service: String) -> String { service }
    func receive(_ delivery: Delivery<[UInt8]>) -> String { "received" }

    /// Goes on as if nothing had happened, although its time is over.
    func stopped(_ delivery: Delivery<[UInt8]>) async -> String { "done" }
}

/// What an attacker on the way can change must not make an old delivery a new one, nor a new one an old one.
final class ReplayTests: XCTestCase {
    private static let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private func bot() async throws -> TrustBot {
        try await TrustBot(Hooks.self, environment: ["HARK_HOOKS_SECRET": Self.key])
    }

    private func signed(_ verifier: Verifier, _ path: String, id: String? = nil) throws -> Request {
        let request = Request.delivery(path, body: "{}")
        return try XCTUnwrap(Signer(verifier, secret: Self.key).sign(request, at: TestBot.newYear2026, id: id))
    }

    func testOneIdentifier_onTwoPaths_isTwoDeliveries() async throws {
        let bot = try await bot()

        let answers = [
            try await bot.send(try signed(.github, "/deploys/api", id: "1")).text,
            try await bot.send(try signed(.github, "/deploys/web", id: "1")).text,
            try await bot.send(try signed(.github, "/deploys/web", id: "1")).text,
        ]

        XCTAssertEqual(answers, ["api", "web", "duplicate"])
    }

    func testFormWithoutAllPartsOfItsIdentifier_isADuplicate_howeverItIsWritten() async throws {
        let environment = ["HARK_HOOKS_SECRET": Self.key, "HARK_BASE_URL": "https://bot.test"]
        let bot = try await TrustBot(Hooks.self, environment: environment)
        let form = "application/x-www-form-urlencoded"
        let request = Request.delivery("/sms", body: "MessageSid=SM1&Body=AB", type: form, baseURL: "https://bot.test")
        let signed = try XCTUnwrap(Signer(.twilio, secret: Self.key).sign(request, at: TestBot.newYear2026))

        var answers: [String] = []
        for body in ["MessageSid=SM1&Body=AB", "Body=AB&&MessageSid=SM1", "Body=%41B&MessageSid=SM1&Body=AB"] {
            answers.append(try await bot.send(signed.with(body: Array(body.utf8))).text)
        }

        XCTAssertEqual(answers, ["received", "duplicate", "duplicate"])
    }

    func testSignedIdentifier_countsBeforeOneThatIsNot() async throws {
        let bot = try await bot()
        let request = try signed(.standardWebhooks, "/standard")
        let svix = Request.delivery(
            "/standard",
            [
                "svix-id": request.headers["webhook-id"] ?? "",
                "svix-timestamp": request.headers["webhook-timestamp"] ?? "",
                "svix-signature": request.headers["webhook-signature"] ?? "",
            ], body: "{}")

        let answers = [
            try await bot.send(svix).text, try await bot.send(svix.with("webhook-id", "another")).text,
        ]

        XCTAssertEqual(answers, ["received", "duplicate"])
    }

    func testSenderWithoutIdentifiers_isToldApartByTimeAndBody() async throws {
        for (verifier, path) in [(Verifier.zoom, "/zoom"), (.buildkite, "/paired")] {
            let bot = try await bot()
            let request = try signed(verifier, path)

            let answers = [try await bot.send(request).text, try await bot.send(request).text]

            XCTAssertEqual(answers, ["received", "duplicate"], path)
        }
    }

    func testDelivery_mayComeAgain_whenItsHandlerWasCancelled() async throws {
        let bot = try await bot()
        let request = try signed(.github, "/stopped", id: "1")

        var answers: [String] = []
        for _ in 0..<2 {
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await bot.send(request).text
            }
            task.cancel()
            answers.append(try await task.value)
        }

        XCTAssertEqual(answers, ["The handler was stopped.", "The handler was stopped."])
    }

    func testForgedRequests_useUpNothingOfTheRoutesRate() async throws {
        let bot = try await bot()
        let forged = Request.delivery("/few", ["X-Hub-Signature-256": "sha256=00"], body: "{}")

        let statuses = try await bot.statuses(
            Array(repeating: forged, count: 3) + [try signed(.github, "/few"), try signed(.github, "/few")])

        XCTAssertEqual(statuses, [401, 401, 401, 200, 429])
    }
}
