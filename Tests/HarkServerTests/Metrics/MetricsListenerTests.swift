import Foundation
import HarkHTTP
import HarkHost
import MicroHTTPD
import XCTest

@testable import HarkServer

final class MetricsListenerTests: XCTestCase {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Serves metrics until the end of the test.
    /// - Returns: their URL.
    private func serve(_ address: String = "127.0.0.1:0") throws -> String {
        let listener = try MetricsListener(MetricsAddress(settingText: address))
        let daemon = try listener.serve({ "up 1\n" }, logger: quiet)
        addTeardownBlock { await daemon.drain(within: .zero) }
        return listener.url
    }

    func testMetrics_areAnswered_withTheirMediaType() throws {
        let url = try serve()

        let answer = try curl("-i", url)

        XCTAssertTrue(url.hasSuffix("/metrics"), url)
        XCTAssertTrue(answer.hasPrefix("HTTP/1.1 200 "), answer)
        XCTAssertTrue(
            answer.lowercased().contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"), answer)
        XCTAssertTrue(answer.hasSuffix("\r\n\r\nup 1\n"), answer)
    }

    func testQuery_isIgnored() throws {
        XCTAssertEqual(try curl("\(try serve())?collect=all"), "up 1\n")
    }

    func testOtherPaths_areNotFound() throws {
        let root = String(try serve().dropLast("metrics".count))

        for path in ["", "metrics/", "github", "Metrics"] {
            XCTAssertEqual(try curl("-o", "/dev/null", "-w", "%{http_code}", root + path), "404", path)
        }
    }

    func testOtherMethods_areNotAllowed() throws {
        let url = try serve()

        let post = try curl("-i", "-d", "x=1", url)
        let head = try curl("-I", url)

        XCTAssertTrue(post.hasPrefix("HTTP/1.1 405 "), post)
        XCTAssertTrue(post.lowercased().contains("\r\nallow: get\r\n"), post)
        XCTAssertTrue(head.hasPrefix("HTTP/1.1 405 "), head)
    }

    func testIPv6_isServed() throws {
        let url = try serve("[::1]:0")

        XCTAssertTrue(url.hasPrefix("http://[::1]:"), url)
        XCTAssertEqual(try curl("-g", url), "up 1\n")
    }
}
