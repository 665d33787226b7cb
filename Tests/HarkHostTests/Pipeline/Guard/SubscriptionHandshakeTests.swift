import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// What services ask before they deliver to an application. No question reaches a handler.
final class SubscriptionHandshakeTests: XCTestCase {
    private var bot: TrustBot!

    override func setUp() async throws {
        bot = try await TrustBot(SubscriptionProbe.self, environment: SubscriptionProbe.environment)
    }

    /// A delivery that its sender signed.
    private func signed(
        _ verifier: Verifier, _ name: String, _ body: String, _ headers: KeyValuePairs<String, String> = [:]
    ) throws -> Request {
        let request = Request.delivery("/\(name.lowercased())", headers, body: body)
        return try XCTUnwrap(
            Signer(verifier, secret: "secret-of-\(name)").sign(request, at: TestBot.newYear2026, id: "e76c6bd4"))
    }

    /// The answers to several requests, one after the other.
    private func answers(_ requests: [Request]) async throws -> [TestResponse] {
        var answers: [TestResponse] = []
        for request in requests { answers.append(try await bot.send(request)) }
        return answers
    }

    private func challenge(_ path: String, _ field: String, method: HTTPRequest.Method) async throws -> TestResponse {
        try await bot.send(Request(method: method, target: RequestTarget("\(path)?\(field)")))
    }

    // MARK: Query fields

