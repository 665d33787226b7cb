import HarkEvents
import XCTest

@testable import WebhookPlugin

final class BodyTemplateTests: XCTestCase {
    private func body(_ template: String, _ message: OutgoingMessage) throws -> JSONValue {
        try BodyTemplate(settingText: template).body(of: message, in: "#ops")
    }

    func testBody_hasWhatIsSaidInItsStrings() throws {
        let template =
            #"{"topic":"hark-{{room}}","message":"{{ text }}!","tags":["{{severity}}"],"n":3,"{{text}}":null}"#

        let body = try body(template, OutgoingMessage("It \"burns\"\n\\", severity: .critical))

        XCTAssertEqual(
            body,
            [
                "topic": "hark-ops", "message": "🚨 It \"burns\"\n\\!", "tags": ["critical"], "n": 3, "{{text}}": nil,
            ])
    }

    func testBody_fillsNothingInWhatIsSaid() throws {
        let body = try body(#"["{{text}}","{{severity}}"]"#, OutgoingMessage("{{room}} {{text}}"))

        XCTAssertEqual(body, ["{{room}} {{text}}", ""])
    }

    func testBody_mentionsNobody_andKeepsLinks() throws {
        let link = ChatText(link: UntrustedText("[x](y)"), to: "https://example.org/@ada")

        let body = try body(#"["{{text}}"]"#, OutgoingMessage("@everyone \(link)"))

        XCTAssertEqual(body, ["@\u{200B}everyone [x]\u{200B}(y) (https://example.org/%40ada)"])
    }

    func testBody_leavesNothingThatSlackReads() throws {
        let text = "<!channel> <https://evil.example|https://github.com/acme>"

        let body = try body(#"{"text":"{{text}}"}"#, OutgoingMessage("\(text)"))

        XCTAssertEqual(
            body, ["text": "<\u{200B}!channel> <\u{200B}https://evil.example|https://github.com/acme>"])
    }

    func testBody_isCut() throws {
        let long = OutgoingMessage(ChatText(String(repeating: "é", count: 4000)), severity: .warning)

        let text = try body(#"["{{text}}"]"#, long)[0]?.stringValue ?? ""

        XCTAssertLessThanOrEqual(text.utf8.count, BodyTemplate.limit)
        XCTAssertTrue(text.hasPrefix("⚠️ é") && text.hasSuffix("…"), text)
    }

    func testSetting_isNotShown() throws {
        let template = try BodyTemplate(settingText: #"{"token":"hush","message":"{{text}}"}"#)

        XCTAssertEqual(template.settingText, "<secret>")
        XCTAssertTrue(BodyTemplate.isSecret)
    }

    func testMalformedTemplates_areRefused_withTheReason() {
        let table = [
            (#"{"a":"{{text}}""#, "JSON (1:"), (#"{"a":"text"}"#, "{{text}} in a string"),
            (#"{"a":"{{text}} {{title}}"}"#, "no other placeholders"), (#"{"{{text}}":1}"#, "{{text}} in a string"),
            (#"{"a":{{text}}}"#, "JSON (1:"), ("", "JSON (1:"),
        ]
        for (text, reason) in table {
            XCTAssertThrowsError(try BodyTemplate(settingText: text), text) { error in
                let expected = (error as? SettingMismatch)?.expected ?? ""
                XCTAssertTrue(expected.contains(reason), expected)
            }
        }
    }
}
