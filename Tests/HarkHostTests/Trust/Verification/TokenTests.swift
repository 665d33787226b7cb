import Foundation
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

final class TokenTests: XCTestCase {
    func testBearer_takesSpacesAndAnyCaseOfTheScheme_andNoOtherToken() async throws {
        let bot = try await TrustBot(Fenced.self, environment: ["HARK_FENCED_TOKEN": "tok"])
        let values = [
            "Bearer tok", "bearer tok", "Bearer   tok", "Bearertok", "Bearer tok2", "Bearer to", "Bearer ", "tok",
        ]

        let statuses = try await bot.statuses(values.map { .delivery("/bearer", ["Authorization": $0], body: "") })

        XCTAssertEqual(statuses, [200, 200, 200, 401, 401, 401, 401, 401])
    }

    func testPassword_isNotTried_afterThreeOthers() throws {
        func request(wrong: Int) throws -> Request {
            var request = Request(method: .post, target: "/a")
            for word in Array(repeating: "user:wrong", count: wrong) + ["user:right"] {
                let value = "Basic \(Data(word.utf8).base64EncodedString())"
                request.headers.append(HTTPField(name: .authorization, value: value))
            }
            return request
        }

        let accepted = try [3, 4].map { wrong in
            let signedRequest = SignedRequest(try request(wrong: wrong))
            return (try? Verifier.basic.verify(signedRequest, secrets: ["user:right"], now: TestBot.newYear2026)) != nil
        }

        XCTAssertEqual(accepted, [true, false])
    }

    func testCertificate_isNamedByItsBytes_withoutTheCaseOfASCII() throws {
        let names = ["Alerts.Example.org", "\u{212a}.example", "e\u{301}.example"]
        let verifier = Verifier.clientCertificate(named: ["alerts.example.ORG", "k.example", "\u{e9}.example"])

        let accepted = names.map { name in
            var request = Request(method: .post, target: "/a")
            request.clientCertificate = ClientCertificate(subject: "CN=a", names: [name], fingerprint: [])
            return (try? verifier.verify(SignedRequest(request), secrets: [], now: TestBot.newYear2026)) != nil
        }

        XCTAssertEqual(accepted, [true, false, false])
    }
}
