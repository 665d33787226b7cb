import HarkVerification
import XCTest

final class VerifierFaultsTests: XCTestCase {
    func testFaults_areNone_forEveryProvider() {
        let verifiers: [Verifier] = [
            .standardWebhooks, .github, .githubSHA1, .gitlab, .gitea, .bitbucket, .jira, .linear, .trello,
            .circleCI, .buildkite, .alertmanager, .grafana, .grafana(signatureHeader: "X-A", timestampHeader: "X-B"),
            .pagerDuty, .sentry, .slack, .discord, .telegram, .mattermost, .teams, .twilio, .zoom, .stripe, .shopify,
            .sendGrid, .meta, .okta, .bearer, .basic, .clientCertificate, .sharedSecret, .token(header: "X-A"),
            .token(query: "a"), .token(field: "a"), .microsoftGraph, .eventGrid, .cloudEvents(from: "a"), .dropbox,
            .twitch, .xero, .docuSign, .amazonSNS, .googlePubSub,
        ]

        for verifier in verifiers { XCTAssertEqual(verifier.faults, [], verifier.name) }
    }

    func testFaults_nameWhatIsWrong() {
        let faults: [(Verifier, [String])] = [
            (Verifier("none"), ["its verifier has no proof."]),
            (
                Verifier("a", .signature("X-A", of: "{body}{nonce}")),
                [
                    "its signed content has the unknown placeholder {nonce}."
                ]
            ),
            (
                Verifier("b", .signature("X-A", of: "{timestamp}.{body}")),
                [
                    "its signed content has {timestamp}; say where the timestamp stands."
                ]
            ),
            (
                Verifier("c", .signature("X-A", of: "{id}.{body}")),
                [
                    "its signed content has {id}; say where the identifier stands."
                ]
            ),
            (
                Verifier("d", .signature("X-A", of: "{url}")),
                [
                    "its signed content does not hold the body; add {body}."
                ]
            ),
            (
                Verifier("e", .signature("X-A", of: "{timestamp}{body}", timestamp: .pair("t"))),
                [
                    "its timestamp is a pair of the signature's field; write wrapper: .pairs(…)."
                ]
            ),
            (Verifier("f", .signature()), ["its signature has no header field."]),
            (Verifier("g", .signature("X A")), ["“X A” is not a valid header name."]),
            (.token(header: "X:A"), ["“X:A” is not a valid header name."]),
            (.token(query: ""), ["the query field  has no name."]),
            (Verifier("h", .bearer, deliveryID: .header("é")), ["“é” is not a valid header name."]),
            (Verifier("i", .bearer, event: .header("")), ["“” is not a valid header name."]),
            (
                Verifier("j", .signature("X-A", of: "{id}{body}", id: .header("X Y"))),
                ["“X Y” is not a valid header name."]
            ),
            (
                Verifier("k", .signature("X-A", of: "{timestamp}{body}", timestamp: .header("X Y"))),
                ["“X Y” is not a valid header name."]
            ),
        ]

        for (verifier, expected) in faults { XCTAssertEqual(verifier.faults, expected, verifier.name) }
    }

    func testTolerance_isSetWhereThereIsATimestamp() {
        let proofs = Verifier.standardWebhooks.tolerating(.seconds(10)).proofs

        let tolerances = proofs.compactMap { proof -> [Duration?]? in
            guard case .signature(let scheme) = proof else { return nil }
            return [scheme.timestamp?.past, scheme.timestamp?.future]
        }
        XCTAssertEqual(tolerances, Array(repeating: [.seconds(10), .seconds(10)], count: 4))
    }

    func testNamed_andIdentifying_changeThatAlone() {
        let verifier = Verifier.github.named("our github").identifying(by: nil)

        XCTAssertEqual(verifier.name, "our github")
        XCTAssertNil(verifier.deliveryID)
        XCTAssertEqual(verifier.proofs.count, Verifier.github.proofs.count)
    }
}
