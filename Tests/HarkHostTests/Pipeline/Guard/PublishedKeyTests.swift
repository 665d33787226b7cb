import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Senders that sign with keys which they publish: which keys are requested, how often, and what they prove.
final class PublishedKeyTests: XCTestCase {
    private static let claims: JSONObject = [
        "iss": "https://accounts.google.com", "aud": "https://bot.example/pubsub",
        "email": "push@lab.iam.gserviceaccount.com", "email_verified": true, "iat": 1_767_225_590,
        "exp": 1_767_229_190,
    ]

    private func bot(
        _ changes: [String: String] = [:],
        answering answer: @escaping @Sendable (String) -> ScriptedHTTP.Answer = { _ in .text(SNSSample.certificate) }
    ) async throws -> TestBot {
        try await TestBot(
            PublishedKeyProbe.self, environment: PublishedKeyProbe.environment.merging(changes) { $1 },
            http: ScriptedHTTP { answer($0.url) })
    }

    /// A bot for which Google's list of keys has one key.
    private func pubSubBot(_ changes: [String: String] = [:]) async throws -> TestBot {
        try await bot(changes) { _ in
            .response(
                ClientResponse(
                    headers: [.cacheControl: "public, max-age=600, must-revalidate"],
                    body: Array(JSONValue.object(["k1": .string(SNSSample.certificate)]).serialized().utf8)))
        }
    }

