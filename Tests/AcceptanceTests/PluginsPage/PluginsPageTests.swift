import Foundation
import XCTest

/// The pages for authors of plugins, and the first page of Hark's documentation, show the sources of this folder.
final class PluginsPageTests: XCTestCase {
    private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    private var repository: URL {
        folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    private let shown = [
        "docs/Plugins.md": [
            "Builds.swift", "Checks.swift", "Pager.swift", "PagerTests.swift", "Releases.swift", "ReleasesTests.swift",
            "Tally.swift", "Tickets.swift", "TicketsTests.swift",
        ],
        "docs/ProviderPlugins.md": ["Forge.swift"],
        "docs/ChatNetworks.md": ["Intercom.swift"],
        "docs/Testing.md": ["BuildsTests.swift", "ForgeTests.swift"],
        "Sources/Hark/Hark.docc/Hark.md": ["Builds.swift"],
    ]

    func testPages_showTheSources() throws {
        for (path, names) in shown {
            let page = try text(of: repository.appendingPathComponent(path))

            for name in names {
                let source = Self.withoutImports(try text(of: folder.appendingPathComponent(name)))
                let isShown = Self.blocks(of: "swift", in: page).contains { Self.withoutImports($0) == source }
                XCTAssertTrue(isShown, "\(path) and \(name) differ")
            }
        }
    }

    func testTesting_showsThePayload() throws {
        let page = try text(of: repository.appendingPathComponent("docs/Testing.md"))

        let payload = try text(of: folder.appendingPathComponent("Fixtures/issue.opened.json"))

        XCTAssertTrue(Self.blocks(of: "json", in: page).contains(payload))
    }

    func testPages_importNoModuleTwice() throws {
        let pages = try shown.keys.map { try text(of: repository.appendingPathComponent($0)) }

        for block in pages.flatMap({ Self.blocks(of: "swift", in: $0) }) {
            let modules = block.split(separator: "\n").filter { $0.contains("import ") }
                .compactMap { $0.split(separator: " ").last }
            XCTAssertEqual(Set(modules).count, modules.count, "\(modules)")
        }
    }

    private func text(of file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

    /// A source without what it imports: a package of one's own has other modules.
    private static func withoutImports(_ source: String) -> String {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.drop { $0.isEmpty || $0.contains("import ") }.joined(separator: "\n")
    }

    /// What stands in the page's blocks of a language.
    private static func blocks(of language: String, in page: String) -> [String] {
        page.components(separatedBy: "```\(language)\n").dropFirst().map { rest in
            rest.components(separatedBy: "```\n")[0]
        }
    }
}
