import HTTPTypes
import HarkClient
import HarkHTTP
import XCTest

final class ClientRequestTests: XCTestCase {
    func testDescription_showsNeitherUserNorPathNorQuery() {
        let request = ClientRequest.get("https://ada:pw1@api.example.org:8443/bot123:secret/send?token=t#f")

        for text in ["\(request)", String(reflecting: request), String(describing: Optional(request)), dumped(request)]
        {
            for secret in ["ada", "pw1", "secret", "token"] { XCTAssertFalse(text.contains(secret), text) }
        }
        XCTAssertEqual("\(request)", "GET https://api.example.org:8443")
    }

    func testServer_isNil_whenTheURLIsInvalid() {
        let urls = [
            "", "example.org", "/path", "ftp://example.org/", "file:///etc/passwd", "http://",
            "http://exa mple.org/", "http://example.org/\r\nX: 1", "http://example.org/\0", "http://example.org:99999/",
            "gopher://127.0.0.1:25/x", "http://[::1/",
        ]

        for url in urls { XCTAssertNil(ClientRequest.get(url).server, url) }
    }

    func testServer_isSchemeHostAndTheNamedPort() {
        let urls = ["HTTP://Example.org", "https://[::1]:8/x", "http://example.org:80?x", "https://a.example:443/"]

        XCTAssertEqual(
            urls.map { ClientRequest.get($0).server },
            ["http://Example.org", "https://[::1]:8", "http://example.org:80", "https://a.example:443"])
    }

    func testJSON_isTheContent_withItsMediaType_ofAnyMethod() {
        let changed = ClientRequest(.patch, "https://api.example.org/", json: ["a": 1], timeout: .seconds(5))
        let empty = ClientRequest(.get, "https://api.example.org/", json: nil)

        XCTAssertEqual(String(decoding: changed.body, as: UTF8.self), #"{"a":1}"#)
        XCTAssertEqual(changed.headers, [.contentType: "application/json"])
        XCTAssertEqual(changed.timeout, .seconds(5))
        XCTAssertEqual(empty, .get("https://api.example.org/"))
    }

    private func dumped(_ request: ClientRequest) -> String {
        var text = ""
        dump(request, to: &text)
        return text
    }
}
