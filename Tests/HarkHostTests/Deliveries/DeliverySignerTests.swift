import HarkTesting
import SendersBot
import XCTest

@testable import HarkHost

/// What `host.signed`, and with it every `post` of a test, makes of each verifier that Hark has a name for.
final class DeliverySignerTests: XCTestCase {
    /// Their senders alone have the key.
    private let unsignable: Set = ["discord", "sendgrid", "client certificate"]

    func testSigned_isTaken_forEveryNamedVerifier() async throws {
        let bot = try await TestBot(Senders.self, environment: secrets)

        for verifier in Verifier.allNamed where !unsignable.contains(verifier.name) {
            let response = try await bot.post(path(verifier), json: #"{"id": "\#(verifier.name)"}"#)

            XCTAssertEqual(response.status, .ok, verifier.name)
            XCTAssertEqual(response.text, verifier.expectsEmptyResponses ? "" : "OK", verifier.name)
        }
    }

    func testSigned_saysWhyNot_whenTheSenderAloneHasTheKey() async throws {
        let bot = try await TestBot(Senders.self, environment: secrets)

        for verifier in Verifier.allNamed where unsignable.contains(verifier.name) {
            do {
                _ = try await bot.post(path(verifier), json: "{}")
                XCTFail(verifier.name)
            } catch let error as Rejection {
                XCTAssertEqual(error.status, .notImplemented, verifier.name)
                XCTAssertTrue(error.reason.contains("the sender alone has the key"), verifier.name)
            }
        }
    }

    private func path(_ verifier: Verifier) -> String { "/\(String(verifier.name.map { $0 == " " ? "-" : $0 }))" }

    private var secrets: [String: String] {
        let bytes = (1...32).map { UInt8($0) }
        return Verifier.allNamed.filter(\.needsSecret).reduce(into: [:]) { secrets, verifier in
            let suffix = String(verifier.name.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
            var secret = verifier.newSecret()
            if case .signature(let scheme) = verifier.proofs[0], unsignable.contains(verifier.name) {
                let key = verifier.name == "discord" ? .ed25519(seed: bytes) : SigningKey.newECDSAP256()
                secret = key?.secret(for: scheme) ?? ""
            }
            secrets["HARK_SENDERS_\(suffix)"] = secret
        }
    }
}
