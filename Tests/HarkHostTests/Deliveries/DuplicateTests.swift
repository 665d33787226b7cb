import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Lets the URL choose a room, where the operator lets it.
private struct QueryProbe: Plugin {
    static let query = Setting("HARK_QUERYPROBE_QUERY", default: false, help: "Whether the URL may choose.")
    static let setting = Setting<Secret>("HARK_QUERYPROBE_SECRET", help: "The secret.")

    static let manifest = Manifest<Self>(
        name: "queryprobe",
        summary: "Does what the URL says.",
        settings: [query, setting],
        routes: [
            .post("/chosen", .raw, run).verified(by: .github, with: \.secret).identified(withQuery: \.fields)
        ]
    )

    let fields: [String]
    let secret: Secret

    init(_ context: PluginContext) throws {
        fields = try context.settings[Self.query] ? ["room"] : []
        secret = try context.settings[Self.setting]
    }

    func run(_ delivery: Delivery<[UInt8]>) -> String { "ran" }
}

/// A delivery that comes again is not handled again, unless handling it failed.
final class DuplicateTests: XCTestCase {
    private let environment = [
        "HARK_SECRETPROBE_TOKEN": "t", "HARK_SECRETPROBE_HUB": "h", "HARK_SECRETPROBE_SLACK": "s",
        "HARK_SECRETPROBE_DISCORD": SignedSample.discord.secret,
    ]

    /// A delivery of GitHub's with the given identifier, signed.
    private func delivery(_ id: String, to path: String = "/hub", body: String = "ok") throws -> Request {
        let request = Request.delivery(path, ["X-GitHub-Delivery": id], body: body)
        return try XCTUnwrap(Signer(.github, secret: "h").sign(request, at: TestBot.newYear2026))
    }

