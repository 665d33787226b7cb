import Foundation
import HTTPTypes
import HarkHTTP
import HarkVerification
import TestSupport
import XCTest

final class TokenCheckTests: XCTestCase {
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
            return (try? Verifier.basic.verify(signedRequest, secrets: ["user:right"], now: SignedSample.github.now))
                != nil
        }

        XCTAssertEqual(accepted, [true, false])
    }

    func testCertificate_isNamedByItsBytes_withoutTheCaseOfASCII() throws {
        let names = ["Alerts.Example.org", "\u{212a}.example", "e\u{301}.example"]
        let verifier = Verifier.clientCertificate(named: ["alerts.example.ORG", "k.example", "\u{e9}.example"])

        let accepted = names.map { name in
            var request = Request(method: .post, target: "/a")
            request.clientCertificate = ClientCertificate(subject: "CN=a", names: [name], fingerprint: [])
            return (try? verifier.verify(SignedRequest(request), secrets: [], now: SignedSample.github.now)) != nil
        }

        XCTAssertEqual(accepted, [true, false, false])
    }
}
