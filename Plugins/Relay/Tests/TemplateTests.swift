import Hark
import HarkEvents
import XCTest

@testable import RelayPlugin

final class TemplateTests: XCTestCase {
    func testLine_isOneLineWithoutEscapes_whateverAValueHolds() throws {
        let payload: JSONObject = ["title": "a <b> & c", "text": "x\r\n{{title}}\u{2028}y\u{7}"]

        let line = try line("{{title}}: {{{text}}}", of: payload)

        XCTAssertEqual(line.text, "a <b> & c: x {{title}} y")
        XCTAssertEqual(line.missingFieldCount, 0)
    }

    func testLine_hasAQuestionMark_whereAFieldIsLacking() throws {
        let line = try line(
            "{{title}} {{user.name}} {{user.team.name}} {{none.at.all}}", of: ["title": nil, "user": ["name": nil]])

        XCTAssertEqual(line.text, "? ? ? ?")
        XCTAssertEqual(line.missingFieldCount, 4)
    }

    func testLine_hasNothing_whereATextIsEmpty() throws {
        let line = try line("{{#title}}{{title}}: {{/title}}{{title}}{{text}}", of: ["title": "", "text": "x"])

        XCTAssertEqual(line.text, "x")
        XCTAssertEqual(line.missingFieldCount, 0)
    }

    func testLine_lacksNothing_whenASectionAsksFirst() throws {
        let line = try line("{{#title}}{{title}}{{/title}}{{^user.name}}nobody{{/user.name}}", of: ["user": ["id": 7]])

        XCTAssertEqual(line.text, "nobody")
        XCTAssertEqual(line.missingFieldCount, 0)
    }

    func testLine_takesFieldsFromAround_whenASectionIsOpen() throws {
        let payload: JSONObject = ["repo": "shop", "commits": [["id": "1"], ["id": "2", "repo": "lib"]]]

        let line = try line("{{#commits}}{{repo}}@{{id}} {{/commits}}", of: payload)

        XCTAssertEqual(line.text, "shop@1 lib@2")
    }