    func testGraph_getsItsTokenBack_asText() async throws {
        let token = "Validation%3A+Testing+client+application+reachability+for+subscription+Request-Id%3A+5d8a1e4a"

        let answer = try await challenge("/graph", "validationToken=\(token)", method: .post)

        XCTAssertEqual(answer.status, .ok)
        XCTAssertEqual(answer.headers[.contentType], "text/plain; charset=utf-8")
        XCTAssertEqual(answer.headers[.xContentTypeOptions], "nosniff")
        XCTAssertEqual(
            answer.text, "Validation: Testing client application reachability for subscription Request-Id: 5d8a1e4a")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testDropbox_getsItsChallengeBack_asText() async throws {
        let answer = try await challenge("/dropbox", "challenge=PzpHM4bhXhyJrXtoLz", method: .get)

        XCTAssertEqual(answer.status, .ok)
        XCTAssertEqual(answer.headers[.contentType], "text/plain; charset=utf-8")
        XCTAssertEqual(answer.headers[.xContentTypeOptions], "nosniff")
        XCTAssertEqual(answer.text, "PzpHM4bhXhyJrXtoLz")
    }

    func testQueryField_isNotEchoed_whenItIsHostile() async throws {
        let hostile = [
            "%3Cscript%3Ealert(1)%3C/script%3E", "a%26b", "%22", "%27", "%60", "a%0D%0ASet-Cookie:a=b", "%00", "%C3%A9",
            "", String(repeating: "a", count: Handshake.echoLimit + 1),
        ]

        for text in hostile {
            let answers = try await [
                challenge("/graph", "validationToken=\(text)", method: .post),
                challenge("/dropbox", "challenge=\(text)", method: .get),
            ]

            XCTAssertEqual(answers.map(\.status), [.badRequest, .badRequest], text)
            XCTAssertEqual(answers.map(\.text), ["Bad Request", "Bad Request"], text)
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testQueryField_makesNoDelivery_withoutProof() async throws {
        let statuses = try await bot.statuses([
            .delivery("/graph?validationToken=a", body: #"{"value":[]}"#), .delivery("/graph", body: #"{"value":[]}"#),
            .delivery("/dropbox?challenge=a", body: "{}"), Request(target: "/dropbox"), Request(target: "/graph"),
        ])

        XCTAssertEqual(statuses, [200, 401, 401, 401, 405])
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testGraph_isVerifiedByItsClientState() async throws {
        let body = { (state: String) in #"{"value":[{"subscriptionId":"s1","clientState":"\#(state)"}]}"# }

        let statuses = try await bot.statuses([
            .delivery("/graph", body: body("secret-of-GRAPH")), .delivery("/graph", body: body("secret-of-graph")),
        ])

        XCTAssertEqual(statuses, [200, 401])
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    // MARK: Signed questions

    func testTwitch_getsItsChallengeBack_andSendsADeliveryOnce() async throws {
        let type = "Twitch-Eventsub-Message-Type"
        let question = try signed(
            .twitch, "TWITCH", #"{"challenge":"pogchamp-kappa-360noscope-vohiyo"}"#,
            [type: "webhook_callback_verification"])
        let hostile = try signed(
            .twitch, "TWITCH", #"{"challenge":"<b>"}"#, [type: "webhook_callback_verification"])
        let notification = try signed(.twitch, "TWITCH", #"{"challenge":"a","event":{}}"#, [type: "notification"])

        let answers = try await self.answers([question, hostile, question.with(body: []), notification, notification])

        XCTAssertEqual(answers.map(\.status.code), [200, 400, 401, 200, 200])
        XCTAssertEqual(answers[0].text, "pogchamp-kappa-360noscope-vohiyo")
        XCTAssertEqual(answers[0].headers[.contentType], "text/plain; charset=utf-8")
        XCTAssertEqual(answers[4].text, "duplicate")
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testXero_getsAnswersWithoutContent() async throws {
        let intent = try signed(.xero, "XERO", #"{"events":[],"entropy":"S0m3r4Nd0mt3xt"}"#)
        let delivery = try signed(
            .xero, "XERO", #"{"events":[{"eventType":"UPDATE"}],"firstEventSequence":1,"lastEventSequence":1}"#)
        let requests = [intent, intent.with("x-xero-signature", "AAAA"), intent.with(body: []), delivery, delivery]

        let answers = try await self.answers(requests)

        XCTAssertEqual(answers.map(\.status.code), [200, 401, 401, 200, 200])
        XCTAssertEqual(answers.map(\.text), ["", "", "", "", ""])
        XCTAssertEqual(answers.compactMap { $0.headers[.contentType] }, [])
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testEventGrid_getsItsCodeBack_asJSON() async throws {
        let body = { (data: String) in
            #"[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":\#(data)}]"#
        }
        let question = Request.delivery(
            "/grid?token=secret-of-GRID", ["aeg-event-type": "SubscriptionValidation"],
            body: body(#"{"validationCode":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6"}"#))

        let answers = try await self.answers([
            question, question.with(body: Array(body(#"{"validationCode":"<"}"#).utf8)),
            question.with(body: Array(body("{}").utf8)),
            .delivery("/grid?token=other", ["aeg-event-type": "SubscriptionValidation"], body: body("{}")),
        ])

        XCTAssertEqual(answers.map(\.status.code), [200, 400, 400, 401])
        XCTAssertEqual(answers[0].headers[.contentType], "application/json")
        XCTAssertEqual(answers[0].text, #"{"validationResponse":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6"}"#)
        XCTAssertEqual(bot.chat.sent, [])
    }

    // MARK: CloudEvents

    func testCloudEvents_allowsItsOriginsAlone() async throws {
        let origins: [String?] = [
            "eventgrid.azure.net", "example.org", "evil.example.org", "EVENTGRID.azure.net", "*", nil,
        ]
        let questions = origins.map {
            Request(method: .options, target: "/cloudevents").with("WebHook-Request-Origin", $0)
                .with("WebHook-Request-Callback", "https://evil.example.org/")
        }

        let answers = try await self.answers(questions)

        XCTAssertEqual(answers.map(\.status.code), [200, 200, 204, 204, 204, 204])
        XCTAssertEqual(
            answers.map { $0.headers["WebHook-Allowed-Origin"] },
            ["eventgrid.azure.net", "example.org", nil, nil, nil, nil])
        XCTAssertEqual(answers.map { $0.headers["WebHook-Allowed-Rate"] }, ["120", "120", nil, nil, nil, nil])
        XCTAssertEqual(answers.map { $0.headers[.allow] }, Array(repeating: "OPTIONS, POST", count: 6))
        XCTAssertEqual(bot.http.requests.count, 0)
    }
}
