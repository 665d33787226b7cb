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
            "<mailto:a@b.c|a@b.c>": "a@b.c", "<!here> <!subteam^S1|@ops> <@U1> <#C1|ops>": "@here @ops @somebody #ops",
            "<@U024BE7LH> <@W1> <@mira> <#C1> <!subteam^S1>": "@somebody @somebody @mira #a channel @a group",
            "<tel:1234|call> <tel:1234>": "call (1234) 1234", "<b> > <>": "<b> > <>", "&amp;lt; &lt;3": "&lt; <3",
        ]

        for (text, readable) in texts { XCTAssertEqual(UntrustedText(text).withoutSlackMarkup.verbatim, readable) }
    }

    func testDiscordMarkup_becomesReadable() {
        let texts = [
            "<#123> <@!5> <@5> <@&9>": "#a channel @somebody @somebody @a group",
            "<:boil:123> <a:boil:1>": ":boil: :boil:",
            "<t:1700000000:R> <t:1700000000>": "2023-11-14 22:13 UTC 2023-11-14 22:13 UTC", "</deploy:5>": "/deploy",
            "[log](https://x) **boom** ||spoiler||": "log (https://x) boom spoiler", "a || b || c": "a || b || c",
            "[a](https://x y": "[a](https://x y", "is <b> or <i>": "is <b> or <i>", "<https://x>": "https://x",
            "`a_b` snake_case <@mira>": "a_b snake_case <@mira>", "<t:99999999999999:R>": "<t:99999999999999:R>",
        ]

        for (text, readable) in texts { XCTAssertEqual(UntrustedText(text).withoutDiscordMarkup.verbatim, readable) }
    }

    func testMessage_isWhatPeopleSee_whereItsMarkupIsDeclared() throws {
        let payloads: [(JSONValue, String)] = [
            (
                [
                    "title": "T", "message": "**boom** at `x`",
                    "extras": ["client::display": ["contentType": "text/markdown"]],
                ],
                "T: boom at x"
            ),
            (["message": "**boom**", "extras": ["client::display": ["contentType": "text/plain"]]], "**boom**"),
            (["topic": "t", "message": "[log](https://x) is *red*", "markdown": true], "log (https://x) is red"),
            (["text": "<b>boom</b> a &amp; b", "parse_mode": "HTML"], "boom a & b"),
            (["text": "*boom*", "parse_mode": "MarkdownV2"], "boom"), (["message": "<i>x</i>", "html": 1], "x"),
        ]

        for (payload, line) in payloads { XCTAssertEqual(try Content(.json(payload)).summary, line) }
    }

    func testEnclosures_areSaidWithTheirFacts_andBesideAText() throws {
        let fields: JSONValue = [["title": "Alert", "value": "CPU"], ["title": "State", "value": "firing"]]
        let payloads: [(JSONValue, String)] = [
            (
                ["username": "bot", "attachments": [["color": "danger", "fields": fields]]], "Alert: CPU, State: firing"
            ),
            (["text": "Deploy", "attachments": [["text": "failed on main"]]], "Deploy: failed on main"),
            (["text": "Deploy", "attachments": [["fallback": "Deploy"]]], "Deploy"),
            (["text": "Deploy", "blocks": [["text": ["text": "Deploy"]]]], "Deploy"),
            (["content": "<@&5> deploy", "embeds": [["title": "failed"]]], "@a group deploy: failed"),
            (
                ["embeds": [["title": "Build 42", "fields": [["name": "Result", "value": "**red**"]]]]],
                "Build 42, Result: red"
            ),
            (["attachments": [["fallback": "CPU is firing.", "fields": fields]]], "CPU is firing."),
            (
                [
                    "@type": "MessageCard", "summary": "Build",
                    "sections": [
                        ["activityTitle": "**Build 42** failed", "facts": [["name": "Branch", "value": "main"]]]
                    ],
                ], "Build 42 failed, Branch: main"
            ),
            (
                [
                    "attachments": [
                        ["content": ["body": [["type": "TextBlock", "text": "Build 42"], ["facts": fields]]]]
                    ]
                ],
                "Build 42 Alert: CPU, State: firing"
            ),
            (
                [
                    "attachments": [
                        ["fields": [["title": "Password", "value": "hunterZq"], ["title": "User", "value": "x"]]]
                    ]
                ],
                "Password: …, User: x"
            ),
        ]

        for (payload, line) in payloads { XCTAssertEqual(try Content(.json(payload)).summary, line) }
    }
}
