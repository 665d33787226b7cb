import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import AWSPlugin

/// What Amazon SNS sends, signed, from the request to the chat.
final class AWSTests: XCTestCase {
    private let environment = ["HARK_AWS_TOPICS": SNSSample.topic]

    /// A bot for which Amazon's certificate is at its place, and subscriptions are confirmed with a status.
    private func bot(
        _ environment: [String: String]? = nil, confirming status: HTTPResponse.Status = .ok
    ) async throws -> TestBot {
        try await TestBot(
            AWS.self, environment: environment ?? self.environment,
            http: ScriptedHTTP { request in
                request.url == SNSSample.certificateURL ? .text(SNSSample.certificate) : .status(status)
            })
    }

    private func confirmation(_ url: String = SNSSample.subscribeURL) throws -> Request {
        try SNSSample.request([
            "Type": "SubscriptionConfirmation", "Token": "2336412f37", "SubscribeURL": url,
            "Message": "You have chosen to subscribe.",
        ])
    }

    func testManifest_hasNoFaults() {
        checkManifest(AWS.self)
    }

    func testMessage_isAnnounced_whenAmazonSignedIt() async throws {
        let bot = try await bot()

        let response = try await bot.send(try SNSSample.request(["Subject": "Backup", "Message": "complete"]))

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(bot.chat.sent.map(\.text), ["[alarms] Backup: complete"])
    }

    func testMessage_isADuplicate_whenItComesAgain() async throws {
        let bot = try await bot()
        let request = try SNSSample.request(["Message": "complete"])

        let answers = [try await bot.send(request), try await bot.send(request)]

        XCTAssertEqual(answers.map(\.status), [.ok, .ok])
        XCTAssertEqual(answers[1].text, "duplicate")
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testSubscription_isConfirmed_whenItsTopicIsNamed() async throws {
        let bot = try await bot()

        let response = try await bot.send(try confirmation())

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(bot.http.requests.map(\.url), [SNSSample.certificateURL, SNSSample.subscribeURL])
        XCTAssertEqual(bot.chat.sent.map(\.text), ["the SNS topic alarms delivers to this bot now"])
    }

    func testSubscription_isNotConfirmed_whenItsTopicIsAnother() async throws {
        let bot = try await bot(["HARK_AWS_TOPICS": "arn:aws:sns:eu-central-1:123456789012:other"])

        let response = try await bot.send(try confirmation())

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.http.requests, [])
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testDeliveries_wait_untilTopicsAreNamed() async throws {
        let bot = try await bot([:])

        let response = try await bot.send(try confirmation())

        XCTAssertEqual(response.status, .serviceUnavailable)
        XCTAssertEqual(bot.http.requests, [])
    }

    func testSubscription_isNotRequested_fromAnotherHost() async throws {
        let bot = try await bot()
        let urls = [
            "https://evil.example/?Action=ConfirmSubscription", "http://sns.eu-central-1.amazonaws.com/",
            "https://sns.eu-central-1.amazonaws.com.evil.example/", "https://sns.eu-central-1.amazonaws.com:8443/",
            "https://sns.eu-central-1.amazonaws.com@evil.example/", "https://10.0.0.1/",
        ]

        for (index, url) in urls.enumerated() {
            var request = try SNSSample.request(
                [
                    "Type": "SubscriptionConfirmation", "Token": "2336412f37", "SubscribeURL": url, "Message": "m",
                    "MessageId": "id-\(index)",
                ])
            request.id = "\(index)"
            _ = try await bot.send(request)
        }

        XCTAssertEqual(bot.http.requests.map(\.url), [SNSSample.certificateURL])
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testSubscription_isNotAnnounced_whenAmazonRefusesToConfirmIt() async throws {
        let bot = try await bot(confirming: .forbidden)

        _ = try await bot.send(try confirmation())

        XCTAssertEqual(bot.http.requests.count, 2)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testStart_isRefused_whenATopicIsNoARN() async {
        for text in ["alarms", "arn:aws:sqs:eu-central-1:123456789012:alarms", "arn:aws:sns:eu-central-1:1:alarms"] {
            do {
                _ = try await TestBot(AWS.self, environment: ["HARK_AWS_TOPICS": text])
                XCTFail("The bot started with \(text).")
            } catch {
                XCTAssertTrue("\(error)".contains("ARNs of SNS topics"), "\(error)")
            }
        }
    }
}
