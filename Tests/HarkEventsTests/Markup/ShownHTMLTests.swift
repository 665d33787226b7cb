import HarkEvents
import XCTest

final class ShownHTMLTests: XCTestCase {
    func testShownHTML_isWhatAPageShows() {
        let texts = [
            "plain": "plain", "a <b>bold</b> &amp; *star*": "a bold & *star*", "one<br>two": "one two",
            "1 < 2 and <3": "1 < 2 and <3", "a<!-- hidden -->b": "ab", "a<!-- hidden": "a",
            "x<script>alert('<b>')</script>y": "xy", "x<style>p {}": "x", "&lt;b&gt; &nosuch; &#233;": "<b> &nosuch; é",
            "<a href=\"https://example.org\">link</a>": "link",
        ]

        for (text, shown) in texts { XCTAssertEqual(UntrustedText(text).shownHTML.verbatim, shown) }
    }

    func testShownHTML_goesOnAfterAScript_inCapitalLetters() {
        let text = UntrustedText("before<SCRIPT>alert()</SCRIPT>after<Style>p {}</sTYLE>wards")

        let shown = text.shownHTML.verbatim

        XCTAssertEqual(shown, "beforeafterwards")
    }

    func testShownHTML_isBounded() {
        let text = UntrustedText("<i>" + String(repeating: "tea ", count: 100_000))

        XCTAssertLessThan(text.shownHTML.byteCount, 5000)
    }
}
