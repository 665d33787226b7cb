import Foundation
import HarkHost
import XCTest

@testable import HarkServer

final class ReadmeTests: XCTestCase {
    private let readme = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("README.md")

    func testSettingsTable_isWhatEveryBotReads() throws {
        let text = try String(contentsOf: readme, encoding: .utf8)

        let table = text.split(separator: "\n").filter { $0.hasPrefix("| `HARK_") }.map(String.init)

        let declarations = ServerSettings.declarations + HostOptions.declarations
        let expected = declarations.sorted { $0.variable < $1.variable }.map { setting in
            "| `\(setting.variable)` | \(setting.fallbackText.map { "`\($0)`" } ?? "") | \(setting.help) |"
        }
        XCTAssertEqual(table, expected, "README.md wants:\n\(expected.joined(separator: "\n"))")
    }

    func testTrustSnippets_compile() throws {
        let source = try String(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("ReadmeSnippets.swift"), encoding: .utf8)
        let text = try String(contentsOf: readme, encoding: .utf8)

        let snippets = source.components(separatedBy: "// README\n").enumerated().filter { $0.offset % 2 == 1 }.map(
            \.element)

        XCTAssertEqual(snippets.count, 2)
        for snippet in snippets {
            for line in snippet.split(separator: "\n") {
                let words = line.trimmingCharacters(in: .whitespaces.union([","]))
                guard !words.isEmpty else { continue }
                XCTAssertTrue(text.contains(words), "README.md lacks: \(words)")
            }
        }
        XCTAssertEqual(Catalog.faults(of: [ReadmeSnippets.self]), [])
    }
}
