import Foundation
import XCTest

/// `docs/Plugins.md` and the first page of Hark's documentation show the sources of this folder.
final class PluginsPageTests: XCTestCase {
    private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    private var repository: URL {
        folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    func testWritingPlugins_showsTheSources() throws {
        try check(
            "docs/Plugins.md",
            shows: [
                "Builds.swift", "BuildsTests.swift", "Checks.swift", "Forge.swift", "ForgeTests.swift", "Pager.swift",
                "PagerTests.swift", "Releases.swift", "ReleasesTests.swift", "Tickets.swift", "TicketsTests.swift",
            ])
    }

    func testWritingPlugins_showsThePayload() throws {
        let page = try text(of: repository.appendingPathComponent("docs/Plugins.md"))

        let payload = try text(of: folder.appendingPathComponent("Fixtures/issue.opened.json"))

        XCTAssertTrue(Self.blocks(of: "json", in: page).contains(payload))
    }

    func testWritingPlugins_importsNoModuleTwice() throws {
        let page = try text(of: repository.appendingPathComponent("docs/Plugins.md"))

        for block in Self.blocks(of: "swift", in: page) {
            let modules = block.split(separator: "\n").filter { $0.contains("import ") }
                .compactMap { $0.split(separator: " ").last }
            XCTAssertEqual(Set(modules).count, modules.count, "\(modules)")
        }
    }

    func testFirstPage_showsTheSource() throws {
        try check("Sources/Hark/Hark.docc/Hark.md", shows: ["Builds.swift"])
    }

    private func check(_ path: String, shows names: [String]) throws {
        let page = try text(of: repository.appendingPathComponent(path))
        for name in names {
            let source = Self.withoutImports(try text(of: folder.appendingPathComponent(name)))
            let isShown = Self.blocks(of: "swift", in: page).contains { Self.withoutImports($0) == source }
            XCTAssertTrue(isShown, "\(path) and \(name) differ")
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
