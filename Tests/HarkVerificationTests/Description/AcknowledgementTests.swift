import HTTPTypes
import HarkVerification
import XCTest

final class AcknowledgementTests: XCTestCase {
    func testAcknowledgement_is202_unlessTheSenderWants200() {
        let strict: [Verifier] = [
            .gitlab, .bitbucket, .jira, .linear, .trello, .slack, .zoom, .shopify, .meta, .dropbox, .xero, .docuSign,
        ]
        let others: [Verifier] = [
            Verifier("acme", .bearer), .bearer, .standardWebhooks, .github, .gitea, .circleCI, .alertmanager, .grafana,
            .pagerDuty, .sentry, .telegram, .stripe, .sendGrid, .microsoftGraph, .eventGrid, .twitch,
        ]

        for verifier in strict { XCTAssertEqual(verifier.acknowledgement, .ok, verifier.name) }
        for verifier in others { XCTAssertEqual(verifier.acknowledgement, .accepted, verifier.name) }
    }

    func testIsRetried_isTrue_unlessTheSenderIsKnownNotTo() {
        let once: [Verifier] = [
            .github, .githubSHA1, .gitea, .bitbucket, .sentry, .discord, .mattermost, .teams, .twilio,
        ]
        let others: [Verifier] = [
            Verifier("acme", .bearer), .sharedSecret, .standardWebhooks, .gitlab, .jira, .linear, .alertmanager,
            .grafana, .pagerDuty, .circleCI, .slack, .telegram, .zoom, .stripe, .shopify, .sendGrid, .meta,
        ]

        for verifier in once { XCTAssertFalse(verifier.isRetried, verifier.name) }
        for verifier in others { XCTAssertTrue(verifier.isRetried, verifier.name) }
    }

    func testAcknowledgementLimit_isBelowASecond_forSentryAlone() {
        XCTAssertEqual(Verifier.sentry.acknowledgementLimit, .milliseconds(800))
        XCTAssertNil(Verifier.github.acknowledgementLimit)
        XCTAssertNil(Verifier("acme", .bearer).acknowledgementLimit)
    }

    func testVerifierOfOnesOwn_saysHowItIsAcknowledged() {
        let verifier = Verifier(
            "acme", .bearer, acknowledgedWith: .noContent, isRetried: false, acknowledgedWithin: .seconds(2),
            expectsEmptyResponses: true)

        let named = verifier.named("other").tolerating(nil)

        XCTAssertEqual(named.acknowledgement, .noContent)
        XCTAssertFalse(named.isRetried)
        XCTAssertEqual(named.acknowledgementLimit, .seconds(2))
        XCTAssertTrue(named.expectsEmptyResponses)
    }
}
