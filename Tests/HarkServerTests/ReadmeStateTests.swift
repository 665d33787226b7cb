import Foundation
import HarkHost
import TerminalPlugin
import XCTest

@testable import HarkServer

/// `docs/Plugins.md` shows `ReadmeState.swift`, a plugin that remembers something.
final class ReadmeStateTests: XCTestCase {
    func testSnippet_isTheSourceThatIsTested() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let page = tests.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
            "docs/Plugins.md")
        let text = try String(contentsOf: page, encoding: .utf8)

        let source = try String(contentsOf: tests.appendingPathComponent("ReadmeState.swift"), encoding: .utf8)

        XCTAssertTrue(text.contains("```swift\n\(source)```\n"), "docs/Plugins.md and ReadmeState.swift differ")
    }

    func testTally_countsDeliveries_ofEachServiceApart() async throws {
        let host = try HarkHost.Host(BotConfiguration([Tally.self], [:]))
        try await host.start()

        var bodies: [String] = []
        for service in ["api", "web", "api"] {
            let response = await host.pipeline.respond(
                to: Request(method: .post, target: RequestTarget("/tally/\(service)")))
            bodies.append(String(decoding: response.body, as: UTF8.self))
        }
        let other = await host.pipeline.respond(to: Request(method: .post, target: "/tally/other"))

        XCTAssertEqual(bodies, ["api: 1", "web: 1", "api: 2"])
        XCTAssertEqual(other.status, .notFound)
    }
}
