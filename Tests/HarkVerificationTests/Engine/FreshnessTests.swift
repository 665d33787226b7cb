import HTTPTypes
import HarkHTTP
import HarkVerification
import TestSupport
import XCTest

/// How old a signature may be, and how far ahead of the receiver's clock.
final class FreshnessTests: XCTestCase {
    /// Senders with a timestamp of whole seconds, and how far from now it may be, in seconds.
    private let bounds: [(sample: SignedSample, past: Int?, future: Int?)] = [
        (.slack, 300, 300), (.zoom, 300, 300), (.stripe, 300, nil), (.standardWebhooks, 300, 300),
        (.standardPublicKey, 300, 300), (.svix, 300, 300), (.gitlabSigning, 300, 300), (.sendGrid, 300, 300),
        (.buildkiteSignature, 300, 300), (.grafanaWithTimestamp, 300, 300), (.discord, nil, nil),
    ]
    private let farAway = 1_000_000_000

    func testVerify_passesAtTheBoundAndNotBeyond_forAgesAndTimesAhead() {
        for (sample, past, future) in bounds {
            for (bound, side) in [(past, 1), (future, -1)] {
                XCTAssertNoThrow(try sample.verify(after: side * (bound ?? farAway)), "\(sample) \(side)")
                guard let bound else { continue }
                XCTAssertThrowsError(try sample.verify(after: side * (bound + 1)), "\(sample) \(side)") {
                    XCTAssertEqual($0 as? VerificationError, .stale(seconds: side * (bound + 1)))
                }
            }
        }
    }

    func testVerify_countsMilliseconds_forLinear() {
        let sample = SignedSample.linear

        // Its timestamp is 508 ms after the sample's time.
        for offset in [-59, 0, 60] { XCTAssertNoThrow(try sample.verify(after: offset), "\(offset)") }
        for offset in [-60, 61] { XCTAssertThrowsError(try sample.verify(after: offset), "\(offset)") }
    }

    func testVerify_readsATimeInWords_forTwitch() {
        let sample = SignedSample.twitch

        // Its timestamp is 634 ms after the sample's time.
        for offset in [-299, 0, 600] { XCTAssertNoThrow(try sample.verify(after: offset), "\(offset)") }
        for offset in [-300, 601] { XCTAssertThrowsError(try sample.verify(after: offset), "\(offset)") }
        for text in ["", "1573899072", "2019-11-16", "2019-11-16T10:11:12", "2019-13-16T10:11:12Z"] {
            XCTAssertThrowsError(
                try sample.verify(sample.request.with("Twitch-Eventsub-Message-Timestamp", text)), text
            ) {
                XCTAssertEqual(
                    $0 as? VerificationError, .malformed("header Twitch-Eventsub-Message-Timestamp"), text)
            }
        }
    }

    func testCheckHead_seesWhatIsStale_beforeTheBodyIsThere() {
        for (sample, past, _) in bounds {
            guard let past else { continue }
            var head = sample.request
            head.body = []

            XCTAssertThrowsError(
                try sample.verifier.checkHead(
                    SignedRequest(head), secrets: [sample.secret], now: sample.now.addingTimeInterval(Double(past + 1))),
                sample.name
            ) { XCTAssertEqual($0 as? VerificationError, .stale(seconds: past + 1)) }
        }
    }

    func testVerify_callsATimestampMalformed_whenItIsNot1To15Digits() {
        let texts = [
            "", "x", "+5", "-5", "0x10", "1e3", "1.5", "17 95", "٣٤٥", "00000000001795466239", "1795466239000000",
            "99999999999999999999", "nan", "inf",
        ]

        for (sample, _, _) in bounds {
            for place in sample.places {
                guard case .header(let name, "\(sample.time)") = place else { continue }
                for text in texts {
                    let value = sample.request.headers[name]?.replacing("\(sample.time)", with: text)

                    XCTAssertThrowsError(try sample.verify(sample.request.with(name, value)), "\(sample), \(text)") {
                        XCTAssertTrue(($0 as? VerificationError).isAboutForm, "\(sample), “\(text)”: \($0)")
                    }
                }
            }
        }
    }

    func testVerify_isMissingItsTimestamp_whenLinearsBodyHasNone() throws {
        let body = Array(#"{"type":"Issue"}"#.utf8)
        let bare = Verifier("bare", .signature("Linear-Signature"))
        let request = Request(method: .post, target: "/hook", headers: [.contentType: "application/json"], body: body)
        let signed = try XCTUnwrap(
            Signer(bare, secret: SignedSample.linear.secret).sign(request, at: SignedSample.linear.now))

        XCTAssertThrowsError(try SignedSample.linear.verify(signed)) {
            XCTAssertEqual($0 as? VerificationError, .incomplete("body field webhookTimestamp"))
        }
    }

    func testVerify_passes_whenLinearsBodyIsSignedAndCannotBeRead() throws {
        let bare = Verifier("bare", .signature("Linear-Signature"))
        let request = Request(
            method: .post, target: "/hook", headers: [.contentType: "application/json"], body: Array("{".utf8))
        let signed = try XCTUnwrap(
            Signer(bare, secret: SignedSample.linear.secret).sign(request, at: SignedSample.linear.now))

        XCTAssertNoThrow(try SignedSample.linear.verify(signed))
        XCTAssertThrowsError(try SignedSample.linear.verify(signed.with(body: Array("[".utf8))))
    }

    func testTolerating_setsBothSides() {
        for (sample, _, _) in bounds {
            let verifier = sample.verifier.tolerating(.seconds(10))

            for offset in [-10, 10] { XCTAssertNoThrow(try sample.verify(after: offset, by: verifier), sample.name) }
            for offset in [-11, 11] {
                XCTAssertThrowsError(try sample.verify(after: offset, by: verifier), sample.name)
            }
        }
    }

    func testTolerating_takesAnyAge_whenItIsNil() {
        for (sample, _, _) in bounds {
            let verifier = sample.verifier.tolerating(nil)

            for offset in [-farAway, farAway] {
                XCTAssertNoThrow(try sample.verify(after: offset, by: verifier), sample.name)
            }
        }
    }

    func testTolerating_changesNothing_whereThereIsNoTimestamp() throws {
        let verifier = Verifier.github.tolerating(.zero)

        XCTAssertEqual(try SignedSample.github.verify(after: farAway, by: verifier), 0)
    }
}

extension SignedSample {
    /// Verifies the sample so many seconds after its time.
    fileprivate func verify(after seconds: Int, by other: Verifier? = nil) throws -> Int {
        let now = now.addingTimeInterval(Double(seconds))
        return try (other ?? verifier).verify(request, secrets: [secret], at: now)
    }
}

extension VerificationError? {
    /// Whether it is about how the timestamp is written, and not about what is signed.
    fileprivate var isAboutForm: Bool {
        switch self {
        case .malformed, .missing, .incomplete: true
        case .stale, .unusableSecret, .mismatch, nil: false
        }
    }
}
