import XCTest

@testable import MatrixPlugin

final class BotNamesTests: XCTestCase {
    func testAddressed_isWhatIsSaidToTheBot() {
        let names = BotNames(user: "@hark:example.org", displayName: "Hark Bot")
        let table: [(String, Bool, String?)] = [
            ("hark: status", false, "status"), ("HARK, status now", false, "status now"),
            ("  @hark status", false, "status"), ("@hark:example.org status", false, "status"),
            ("@hark:example.org: status", false, "status"), ("Hark Bot: status", false, "status"),
            ("Hark Bot status", true, "status"), ("Hark Bot", true, ""), ("hark status", false, nil),
            ("Hark Bot status", false, nil), ("harken: status", false, nil), ("@harken status", true, nil),
            ("ask hark: status", true, nil), ("status", true, nil), ("hark\u{301}: status", false, nil),
            ("", true, nil),
        ]
        for (text, isMentioned, rest) in table {
            XCTAssertEqual(
                names.addressed(text, mentions: isMentioned ? ["@hark:example.org"] : ["@ada:example.org"]), rest, text)
        }
    }
}
