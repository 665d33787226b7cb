import HTTPTypes
import HarkHTTP
import XCTest

final class RequestURLTests: XCTestCase {
    private func request(_ target: RequestTarget, host: String?, scheme: Scheme = .http) -> Request {
        var request = Request(target: target, scheme: scheme)
        request.headers["Host"] = host
        return request
    }

    func testURL_isMadeOfSchemeAndHost_withoutABaseURL() {
        let request = request("/a%2Fb?c=d%20e", host: "bot.example.org:3142", scheme: .https)

        XCTAssertEqual(request.url, "https://bot.example.org:3142/a%2Fb?c=d%20e")
    }

    func testURL_beginsWithTheBaseURL_whenThereIsOne() {
        var request = request("/twilio?a=b", host: "127.0.0.1:3141")

        request.baseURL = "https://bot.example.org/hooks"

        XCTAssertEqual(request.url, "https://bot.example.org/hooks/twilio?a=b")
    }

    func testURL_isTheTarget_whenTheHostIsMissingOrMalformed() {
        XCTAssertEqual(request("/a?b", host: nil).url, "/a?b")
        XCTAssertEqual(request("/a?b", host: "evil.example.com/x?").url, "/a?b")
        XCTAssertEqual(request("/a?b", host: "user@bot.example.org").url, "/a?b")
    }

    func testClient_isThePeer_unlessItIsSet() {
        let peer = PeerAddress.ipv4(0xC000_0201, port: 80)

        XCTAssertEqual(Request(target: "/", peer: peer).client, peer)
    }
}
