import XCTest

@testable import TeamsPlugin

final class TeamsHTMLTests: XCTestCase {
    func testTyped_undoesWhatTeamsMakesOfAText() {
        let table = [
            ("<at>hark</at>&nbsp;deploy &lt;api&gt; &amp;amp; co\n", "deploy <api> &amp; co"),
            ("<at id=\"0\">Hark Bot</at> status\u{A0}now", "status now"), ("hey <at>hark</at> status", "hey   status"),
            ("<at>hark</at> assign <at>Ada</at>", "assign Ada"), ("<p><at>hark</at> a<br/>b</p>", "a b"),
            ("<at>hark", "hark"), ("<at>hark</at>", ""), ("a < b & c", "a < b & c"),
            ("&#39;&#x41;&#xD800;&x;", "'A&#xD800;&x;"),
            ("<b>status</b>", "status"),
        ]
        for (html, typed) in table { XCTAssertEqual(TeamsHTML.typed(html), typed, html) }
    }
}
