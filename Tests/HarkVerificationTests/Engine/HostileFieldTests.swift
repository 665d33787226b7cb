import Foundation
import HTTPTypes
import HarkHTTP
import HarkVerification
import TestSupport
import XCTest

/// What a stranger can do to a verifier without its secret.
final class HostileFieldTests: XCTestCase {
    private let verifiers: [Verifier] = [
        .github, .stripe, .standardWebhooks, .gitlab, .bearer, .basic, .pagerDuty, .teams,
    ]

    /// Comparing texts with combining marks by characters, not bytes, takes time quadratic in their number.
    func testVerify_takesLittleTime_whenFieldsAreEndlessRunsOfMarks() {
        let marks = String(repeating: "\u{301}\u{316}", count: 50_000)
        let basic = "Basic \(Data("user:\(marks)".utf8).base64EncodedString())"
        let values = ["", "sha256=", "t=1,v1=", "v1,", "Bearer ", "e"].map { $0 + marks } + [basic]
        let names = [
            "X-Hub-Signature-256", "Stripe-Signature", "webhook-signature", "X-Gitlab-Token", "Authorization",
            "X-PagerDuty-Signature",
        ]

        for verifier in verifiers {
            for value in values {
                var request = Request(method: .post, target: "/a")
                for name in names { request.headers[name] = value }
                let signedRequest = SignedRequest(request)

                let timer = ProcessorTimer()
                XCTAssertNil(try? verifier.verify(signedRequest, secrets: ["secret"], now: .now))

                XCTAssertLessThan(timer.elapsed, .seconds(1), verifier.name)
            }
        }
    }

    func testBasic_accepts_aPasswordThatBeginsWithACombiningMark() throws {
        var request = Request(method: .post, target: "/a")
        request.headers[.authorization] = "basic \(Data("user:\u{301}x".utf8).base64EncodedString())"

        XCTAssertEqual(try Verifier.basic.verify(request, secrets: ["user:\u{301}x"], at: .now), 0)
        XCTAssertEqual(try Verifier.basic.verify(request, secrets: ["\u{301}x"], at: .now), 0)
    }
}
