import HarkHTTP
import HarkVerification
import TestSupport
import XCTest

/// What no one signed never passes.
final class TamperingTests: XCTestCase {
    func testVerify_fails_whenAnyBitOfAPlaceIsAnother() {
        var tampering = Tampering(seed: 1)

        for sample in SignedSample.all {
            for place in sample.places {
                for _ in 0..<100 {
                    let request = tampering.request(sample.request, at: place)

                    XCTAssertThrowsError(try sample.verify(request), "\(sample) passed with another \(place)")
                }
            }
        }
    }

    func testVerify_fails_whenAnyBitOfTheKeyIsAnother() {
        var tampering = Tampering(seed: 2)

        for sample in SignedSample.all {
            for _ in 0..<100 {
                let secret = tampering.secret(of: sample)

                XCTAssertThrowsError(try sample.verify(secrets: [secret]), "\(sample) passed with “\(secret)”")
            }
        }
    }

    func testVerify_fails_whenTheBodyIsLongerOrShorter() {
        for sample in SignedSample.all where sample.signsBody {
            let body = sample.request.body

            for other in [body.dropLast() + [], body.dropFirst() + [], body + [0], body + body, []] {
                XCTAssertThrowsError(try sample.verify(sample.request.with(body: other)), sample.name)
            }
        }
    }

    func testVerify_fails_whenTheProofIsGone() {
        for sample in SignedSample.all {
            for name in sample.headers {
                XCTAssertThrowsError(try sample.verify(sample.request.with(name, nil)), "\(sample) without \(name)")
            }
        }
    }

    func testVerify_failsAndDoesNotCrash_whenAHeaderIsHostile() {
        for sample in SignedSample.all {
            for name in sample.headers {
                let value = sample.request.headers[name] ?? ""
                for hostile in Self.hostile(value) {
                    XCTAssertThrowsError(
                        try sample.verify(sample.request.with(name, hostile)),
                        "\(sample), \(name): \(hostile.prefix(80))"
                    )
                }
            }
        }
    }

    /// Values that no sender sends. A list of signatures may hold a good one among others, so nothing here has one
    /// whole.
    private static func hostile(_ value: String) -> [String] {
        let long = String(repeating: "a", count: 16_384)
        let half = String(value.prefix(value.utf8.count / 2))
        return [
            "", " ", half, "\(half)\u{0}", "\(half)é", "\(half)✓\(half)", "\u{0}", "é", "=", "==", ",", ",,,", "v1=",
            "v1,",
            "t=,v1=", "=v1", "sha256=", "Basic ", "Basic =", "Basic ====", "Bearer", "HMAC ", long, "\(half)\(long)",
            String(repeating: "v1=,", count: 4096), String(repeating: "v1, ", count: 4096),
            String(repeating: "=", count: 16_384), String(repeating: " ", count: 16_384), "\(value.dropLast(3))\u{0}",
            "sha256=\(long)", "v0=\(long)", "v1,\(long)", "٣٤٥", "ａｂ",
        ]
    }

    func testVerify_fails_whenTheProofIsDoubledOrFramed() {
        let framings: [(String) -> String] = [
            { $0 + $0 }, { "\($0)\($0.prefix(2))" }, { "\($0.prefix(2))\u{0}\($0.dropFirst(2))" }, { "x\($0)" },
            { "\($0)é" },
        ]

        for sample in SignedSample.all {
            for place in sample.places {
                guard case .encoded(let name, let text, _) = place else { continue }
                for framing in framings {
                    let header = sample.request.headers[name]?.replacing(text, with: framing(text))

                    XCTAssertThrowsError(
                        try sample.verify(sample.request.with(name, header)), "\(sample), \(header ?? "")")
                }
            }
        }
    }

    func testVerify_failsAndDoesNotCrash_forBodiesThatAreNoText() {
        var generator = SeededGenerator(seed: 3)

        for sample in SignedSample.all where sample.signsBody {
            for length in [0, 1, 2, 3, 100] {
                let body = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }

                XCTAssertThrowsError(try sample.verify(sample.request.with(body: body)), sample.name)
            }
        }
    }
}

extension SignedSample {
    /// Whether its proof covers the body.
    fileprivate var signsBody: Bool {
        places.contains { if case .body = $0 { true } else { false } }
    }

    /// The header fields that its proof needs.
    fileprivate var headers: [String] {
        let names = places.compactMap { place in
            switch place {
            case .header(let name, _), .encoded(let name, _, _): name
            case .body, .bodyText, .target: nil
            }
        }
        return Set(names).sorted()
    }
}
