import XCTest

@testable import HarkHost

final class CommandPatternTests: XCTestCase {
    func testInit_readsWordsAndPlaceholders() throws {
        let pattern = try CommandPattern("Deploy  now <service> [<version>] [<reason...>]")

        let placeholders = pattern.placeholders.map { "\($0.name) \($0.isOptional) \($0.isRest)" }

        XCTAssertEqual(pattern.name, "deploy now")
        XCTAssertEqual(placeholders, ["service false false", "version true false", "reason true true"])
    }

    func testInit_saysWhatToChange() {
        let texts = ["", "<a>", "x <a> y", "x [<a>] <b>", "x <a...> <b>", "x <a> <a>", "x <>", "x [a]", "x <a b>"]

        let faults = texts.map { text in
            do throws(CommandPattern.Malformed) {
                _ = try CommandPattern(text)
                return "none"
            } catch {
                return error.description
            }
        }

        XCTAssertEqual(
            faults,
            [
                "it has no word; start with one to type.",
                "it has no word; start with one to type.",
                "the word “y” stands after a placeholder; put words first.",
                "<b> cannot stand after <a>.",
                "<b> cannot stand after <a>.",
                "<a> occurs twice; give each its own name.",
                "“<>” is not a valid placeholder; write <name>, [<name>] or <name...>.",
                "“[a]” is not a valid placeholder; write <name>, [<name>] or <name...>.",
                "“<a” is not a valid placeholder; write <name>, [<name>] or <name...>.",
            ]
        )
    }
}
