import XCTest

@testable import HarkServer

final class HelpTests: XCTestCase {
    private let pages = [
        ["--help"], ["send", "--help"], ["help", "verify"], ["new", "--help"], ["settings", "--help"],
        ["capture", "--help"], ["send", "--unknown"], ["deliveries", "--help"], ["store", "--help"],
        ["help", "store", "backup"], ["replay"], ["metrics", "--help"],
    ]

    private func lines(_ page: [String], columns: Int) throws -> [String] {
        let outcome = try hark(page, environment: ["COLUMNS": "\(columns)"])
        return outcome.output + outcome.errors
    }

    private func words(_ lines: [String]) -> [Substring] { lines.flatMap { $0.split(separator: " ") } }

    func testHelp_isNoWiderThanTheTerminal_andBreaksNoWord() throws {
        for page in pages {
            let unbroken = try lines(page, columns: 400)
            for columns in [40, 60, 80] {
                let lines = try lines(page, columns: columns)

                // What cannot be broken, a long word or an option in brackets, stands alone in its line.
                let wide = lines.filter { line in
                    let text = line.drop { $0 == " " }
                    return line.count > columns && text.contains(" ") && !text.hasPrefix("[")
                }
                XCTAssertEqual(wide, [], "\(page) at \(columns)")
                XCTAssertEqual(words(lines), words(unbroken), "\(page) at \(columns)")
            }
        }
    }

    func testHelp_keepsItsIndent_onANarrowTerminal() throws {
        let lines = try hark("send", "--help", environment: ["COLUMNS": "40"]).output

        let index = try XCTUnwrap(lines.firstIndex { $0.hasPrefix("  --path ") })
        XCTAssertEqual(
            Array(lines[index...].prefix(4)),
            [
                "  --path <path>", "      The path, and perhaps a query,", "      where it is not the one for the",
                "      plugin's payloads.",
            ])
    }

    func testHelp_standsInTwoColumns_whereThereIsRoom() throws {
        let lines = try hark("send", "--help", environment: ["COLUMNS": "80"]).output

        XCTAssertTrue(lines.contains("  --no-sign               Send it without a signature."), "\(lines)")
    }

    func testHelp_comesWithoutAMistake_onATerminalOfAFewColumns() throws {
        for columns in ["1", "20", "26"] {
            let outcome = try hark("--help", environment: ["COLUMNS": columns])

            XCTAssertEqual(outcome.status, 0, columns)
            XCTAssertTrue(outcome.output.contains { $0.hasPrefix("  build-info") }, columns)
        }
    }

    func testHelp_groupsSubcommands_underHeadingsThatReadWell() throws {
        let headings = try hark("--help").output.filter { $0.hasSuffix("SUBCOMMANDS:") }

        XCTAssertEqual(
            headings,
            [
                "BOT SUBCOMMANDS:", "DELIVERY SUBCOMMANDS:", "WEBHOOK SUBCOMMANDS:", "LISTING SUBCOMMANDS:",
                "PACKAGE SUBCOMMANDS:",
            ])
    }
}
