import XCTest

@testable import HarkTools

final class SampleSurveyTests: XCTestCase {
    private func request(_ fields: String, _ payload: String = #"{"id": 1}"#) throws -> ProviderSample {
        try ProviderSample(name: "001.http", Array("POST /acme HTTP/1.1\n\(fields)\n\n\(payload)".utf8))
    }

    private func payload(_ text: String, name: String = "sample.json") throws -> ProviderSample {
        try ProviderSample(name: name, Array(text.utf8))
    }

    func testEvent_isNamedByAHeaderField_thatAllRequestsHave() throws {
        let samples = [
            try request("X-Acme-Event: order.created\nX-Acme-Event-Id: 7\nX-Trace: a"),
            try request("X-Acme-Event: order.paid\nX-Acme-Event-Id: 8"),
        ]

        let survey = SampleSurvey(samples, provider: "Acme")

        XCTAssertEqual(survey.eventSource, .header("X-Acme-Event"))
        XCTAssertEqual(samples.map(survey.event), ["order.created", "order.paid"])
        XCTAssertEqual(survey.deliverySource, .header("X-Acme-Event-Id"))
    }

    func testEvent_isNamedByAField_thatAllPayloadsHave() throws {
        let samples = [
            try payload(#"{"id": "a", "type": "x y z", "event": {"type": "build.failed"}}"#),
            try payload(#"{"id": "b", "type": 7, "event": {"type": "build.fixed"}}"#),
        ]

        let survey = SampleSurvey(samples, provider: "Acme")

        XCTAssertEqual(survey.eventSource, .field("event.type"))
        XCTAssertEqual(samples.map(survey.event), ["build.failed", "build.fixed"])
        XCTAssertEqual(survey.deliverySource, .field("id"))
        XCTAssertEqual(survey.proof, .bearer(isSeen: false))
    }

    func testEvent_isNamedByTheFiles_whenNothingInThePayloadsDoes() throws {
        let samples = [try payload("{}", name: "push.json"), try payload("{}", name: "release.published.json")]

        let survey = SampleSurvey(samples, provider: "Acme")

        XCTAssertEqual(survey.eventSource, .header("X-Acme-Event"))
        XCTAssertEqual(samples.map(survey.event), ["push", "release"])
        XCTAssertNil(survey.deliverySource)
    }

    func testEvent_isNamedByNothing_whenThereIsOneKindOfFile() throws {
        let survey = SampleSurvey([try payload("{}"), try payload("{}")], provider: "Acme")

        XCTAssertNil(survey.eventSource)
    }

    func testProof_isWhatTheHeaderFieldsShow() throws {
        let (hex, base64) = (String(repeating: "0a", count: 32), String(repeating: "AAAA", count: 10) + "AAA=")
        let cases: [(String, SampleSurvey.Proof)] = [
            (
                "X-Acme-Signature: sha256=\(hex)",
                .signature(source: #""X-Acme-Signature", wrapper: .prefix("sha256=")"#)
            ),
            ("X-Acme-Signature: \(hex)", .signature(source: #""X-Acme-Signature""#)),
            ("X-Acme-Hmac-SHA256: \(base64)", .signature(source: #""X-Acme-Hmac-SHA256", encoding: .base64"#)),
            (
                "Acme-Signature: t=1492774577,v1=\(hex)",
                .signature(
                    source: #""Acme-Signature", of: "{timestamp}.{body}", wrapper: .pairs("v1"), timestamp: .pair("t")"#
                )
            ),
            (
                "X-Signature: sha1=\(hex.prefix(40))",
                .signature(source: #""X-Signature", algorithm: .hmacSHA1, wrapper: .prefix("sha1=")"#)
            ),
            ("webhook-id: m\nwebhook-timestamp: 1\nwebhook-signature: v1,\(base64)", .standardWebhooks),
            ("X-Acme-Token: hunter2", .token(header: "X-Acme-Token")),
            ("Authorization: Bearer hunter2", .bearer(isSeen: true)),
            ("Authorization: Basic aHVudGVyMg==", .basic),
            ("X-Signature: \"); evil(\"=\(hex)", .bearer(isSeen: false)),
            ("X-Other: 1", .bearer(isSeen: false)),
        ]

        for (fields, proof) in cases {
            XCTAssertEqual(SampleSurvey([try request(fields)], provider: "Acme").proof, proof, fields)
        }
    }

    func testSample_isRefused_whenItIsNoRequestOrNoObject() {
        for (name, text) in [
            ("a.http", "hello"), ("a.http", "POST / HTTP/1.1\n\n[]"), ("a.json", "[1]"), ("a.json", "{"),
        ] {
            XCTAssertThrowsError(try ProviderSample(name: name, Array(text.utf8)), text) { error in
                XCTAssertEqual((error as? Fault)?.subject, name)
            }
        }
    }
}
