import Hark
import XCTest

@testable import RelayPlugin

final class ContentTests: XCTestCase {
    func testSummary_isWhatIsEnclosed_whenThePayloadSaysNothingElse() throws {
        let payloads: [(JSONValue, String)] = [
            (["attachments": [["fallback": "<https://a.b|#7> &amp; more", "text": "x"]]], "#7 (https://a.b) & more"),
            (["text": "", "attachments": [["title": "Disk", "text": "full"], ["color": "red"]]], "Disk: full"),
            (
                [
                    "blocks": [
                        ["type": "header", "text": ["type": "plain_text", "text": "Deploy"]], ["type": "divider"],
                        ["type": "section", "fields": [["type": "mrkdwn", "text": "*shop*"]]],
                        ["type": "context", "elements": [["type": "mrkdwn", "text": "by <@U1|ada>"], ["text": nil]]],
                    ]
                ], "Deploy *shop* by @ada"
            ),
            (["attachments": [["blocks": [["text": ["text": "in a block"]]]]]], "in a block"),
            (["content": nil, "embeds": [["title": "Deploy", "description": "is <b>"], [:]]], "Deploy: is <b>"),
            (["content": "hello", "username": "ci"], "hello"),
            (["text": "see <https://a.b>"], "see https://a.b"),
            (["message": "a &amp; b"], "a &amp; b"),
        ]

        for (payload, line) in payloads { XCTAssertEqual(try Content(.json(payload)).summary, line) }
    }

    func testSlackMarkup_becomesReadable() {
        let texts = [
            "a < b <https://a.b|link>": "a < b link (https://a.b)", "<https://a.b|a.b>": "a.b",
            "<mailto:a@b.c|a@b.c>": "a@b.c", "<!here> <!subteam^S1|@ops> <@U1> <#C1|ops>": "@here @ops @U1 #ops",
            "<b> > <>": "<b> > <>", "&amp;lt; &lt;3": "&lt; <3",
        ]

        for (text, readable) in texts { XCTAssertEqual(UntrustedText(text).withoutSlackMarkup.verbatim, readable) }
    }
}
