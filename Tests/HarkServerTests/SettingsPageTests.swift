import Foundation
import HarkHost
import XCTest

@testable import HarkServer

/// `docs/Settings.md` lists the settings of every bot.
final class SettingsPageTests: XCTestCase {
    func testTable_isWhatEveryBotReads() throws {
        let page = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/Settings.md")
        let text = try String(contentsOf: page, encoding: .utf8)

        let table = text.split(separator: "\n").filter { $0.hasPrefix("| `HARK_") }.map(String.init)

        let declarations = ServerSettings.declarations + HostOptions.declarations
        let expected = declarations.sorted { $0.variable < $1.variable }.map { setting in
            "| `\(setting.variable)` | \(setting.defaultText.map { "`\($0)`" } ?? "") | \(setting.help) |"
        }
        XCTAssertEqual(table, expected, "docs/Settings.md wants:\n\(expected.joined(separator: "\n"))")
    }
}
