import HTTPTypes
import HarkHTTP
import HarkVerification
import TestSupport
import XCTest

/// Senders that change their keys sign with both for a while.
final class SeveralSignaturesTests: XCTestCase {
    private static let wrongCode = String(repeating: "0", count: 64)
    private static let stripeParts = (SignedSample.stripe.request.headers["Stripe-Signature"] ?? "").split(
        separator: ",")

    func testVerify_passes_whicheverOfRepeatedFieldsIsTheGoodOne() {
        for sample: SignedSample in [.github, .slack, .shopify, .stripe, .pagerDuty, .standardWebhooks, .telegram] {
            guard let (name, value) = sample.proof else { return XCTFail("\(sample) has no header") }
            for values in [[value, "wrong"], ["wrong", value], ["wrong", "", value, "wrong"]] {
                XCTAssertNoThrow(try sample.verify(sample.request.with(name, all: values)), "\(sample) \(values)")
            }
        }
    }

    func testVerify_passes_whicheverOfTwoFieldNamesHoldsTheGoodOne() {
        for sample: SignedSample in [.grafana, .grafanaInItsCode] {
            var request = sample.request
            for name in ["X-Grafana-Alerting-Signature", "X-Grafana-Alert-Signature"] where request.headers[name] == nil
            {
                request.headers[name] = Self.wrongCode
            }

            XCTAssertNoThrow(try sample.verify(request), sample.name)
        }
    }

    func testVerify_passes_whereverTheGoodOneStandsInPairs() {
        let (time, good) = (Self.stripeParts[0], Self.stripeParts[1])
        let wrong = "v1=\(Self.wrongCode)"
        let values = [
            "\(time),\(good),\(wrong)", "\(time),\(wrong),\(good)", "\(wrong),\(good),\(time)", "\(time) , \(good)",
            "\(time),v0=\(Self.wrongCode),\(good)", "\(time),v1=x,v1=,\(good),", ",,\(time),,\(good),v2=é",
        ]

        for value in values {
            XCTAssertNoThrow(
                try SignedSample.stripe.verify(SignedSample.stripe.request.with("Stripe-Signature", value)), value)
        }
    }

    func testVerify_takesTheTimestampOfTheSameField() {
        let (time, good) = (Self.stripeParts[0], Self.stripeParts[1])
        let request = SignedSample.stripe.request
        let split = request.with("Stripe-Signature", all: ["\(time),v1=\(Self.wrongCode)", "t=1795466240,\(good)"])
        let whole = request.with("Stripe-Signature", all: ["t=1795466240,v1=\(Self.wrongCode)", "\(time),\(good)"])

        XCTAssertThrowsError(try SignedSample.stripe.verify(split))
        XCTAssertNoThrow(try SignedSample.stripe.verify(whole))
    }

    func testVerify_fails_forAnOldSchemesPair() {
        let (time, good) = (Self.stripeParts[0], Self.stripeParts[1])
        let value = "\(time),\(good.replacing("v1=", with: "v0="))"

        XCTAssertThrowsError(
            try SignedSample.stripe.verify(SignedSample.stripe.request.with("Stripe-Signature", value)))
    }

    func testVerify_passes_whereverTheGoodOneStandsInAList() throws {
        let sample = SignedSample.standardWebhooks
        let good = try XCTUnwrap(sample.request.headers["webhook-signature"])
        let wrong = "v1,\(String(repeating: "A", count: 43))="

        for value in ["\(good) \(wrong)", "\(wrong) \(good)", "v1a,AAAA \(wrong) \(good)", "v1,é v2,x  \(good)"] {
            XCTAssertNoThrow(try sample.verify(sample.request.with("webhook-signature", value)), value)
        }
    }

    func testVerify_triesThe32ndSignature_andNotThe33rd() {
        let (time, good) = (Self.stripeParts[0], Self.stripeParts[1])
        let value = { (wrong: Int) in
            ([String(time)] + Array(repeating: "v1=\(Self.wrongCode)", count: wrong) + [String(good)]).joined(
                separator: ",")
        }
        let request = SignedSample.stripe.request

        XCTAssertNoThrow(try SignedSample.stripe.verify(request.with("Stripe-Signature", value(31))))
        XCTAssertThrowsError(try SignedSample.stripe.verify(request.with("Stripe-Signature", value(32))))
    }

    func testVerify_triesFourTimestamps_andNotAFifth_becauseEachIsAPassOverTheBody() throws {
        let good = try XCTUnwrap(SignedSample.stripe.request.headers["Stripe-Signature"])
        let values = { (others: Int) in
            (1...others).map { "t=\(SignedSample.stripe.time + $0),v1=\(Self.wrongCode)" } + [good]
        }
        let request = SignedSample.stripe.request

        XCTAssertNoThrow(try SignedSample.stripe.verify(request.with("Stripe-Signature", all: values(3))))
        XCTAssertThrowsError(try SignedSample.stripe.verify(request.with("Stripe-Signature", all: values(4))))
    }

    func testVerify_triesTheFourthToken_andNotTheFifth() {
        let sample = SignedSample.telegram
        let name = "X-Telegram-Bot-Api-Secret-Token"
        let values = { (wrong: Int) in Array(repeating: "wrong", count: wrong) + [sample.secret] }

        XCTAssertNoThrow(try sample.verify(sample.request.with(name, all: values(3))))
        XCTAssertThrowsError(try sample.verify(sample.request.with(name, all: values(4))))
    }

    func testVerify_saysWhichSecretMatched() throws {
        for sample in SignedSample.all where sample.verifier.needsSecret {
            XCTAssertEqual(try sample.verify(secrets: ["new", "newer", sample.secret, "oldest"]), 2, sample.name)
        }
    }
}

extension SignedSample {
    /// The header field that holds the signature or token, and its value.
    fileprivate var proof: (name: String, value: String)? {
        for place in places.reversed() {
            switch place {
            case .encoded(let name, _, _), .header(let name, _): return request.headers[name].map { (name, $0) }
            case .body, .bodyText, .target: continue
            }
        }
        return nil
    }
}

extension Request {
    /// The same request with a header field several times.
    fileprivate func with(_ header: String, all values: [String]) -> Request {
        var request = with(header, nil)
        guard let name = HTTPField.Name(header) else { return self }
        for value in values { request.headers.append(HTTPField(name: name, value: value)) }
        return request
    }
}