    func testFinishedDelivery_isAnsweredDuplicate_andNotHandledAgain() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: environment)
        _ = try await bot.send(try delivery("1"))

        let answer = try await bot.send(try delivery("1"))

        XCTAssertEqual(answer.status, .ok)
        XCTAssertEqual(answer.text, "duplicate")
        XCTAssertEqual(bot.chat.sent, ["[#runs] /hub"])
        XCTAssertEqual(bot.records.all.map(\.delivery), ["1", "1"])
    }

    func testAcceptedDelivery_isFinished() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: environment)

        let statuses = try await bot.statuses([try delivery("1", body: "later"), try delivery("1", body: "later")])

        XCTAssertEqual(statuses, [202, 200])
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testFailedDelivery_isHandledAgain() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: environment)

        let statuses = try await bot.statuses([
            try delivery("1", body: "refuse"), try delivery("1", body: "fail"), try delivery("1"), try delivery("1"),
        ])

        XCTAssertEqual(statuses, [422, 500, 200, 200])
        XCTAssertEqual(bot.chat.sent.count, 3)
    }

    func testUndecodableDelivery_isHandledAgain() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: environment)

        let statuses = try await bot.statuses([
            try delivery("1", to: "/hub/item", body: "{"), try delivery("1", to: "/hub/item", body: #"{"a":1}"#),
        ])

        XCTAssertEqual(statuses, [400, 200])
    }

    func testRunningDelivery_isAnswered503WithRetryAfter() async throws {
        let chat = HeldChat()
        let bot = try await TrustBot(SecretProbe.self, environment: environment, network: chat)
        let delivery = try delivery("1")
        async let first = bot.send(delivery)
        await chat.waitForArrival()

        let second = try await bot.send(delivery)
        chat.takeOne()
        let statuses = [try await first.status, try await bot.send(delivery).status]

        XCTAssertEqual(second.status, .serviceUnavailable)
        XCTAssertEqual(second.headers[.retryAfter], "5")
        XCTAssertEqual(statuses, [.ok, .ok])
    }

    func testIdentifier_isOfItsRouteAlone() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: environment)

        _ = try await bot.statuses([
            try delivery("1"), try delivery("1", to: "/hub/other"), try delivery("1"), try delivery("2"),
        ])

        XCTAssertEqual(bot.chat.sent, ["[#runs] /hub", "[#runs] /hub/other", "[#runs] /hub"])
    }

    func testForgedDelivery_doesNotMarkItsIdentifier() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: environment)
        let forged = try delivery("1").with("X-Hub-Signature-256", "sha256=\(String(repeating: "0", count: 64))")

        let statuses = try await bot.statuses([forged, try delivery("1"), forged])

        XCTAssertEqual(statuses, [401, 200, 401])
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testDelivery_isNewAgain_afterTheTimeThatItsIdentifierIsRemembered() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: environment)
        _ = try await bot.send(try delivery("1"))

        bot.clock.advance(by: DeliveryID.defaultRetention - .seconds(1))
        let before = try await bot.send(try delivery("1"))
        bot.clock.advance(by: .seconds(1))
        let after = try await bot.send(try delivery("1"))

        XCTAssertEqual([before.text, after.text], ["duplicate", "ran"])
    }

    func testOneDelivery_isHandledForEachChoiceOfTheURL_whereTheURLMayChoose() async throws {
        let targets = ["/chosen?room=a", "/chosen?room=b", "/chosen?room=b&x=1", "/chosen?room=a&room=b", "/chosen"]
        var answers: [[String]] = []
        for choice in ["true", "false"] {
            let bot = try await TrustBot(
                QueryProbe.self, environment: ["HARK_QUERYPROBE_QUERY": choice, "HARK_QUERYPROBE_SECRET": "h"])
            let delivery = try delivery("1", to: "/")

            var texts: [String] = []
            for target in targets {
                var request = delivery
                request.target = RequestTarget(target)
                texts.append(try await bot.send(request).text)
            }
            answers.append(texts)
        }

        let (ran, duplicate) = ("ran", "duplicate")
        XCTAssertEqual(
            answers, [[ran, ran, duplicate, ran, ran], [ran, duplicate, duplicate, duplicate, duplicate]])
    }

    func testChoicesOfTheURL_areBounded() async throws {
        let bot = try await TrustBot(
            QueryProbe.self, environment: ["HARK_QUERYPROBE_QUERY": "true", "HARK_QUERYPROBE_SECRET": "h"])

        var runs = 0
        for number in 0..<100 {
            let answer = try await bot.send(try delivery("1", to: "/chosen?room=\(number)"))
            if answer.text == "ran" { runs += 1 }
        }
        let other = try await bot.send(try delivery("2", to: "/chosen?room=a"))

        XCTAssertEqual(runs, RequestGuard.mostChoices + 1)
        XCTAssertEqual(other.text, "ran")
    }

    func testStoppedHandler_hasFailed_whateverItAnswers() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: environment)
        for path in ["/hub", "/hub/item"] {
            let body = path == "/hub" ? "ok" : "{}"
            let delivery = try delivery("1", to: path, body: body)

            let stopped = Task {
                while !Task.isCancelled { await Task.yield() }
                return await bot.host.pipeline.respond(to: delivery)
            }
            stopped.cancel()
            let answers = [await stopped.value.status, try await bot.send(delivery).status]

            XCTAssertEqual(answers, [.serviceUnavailable, .ok], path)
            XCTAssertEqual(bot.records.all.suffix(2).map(\.status), [.serviceUnavailable, .ok], path)
        }
        let status = await bot.send("!webstatus")[0]
        XCTAssertEqual(status.split(separator: "\n").count { $0.contains("1 served, 0 refused, 1 failed") }, 2, status)
    }

    func testDeliveryWithoutIdentifier_isAlwaysNew() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: environment)
        let delivery = try delivery("1").with("X-GitHub-Delivery", nil)

        _ = try await bot.statuses([delivery, delivery.with("X-GitHub-Delivery", ""), delivery])

        XCTAssertEqual(bot.chat.sent.count, 3)
    }

    func testDuplicate_isCountedAsIgnored_andToldOnce() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: environment)

        _ = try await bot.statuses(Array(repeating: try delivery("1"), count: 4))

        let status = await bot.send("!webstatus")[0]
        XCTAssertTrue(status.contains("4 served (3 ignored), 0 refused, 0 failed"), status)
        XCTAssertEqual(bot.log.all.count { $0.contains("duplicate delivery") }, 1)
    }
}
