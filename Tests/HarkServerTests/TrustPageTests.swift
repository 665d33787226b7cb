import Foundation
import HarkHost
import XCTest

/// `docs/Trust.md` shows what stands between the marks of `TrustPageSnippets.swift`, and the README the row of it.
final class TrustPageTests: XCTestCase {
    private let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    func testSnippets_compile() throws {
        let repository = tests.deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: repository.appendingPathComponent("docs/Trust.md"), encoding: .utf8)
        let readme = try String(contentsOf: repository.appendingPathComponent("README.md"), encoding: .utf8)
        let source = try String(contentsOf: tests.appendingPathComponent("TrustPageSnippets.swift"), encoding: .utf8)

        let parts = source.components(separatedBy: "// page\n").enumerated()
        let snippets = parts.filter { $0.offset % 2 == 1 }.map { Self.lines(of: $0.element) }

        XCTAssertEqual(snippets.count, 2)
        for line in snippets.joined() { XCTAssertTrue(page.contains(line), "docs/Trust.md lacks: \(line)") }
        for line in snippets.last ?? [] { XCTAssertTrue(readme.contains(line), "README.md lacks: \(line)") }
        XCTAssertEqual(Catalog.faults(of: [TrustPageSnippets.self]), [])
    }

    private static func lines(of snippet: String) -> [String] {
        snippet.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces.union([","])) }
            .filter { !$0.isEmpty }
    }
}