    func testLine_saysValuesOfEveryKind() throws {
        let payload: JSONObject = ["a": 1, "b": 1.5, "c": true, "d": ["x", 2, nil], "e": ["f": "g"]]

        let line = try line("{{a}} {{b}} {{c}} {{d}} {{e}} {{count(d)}}", of: payload)

        XCTAssertEqual(line.text, #"1 1.5 true x, 2, ? {"f":"g"} 3"#)
    }

    func testLine_saysThatThereIsNothing_whenTheTemplateComesOutEmpty() throws {
        let lines = try ["{{#title}}{{title}}{{/title}}", "{{summary}}"].map { try line($0, of: ["a": []]) }

        XCTAssertEqual(lines.map(\.text), Array(repeating: #"A payload has nothing to say: {"a":[]}"#, count: 2))
        XCTAssertEqual(lines.map(\.missingFieldCount), [1, 1])
    }

    func testLine_isTheRelaysOwn_whenTheTemplateIsTheUsualOne() throws {
        let many = JSONObject((1...7).map { .init("f\($0)", .integer($0)) })

        XCTAssertEqual(try line("{{summary}}", of: many).text, "f1: 1, f2: 2, f3: 3, f4: 4, f5: 5 and 2 more")
        XCTAssertEqual(try line("{{summary}}", of: ["type": "info", "text": "hello"]).text, "[info] hello")
    }

    func testLine_isTheRelaysOwn_whateverThePayloadCallsASummary() throws {
        let payloads: [JSONObject] = [
            ["summary": nil, "title": "Backup", "message": "The disk is full."],
            ["@type": "MessageCard", "summary": "Notification", "title": "Backup", "text": "The disk is full."],
            ["title": "Backup", "message": "The disk is full.", "summary": ["passed": 5]],
        ]

        let lines = try payloads.map { try line("{{summary}}", of: $0) }

        XCTAssertEqual(lines.map(\.text), Array(repeating: "Backup: The disk is full.", count: 3))
        XCTAssertEqual(lines.map(\.missingFieldCount), [0, 0, 0])
    }

    func testLine_hasThePayloadsOwnSummary_whereTheTemplateAsksForThat() throws {
        let payload: JSONObject = ["title": "Scan", "summary": ["passed": 5], "runs": [["summary": "one"], [:]]]

        let lines = try [
            "{{.summary}}", "{{summary.passed}}", "{{#.summary}}{{passed}}{{/.summary}}",
            "{{#runs}}{{summary}}, {{/runs}}",
        ].map { try line($0, of: payload) }

        XCTAssertEqual(lines.map(\.text), [#"{"passed":5}"#, "5", "5", "one, Scan,"])
        XCTAssertEqual(try line("{{.summary}} {{uppercased(summary)}}", of: ["title": "Scan"]).text, "? SCAN")
    }

    func testLine_hasAQuestionMark_whereAFieldIsNullOrNoObject() throws {
        let payload: JSONObject = [
            "message": "M", "repository": "str", "commits": [["id": 1, "message": "m1"], ["id": 2, "message": nil]],
        ]

        let lines = try [
            "{{#commits}}{{id}}:{{message}} {{/commits}}", "{{repository.owner.login}}/{{repository.name}}",
            "{{uppercased(nothing)}} {{lowercased(commits)}}", "{{#commits}}{{.repository}} {{/commits}}",
        ].map { try line($0, of: payload) }

        XCTAssertEqual(lines.map(\.text), ["1:m1 2:?", "?/?", "? ?", "? ?"])
        XCTAssertEqual(lines.map(\.missingFieldCount), [1, 2, 2, 2])
    }

    func testLine_hasFieldsOfAnyName() throws {
        let payload: JSONObject = ["@timestamp": "T", "a:b": ["c/d": "x"], "my field": "y", "ä": "z", "0": "n"]

        let line = try line("{{@timestamp}} {{a:b.c/d}} {{ my field }} {{{ä}}} {{&0}} {{1}}", of: payload)

        XCTAssertEqual(line.text, "T x y z n ?")
    }

    func testLine_hasWhatFunctionsMakeOfValues() throws {
        let payload: JSONObject = ["a": "Ab", "l": ["x", "y"], "n": 1, "max": .integer(.max), "none": nil]

        let line = try line(
            "{{uppercased(a)}} {{reversed(l)}} {{first(l)}} {{plusone(plusone(n))}} {{plusone(max)}} "
                + "{{#l}}{{index()}}{{^last()}},{{/last()}}{{/l}} {{#empty(none)}}none{{/empty(none)}}", of: payload)

        XCTAssertEqual(line.text, "AB y, x x 3 ? 0,1 none")
    }

    func testLine_keepsToOtherDelimiters() throws {
        let line = try line("{{=<% %>=}}{{<%title%>}} <%{title}%><%! a {{comment}} %>", of: ["title": "T"])

        XCTAssertEqual(line.text, "{{T}} T")
    }

    func testLine_stopsWhereNothingMoreCouldBeSeen_whenAListNestsInItself() throws {
        let rows = JSONValue.array(Array(repeating: ["name": "x"], count: 2000))
        let payload: JSONObject = ["a": rows, "b": rows, "long": .string(String(repeating: "y", count: 1_000_000))]

        let lines = try [
            "{{#a}}{{#b}}{{#a}}{{name}}{{/a}}{{/b}}{{/a}}", "{{#a}}{{#reversed(b)}}{{a}}{{/reversed(b)}}{{/a}}",
            "{{#a}}{{uppercased(long)}}{{/a}}", "{{#a}}{{#b}}{{/b}}{{/a}}.",
        ].map { try line($0, of: payload).text }

        XCTAssertEqual(lines[0], String(repeating: "x", count: EventNotification.limit - 3) + "…")
        XCTAssertTrue(lines[1].hasPrefix(#"{"name":"x"}, {"name":"x"}"#))
        XCTAssertEqual(lines[2], String(repeating: "Y", count: EventNotification.limit - 3) + "…")
        XCTAssertEqual(lines[3], ".")
    }

    func testLine_hasTheFirstFieldsAlone_whenThereAreManyThousands() throws {
        let fields = JSONObject((1...100_000).map { .init("f\($0)", .integer($0)) })

        XCTAssertEqual(try line("{{summary}}", of: fields).text, "f1: 1, f2: 2, f3: 3, f4: 4, f5: 5 and 99995 more")
    }

    func testInit_pointsAtTheFault() {
        let faults = [
            "{{#a}}x": "line 1, column 1: section “a” is not closed",
            "x\n{{#a}}{{/b}}": "line 2, column 7: section “a” is open here, not “b”",
            "x {{/a}}": "line 1, column 3: no section is open here",
            "{{title}": "line 1, column 1: a tag is not closed",
            "{{title} {{text}}": "line 1, column 1: a tag is not closed",
            "{{{title}}": "line 1, column 1: a tag is not closed",
            "{{ }}": "line 1, column 1: a tag has no name",
            "{{=x}}": "line 1, column 1: this tag is malformed",
            "{{% CONTENT_TYPE:HTML}}": "line 1, column 1: this tag is malformed",
            "a {{> other}}": "line 1, column 3: there are no partials and blocks here",
            "{{nosuch(a)}}": "line 1, column 1: there is no function “nosuch”",
            "{{#if title}}x{{/if}}": "line 1, column 1: a section has the name of a field alone, as in {{#title}}",
            "{{title | upper}}": "line 1, column 1: “title | upper” cannot be the name of a field",
        ]

        for (text, fault) in faults {
            XCTAssertThrowsError(try Template.check(text), text) { error in
                let expected = SettingMismatch(expected: "a Mustache template: \(fault)")
                XCTAssertEqual(error as? SettingMismatch, expected)
            }
        }
    }

    private func line(_ template: String, of fields: JSONObject) throws -> EventNotification {
        try Template(template).notification(of: Content(.json(.object(fields))))
    }
}
