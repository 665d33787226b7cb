import Hark
import HarkClient
import XCTest

final class ChatErrorHTTPTests: XCTestCase {
    func testSend_namesTheNetwork_whenThereIsNoResponse() async {
        let http = HTTPClient.unavailable("It is closed.")

        do {
            _ = try await http.send(.get("https://pager.example.org/"), to: "The pager")
            XCTFail("There is a response.")
        } catch {
            XCTAssertEqual(error.kind, .transient)
            XCTAssertTrue(error.reason.hasPrefix("The pager cannot be reached. "), error.reason)
        }
    }

    func testPage_isHTML() {
        let pages = ["<html>", "\r\n <p>", "", "ok", "{\"a\": \"<\"}"].map {
            ClientResponse(status: .ok, body: Array($0.utf8)).isPage
        }

        XCTAssertEqual(pages, [true, true, false, false, false])
    }

    func testTooManyRequests_waitsAsLongAsTheNetworkSays_upToADay() {
        let seconds = [2, 0.6541, 0, nil, -1, 86_401, .infinity, .nan]

        let kinds = seconds.map { ChatError.tooManyRequests(at: "Pager", retryAfter: $0).kind }

        let waits: [Duration?] = [.seconds(2), .milliseconds(655), .zero, nil, nil, nil, nil, nil]
        XCTAssertEqual(kinds, waits.map { .rateLimited(retryAfter: $0) })
    }
}
