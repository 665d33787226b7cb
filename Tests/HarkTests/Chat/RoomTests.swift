import Hark
import XCTest

final class RoomTests: XCTestCase {
    func testParameter_takesTheNamesThatNetworksHave() {
        let names = [
            "#ops", "ops", "@ada", "!abc:example.org", "ada@example.org/phone", "#équipe", "&local",
            "#\u{e17}\u{e31}\u{e48}\u{e27}", "हिन्दी", "cafe\u{301}",
            "C024BE91L",
        ]

        XCTAssertEqual(names.compactMap { Room(parameter: $0)?.name }, names)
    }

    func testParameter_refusesWhatCouldImitateAnotherMessage() {
        let names = [
            "", "#a] [#b", "a b", "a\nb", "[x]", "#a\u{202e}", "#a\u{3164}", "\u{301}a",
            "a\(String(repeating: "\u{301}", count: 5))",
            String(repeating: "a", count: 81),
        ]

        for name in names { XCTAssertNil(Room(parameter: name), name) }
    }
}
