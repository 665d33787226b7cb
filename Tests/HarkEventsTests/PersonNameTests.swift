import HarkEvents
import XCTest

final class PersonNameTests: XCTestCase {
    func testPersonName_hasNoAddress() {
        let names = [
            "Ada <ada@example.org>": "Ada", "Ada Lovelace ada@example.org": "Ada Lovelace",
            "Ada (ada@example.org)": "Ada", "ada@example.org": "ada", "<ada@example.org>": "ada",
            "mailto:ada@example.org": "ada", "Ada\n<ada@example.org>": "Ada", "ada@example.org ada@example.net": "ada",
        ]

        for (name, shown) in names { XCTAssertEqual(UntrustedText(name).personName.verbatim, shown, name) }
    }

    func testPersonName_isTheName_whenItHasNoAddress() {
        for name in ["Ada Lovelace", "@ada", "Ada @ Acme", "ada@", "Ada <Acme>", "", "Ada  L"] {
            XCTAssertEqual(UntrustedText(name).personName.verbatim, name)
        }
    }

    func testPersonName_isMissing_whenTheFieldIs() {
        XCTAssertNil(PayloadView(nil).asPersonName.asText)
        XCTAssertEqual(PayloadView("ada@example.org").asPersonName.asText, "ada")
    }
}