    private func push(
        _ changes: JSONObject = [:], keyID: String? = "k1", id: String = "1"
    ) throws -> Request {
        var claims = Self.claims
        for index in 0..<changes.count { claims[changes[index].name] = changes[index].value }
        let token = try SNSSample.token(claims, keyID: keyID)
        return .delivery(
            "/pubsub", ["Authorization": "Bearer \(token)"], body: #"{"message":{"data":"aGk=","messageId":"\#(id)"}}"#)
    }

    private func statuses(_ bot: TestBot, _ requests: [Request]) async throws -> [Int] {
        var statuses: [Int] = []
        for request in requests { statuses.append(try await bot.send(request).status.code) }
        return statuses
    }

    // MARK: Amazon SNS

    func testSNS_passes_withBothVersions_andRequestsTheCertificateOnce() async throws {
        let bot = try await bot()

        let statuses = try await statuses(
            bot,
            [
                SNSSample.request(["MessageId": "1"], version: "1"), SNSSample.request(["MessageId": "2"]),
                SNSSample.request(["MessageId": "3", "Subject": "Backup"]),
                SNSSample.request([
                    "MessageId": "4", "Type": "SubscriptionConfirmation", "Token": "2336",
                    "SubscribeURL": SNSSample.subscribeURL,
                ]),
            ])

        XCTAssertEqual(statuses, [200, 200, 200, 200])
        XCTAssertEqual(bot.http.requests.map(\.url), [SNSSample.certificateURL])
        XCTAssertEqual(bot.chat.sent.count, 4)
    }

    func testSNS_is401_whenAnythingSignedWasChanged() async throws {
        let bot = try await bot()
        let signed = try SNSSample.request(["Subject": "Backup"])
        let text = String(decoding: signed.body, as: UTF8.self)
        let changes = [
            ("Hello", "Hullo"), ("Backup", "Backups"), ("22b80b92", "22b80b93"), (#""Subject":"Backup","#, ""),
            ("00:00:00.000Z", "00:00:01.000Z"), (#""SignatureVersion":"2""#, #""SignatureVersion":"1""#),
            (#""Type":"Notification""#, #""Type":"SubscriptionConfirmation","Token":"a","SubscribeURL":"b""#),
        ]

        for (old, new) in changes {
            let changed = text.replacing(old, with: new)
            XCTAssertNotEqual(changed, text, old)
            let response = try await bot.send(signed.with(body: Array(changed.utf8)))

            XCTAssertEqual(response.status, .unauthorized, new)
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    /// What is signed is names and values on lines: the forged fields have the lines of the signed ones.
    func testSNS_is401_whenAFieldHasTheLinesOfTwo() async throws {
        let bot = try await bot()
        let signed = try SNSSample.request(["MessageId": "1", "Subject": "Backup"])
        let signature = (try JSONValue(parsing: signed.body))["Signature"]?.stringValue ?? ""
        let split = try SNSSample.request(["MessageId": "1", "Message": "Hello\nMessageId\n0"])
        let splitSignature = (try JSONValue(parsing: split.body))["Signature"]?.stringValue ?? ""
        let forged = [
            try SNSSample.request(["MessageId": "1\nSubject\nBackup", "Signature": signature]),
            try SNSSample.request(["MessageId": "0\nMessageId\n1", "Signature": splitSignature]),
        ]

        let statuses = try await statuses(bot, forged + [signed, split])

        XCTAssertEqual(statuses, [401, 401, 200, 200])
    }

    func testSNS_requestsNoCertificate_fromAnotherPlace() async throws {
        let bot = try await bot()
        let urls = [
            "https://evil.example/a.pem", "http://sns.eu-central-1.amazonaws.com/a.pem",
            "https://sns.eu-central-1.amazonaws.com.evil.example/a.pem", "https://sns.amazonaws.com/a.pem",
            "https://sns.eu-central-1.amazonaws.com:444/a.pem", "https://sns.a@evil.example/a.pem",
            "https://sns.eu-central-1.amazonaws.com/a", "https://sns.eu-central-1.amazonaws.com/a?b.pem",
            "https://sns.eu-central-1.amazonaws.com/a#b.pem",
            "https://sns.eu-central-1.amazonaws.com@evil.example/a.pem",
            "https://sns.eu.central.amazonaws.com/a.pem", "https://s3.eu-central-1.amazonaws.com/a.pem", "", "a.pem",
            "https://sns.eu-central-1.amazonaws.com/\(String(repeating: "a", count: 3000)).pem",
        ]

        let statuses = try await statuses(bot, urls.map { try SNSSample.request(["SigningCertURL": $0]) })

        XCTAssertEqual(statuses, Array(repeating: 401, count: urls.count))
        XCTAssertEqual(bot.http.requests, [])
    }

    func testSNS_isRefusedBeforeItsBodyIsRead_whenItsTopicIsNotExpected() async throws {
        let bot = try await bot()
        let other = "arn:aws:sns:eu-central-1:999999999999:alarms"
        let raw = try SNSSample.request().with("x-amz-sns-rawdelivery", "true")
        let heads = [
            try SNSSample.request(headerTopic: other), try SNSSample.request().with("x-amz-sns-topic-arn", nil), raw,
        ]

        let policies = heads.map { bot.host.pipeline.admit($0).body }
        let statuses = try await statuses(bot, heads + [SNSSample.request(["TopicArn": other])])

        XCTAssertEqual(policies, [.leave, .leave, .leave])
        XCTAssertEqual(statuses, [401, 401, 401, 401])
        XCTAssertEqual(bot.http.requests, [])
    }

    func testSNS_is401_whenItIsOlderThanADay() async throws {
        let bot = try await bot()

        let statuses = try await statuses(
            bot,
            [
                SNSSample.request(["Timestamp": "2025-12-31T00:00:01.000Z"]),
                SNSSample.request(["Timestamp": "2025-12-30T23:59:59.000Z"]),
                SNSSample.request(["Timestamp": "yesterday"]),
            ])

        XCTAssertEqual(statuses, [200, 401, 401])
    }

    func testSNS_is503_whileTheCertificateCannotBeHad() async throws {
        let answers: [ScriptedHTTP.Answer] = [
            .status(.notFound), .status(.found), .failure(.timedOut), .text("nothing"),
            .text(SNSSample.otherCertificate),
        ]

        for answer in answers {
            let bot = try await bot { _ in answer }
            let response = try await bot.send(try SNSSample.request())

            XCTAssertEqual(response.status, .serviceUnavailable, "\(answer)")
            XCTAssertEqual(response.headers[.retryAfter], "30")
        }
    }

    func testSNS_is503_whenTheCertificateHasExpired_orIsNotValidYet() async throws {
        for (days, timestamp) in [(732.0, "2028-01-03T00:00:00.000Z"), (-32, "2025-11-30T00:00:00.000Z")] {
            let bot = try await TestBot(
                PublishedKeyProbe.self, environment: PublishedKeyProbe.environment,
                at: TestBot.newYear2026.addingTimeInterval(days * 86_400),
                http: ScriptedHTTP { _ in .text(SNSSample.certificate) })

            let response = try await bot.send(try SNSSample.request(["Timestamp": timestamp]))

            XCTAssertEqual(response.status, .serviceUnavailable, timestamp)
        }
    }

    func testRequestsForKeys_areLimited_whenStrangersNameManyCertificates() async throws {
        let bot = try await bot { _ in .status(.notFound) }
        let place = "https://sns.eu-central-1.amazonaws.com"

        let statuses = try await statuses(
            bot, (1...60).map { try SNSSample.request(["SigningCertURL": "\(place)/\($0).pem"]) })

        XCTAssertEqual(Set(statuses), [503])
        XCTAssertEqual(bot.http.requests.count, 20)
    }

    func testKeyInUse_isNotDisplaced_byCertificatesThatStrangersName() async throws {
        let bot = try await bot {
            $0 == SNSSample.certificateURL ? .text(SNSSample.certificate) : .status(.notFound)
        }
        let place = "https://sns.eu-central-1.amazonaws.com"

        var used: [Int] = []
        for round in 0..<4 {
            used += try await statuses(bot, [SNSSample.request(["MessageId": "genuine \(round)"])])
            for number in 0..<20 {
                let other = "\(place)/\(round)-\(number).pem"
                _ = try await bot.send(try SNSSample.request(["SigningCertURL": other]))
            }
            bot.clock.advance(by: .seconds(61))
        }

        XCTAssertEqual(used, [200, 200, 200, 200])
        XCTAssertEqual(bot.http.requests.count { $0.url == SNSSample.certificateURL }, 1)
        XCTAssertGreaterThan(bot.http.requests.count, 32)
    }

    // MARK: Google Pub/Sub

    func testKeySet_isRequested_whileTheLimitOfCertificatesIsUsedUp() async throws {
        let keys = JSONValue.object(["k1": .string(SNSSample.certificate)]).serialized()
        let bot = try await bot { $0.hasSuffix(".pem") ? .status(.notFound) : .text(keys) }
        for number in 1...60 {
            let other = "https://sns.eu-central-1.amazonaws.com/\(number).pem"
            _ = try await bot.send(try SNSSample.request(["SigningCertURL": other]))
        }

        let response = try await bot.send(try push())

        XCTAssertEqual(response.status, .ok)
    }

    func testPubSub_passes_andADeliveryIsHandledOnce() async throws {
        let bot = try await pubSubBot()

        let answers = [try await bot.send(try push()), try await bot.send(try push())]

        XCTAssertEqual(answers.map(\.status.code), [200, 200])
        XCTAssertEqual(answers[1].text, "duplicate")
        XCTAssertEqual(bot.http.requests.map(\.url), ["https://www.googleapis.com/oauth2/v3/certs"])
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testPubSub_is401BeforeItsBodyIsRead_whenAClaimIsWrong() async throws {
        let bot = try await pubSubBot()
        let wrong: [JSONObject] = [
            ["iss": "https://evil.example"], ["aud": "https://bot.example/other"], ["aud": .null],
            ["aud": ["https://bot.example/pubsub"]], ["email": "other@lab.iam.gserviceaccount.com"],
            ["email_verified": false], ["email_verified": "true"], ["exp": 1_767_225_530], ["iat": 1_767_225_670],
            ["exp": .null],
        ]
        let requests = try wrong.map { try push($0) } + [push().with("Authorization", nil), push(keyID: nil)]

        let policies = requests.map { bot.host.pipeline.admit($0).body }
        let statuses = try await statuses(bot, requests)

        XCTAssertEqual(policies, Array(repeating: .leave, count: requests.count))
        XCTAssertEqual(statuses, Array(repeating: 401, count: requests.count))
        XCTAssertEqual(bot.http.requests, [])
    }

    func testPubSub_is401_whenItsSignatureOrKeyIsWrong() async throws {
        let bot = try await pubSubBot()
        let good = try push()
        let token = good.headers[.authorization] ?? ""
        let none = try push().with("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.")

        let statuses = try await statuses(
            bot, [good.with("Authorization", "\(token.dropLast(8))AAAAAAAA"), push(keyID: "k2"), none])

        XCTAssertEqual(statuses, [401, 401, 401])
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testKeys_areRequestedAgain_whenTheirServerSaysSo_andForUnknownOnesNotAtOnce() async throws {
        let bot = try await pubSubBot()
        _ = try await bot.send(try push(id: "1"))

        _ = try await bot.send(try push(keyID: "k2", id: "2"))
        let early = bot.http.requests.count
        bot.clock.advance(by: .seconds(599))
        _ = try await bot.send(try push(id: "3"))
        let fresh = bot.http.requests.count
        bot.clock.advance(by: .seconds(2))
        _ = try await bot.send(try push(id: "4"))

        XCTAssertEqual([early, fresh, bot.http.requests.count], [1, 1, 2])
    }

    func testRoute_is503_whileItsClaimsAreNotSet() async throws {
        var environment = PublishedKeyProbe.environment
        environment["HARK_PUBLISHEDKEYPROBE_AUDIENCE"] = nil
        let bot = try await TrustBot(PublishedKeyProbe.self, environment: environment)

        let response = try await bot.send(try push())

        XCTAssertEqual(response.status, .serviceUnavailable)
        XCTAssertTrue(
            bot.host.trustNotices.contains { $0.text.hasPrefix("HARK_PUBLISHEDKEYPROBE_AUDIENCE is not set") })
    }
}
