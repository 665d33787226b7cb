import SendersBot
import XCTest

import struct Foundation.Date

@testable import HarkHost

final class TrustFuzzTests: FuzzTestCase {
    private static let host = HTTPField.Name(constant: "Host")

    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// What verifiers with a secret are for, and one good delivery of each.
    private func deliveries() throws -> [(verifier: Verifier, request: Request)] {
        try Verifier.allNamed.filter(\.needsSecret).map { verifier in
            let signer = Signer(verifier, key: verifier.key(of: 1))
            var request = Request(method: .post, target: "/a?token=", headers: [Self.host: "bot.example.org"])
            request.headers[.contentType] = verifier.name == "twilio" ? MediaType.form.essence : MediaType.json.essence
            request.body = Array(
                (verifier.name == "twilio" ? "a=1&MessageSid=x" : #"{"id":"1","event":{"id":"2"}}"#).utf8)
            return (verifier, try XCTUnwrap(signer.sign(request, at: now, id: "msg_1"), verifier.name))
        }
    }

    func testVerifiers_areNotFooled_whenDeliveriesAreMutated() throws {
        let deliveries = try deliveries()
        for (verifier, request) in deliveries {
            let secret = try XCTUnwrap(verifier.secret(of: 1))
            XCTAssertNoThrow(try verifier.verify(SignedRequest(request), secrets: [secret], now: now), verifier.name)
        }
        let secrets = try deliveries.map { delivery in
            try [2, 1].map { try XCTUnwrap(delivery.verifier.secret(of: $0)) }
        }
        // The first byte says which verifier has to look at it.
        let corpus = deliveries.enumerated().map { [UInt8($0)] + $1.request.fuzzable }
        fuzz(corpus, upTo: 65_536) { input in
            let index = Int(input.first ?? 0) % deliveries.count
            let verifier = deliveries[index].verifier
            let signedRequest = SignedRequest(Request(fuzzed: input.dropFirst()))
            _ = verifier.deliveryID?.value(in: signedRequest)
            _ = try? verifier.checkHead(signedRequest, secrets: secrets[index], now: now)
            // No one signed with the first one.
            return (try? verifier.verify(signedRequest, secrets: secrets[index], now: now))?.secret != 0
        }
    }

    func testHandshakes_sendNothingLongBack_whenQuestionsAreMutated() {
        let handshakes: [Handshake] = [
            .slack, .discord, .zoom, .trello, .meta, .okta, .microsoftGraph, .dropbox, .twitch, .xero, .eventGrid,
            .cloudEvents(from: ["eventgrid.azure.net"]),
        ]
        let questions = [
            #"/\#n\#n{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}"#,
            #"/\#n\#n{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}"#,
            "/?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=secret\n\n{\"type\":1}",
            "/\nX-Okta-Verification-Challenge:abc\n\n",
            "/?validationToken=Validation%3A+Request-Id%3A+1&challenge=abc\n\n{\"challenge\":\"abc\",\"events\":[]}",
            "/\naeg-event-type:SubscriptionValidation\nWebHook-Request-Origin:eventgrid.azure.net\n\n"
                + #"[{"data":{"validationCode":"512d38b6"}}]"#,
        ]
        fuzz(questions.map { Array($0.utf8) }, upTo: 65_536) { input in
            [HTTPRequest.Method.get, .head, .options, .post].allSatisfy { method in
                let request = Request(fuzzed: input, method: method)
                return handshakes.allSatisfy { handshake in
                    let answer = handshake.answer(request, Secret("secret"))
                    return answer.map { $0.body.count <= 2 * Handshake.echoLimit } ?? true
                }
            }
        }
    }

    func testOrigin_believesTrustedProxiesAlone_whenFieldsAreMutated() {
        let proxies = TrustedProxies(
            [ProxyAddress("127.0.0.1"), ProxyAddress("10.0.0.0/8"), .unixSocket].compactMap(\.self))
        let requests = [
            "/a\nHost:bot.example.org:8443\nX-Forwarded-For:203.0.113.9, 10.0.0.1\nX-Forwarded-Proto:https\n"
                + "X-Forwarded-Prefix:/hooks",
            "/a?b\nForwarded:for=\"[2001:db8::1]:4711\";proto=https;host=bot, for=unknown;by=_x\nHost:[::1]\n"
                + "X-Forwarded-Host:a, b",
        ]
        let stranger = PeerAddress.ipv4(0xC633_6401, port: 1)
        fuzz(requests.map { Array($0.utf8) }, upTo: 16_384) { input in
            var request = Request(fuzzed: input)
            request.baseURL = Origin(of: request, trusting: proxies).baseURL
            _ = request.url
            return Origin(of: Request(fuzzed: input, peer: stranger), trusting: proxies).client == stranger
        }
    }

    func testAddresses_readAsTheyAreWritten_whenMutated() {
        let texts = [
            "192.0.2.7", "10.0.0.0/8", "2001:db8::/32", "::ffff:192.0.2.1", "::1", "unix",
            "https://bot.example.org:8443/hooks/",
        ]
        fuzz(texts, upTo: 4096) { text in
            (IPAddress(text).map { IPAddress($0.description) == $0 } ?? true)
                && (ProxyAddress(text).map { ProxyAddress($0.description) == $0 } ?? true)
                && (BaseURL(text).map { BaseURL($0.description) == $0 } ?? true)
        }
    }

    func testSecrets_areNeverEmpty_whenSettingsAreMutated() {
        fuzz(["one, two\\,three\nfour\\", "unsigned", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,\r\nold"], upTo: 32_768) {
            text in
            guard case .values(let values) = try? SecretRing.Content(settingText: text) else { return true }
            return !values.isEmpty && values.allSatisfy { !$0.isEmpty && $0 != SecretRing.Content.unsignedText }
        }
    }
}

extension Verifier {
    /// A sender's key that is this byte over and over.
    fileprivate func key(of byte: UInt8) -> SigningKey {
        let bytes = Array(repeating: byte, count: 32)
        guard case .signature(let scheme)? = proofs.first else { return .shared(bytes.hexadecimal) }
        switch scheme.algorithm {
        case .ed25519: return .ed25519(seed: bytes)
        case .ecdsaP256: return Self.generatedKeys[Int(byte) % Self.generatedKeys.count]
        case .hmacSHA1, .hmacSHA256, .hmacSHA384, .hmacSHA512: return .shared(scheme.key.secret(of: bytes))
        }
    }

    /// Keys of a kind that is not made from bytes.
    private static let generatedKeys = (0..<4).compactMap { _ in SigningKey.newECDSAP256() }

    /// The secret that the receiver has for that key.
    fileprivate func secret(of byte: UInt8) -> String? {
        switch (key(of: byte), proofs.first) {
        case (.shared(let text), _): text
        case (let key, .signature(let scheme)?): key.secret(for: scheme)
        default: nil
        }
    }
}
