import XCTest

@testable import HarkHost

final class RuleParserTests: XCTestCase {
    private func faults(_ text: String) -> [String] {
        var parser = RuleParser(plugins: ["github", "gitlab"]) { zone throws(ZoneError) in
            try ZoneDatabase.system.rules(of: zone)
        }
        _ = parser.parse(text)
        return parser.faults.map(\.description)
    }

    func testRules_areRead_withCommentsAndBlankLines() throws {
        let text = """
            # Security first.
            #security,slack:#audit  plugin=github event=*_alert  # all of them
              mute actor=*[bot]; default label="good first issue"
            ##

            only-failures
            """

        let rules = try RuleSet(text: text).rules

        XCTAssertEqual(rules.map(\.line), [2, 3, 3, 6])
        XCTAssertEqual(
            rules.map(\.action),
            [.announce([.room("#security"), .room("slack:#audit")]), .mute, .announce([.usual]), .onlyFailures])
        XCTAssertEqual(
            rules.map(\.text),
            [
                "#security,slack:#audit  plugin=github event=*_alert", "mute actor=*[bot]",
                "default label=\"good first issue\"", "only-failures",
            ])
        XCTAssertEqual(rules.map(\.conditions.count), [2, 1, 1, 0])
    }

    func testRules_areRead_fromAFileOfWindows() throws {
        let rules = try RuleSet(text: "#ops event=push\r\n\r\n#dev event=issues\r\n").rules

        XCTAssertEqual(rules.map(\.text), ["#ops event=push", "#dev event=issues"])
    }

    func testRooms_ofOtherNetworks_areRead() throws {
        let rules = try RuleSet(text: "!abc:example.org,ops@conference.example.org,matrix:#dev:example.org").rules

        XCTAssertEqual(
            rules.flatMap(\.rooms).map(\.name), ["!abc:example.org", "ops@conference.example.org", "#dev:example.org"])
    }

    func testFaults_areReportedTogether_withTheirPlaces() {
        let text = """
            mutee actor=*[bot]
            #ops  repo=acme/shop severity>=bad
            #ops event = push
            mute
            """

        let faults = faults(text)

        XCTAssertEqual(
            faults.map { String($0.prefix { $0 != ":" }) },
            [
                "line 1, column 1", "line 2, column 7", "line 2, column 32", "line 3, column 6", "line 3, column 12",
                "line 3, column 14", "line 4, column 1",
            ])
    }

    func testFault_saysWhatToWrite() {
        let cases: [(rule: String, fault: String)] = [
            (
                "mutee actor=ada",
                "line 1, column 1: “mutee” is neither a room nor mute, only-failures or default; a room begins with a "
                    + "character such as # or with its network: slack:mutee. Did you mean mute?"
            ),
            (
                "event=push #ops",
                "line 1, column 1: a rule begins with what is done: a room such as #ops, mute or only-failures."
            ),
            ("mute", "line 1, column 1: this would mute everything; add a condition, such as actor!=*[bot]."),
            ("#ops,mute bot=yes", "line 1, column 6: “mute” stands alone; write a rule of its own for the rooms."),
            (
                "#ops,,#dev",
                "line 1, column 6: a room is missing here; write rooms with commas and without spaces between: #ops,#dev."
            ),
            (
                "#ops repo=acme/shop",
                "line 1, column 6: there is no field “repo”; the fields are plugin, event, action, place, branch, actor, "
                    + "bot, label, outcome, severity, audience, subject, hours, days. Did you mean place?"
            ),
            (
                "#ops branch>=main",
                "line 1, column 12: only severity can be compared with “>=”; write branch=main,release/*."
            ),
            (
                "#ops outcome=failed",
                "line 1, column 14: outcome is one of success, failure, cancelled, neutral, not “failed”."
            ),
            (
                "#ops severity>=error,critical",
                "line 1, column 22: only one word can stand here; write severity>=error."
            ),
            (
                "#ops event=push, issues",
                "line 1, column 17: a pattern is missing here; write patterns without spaces between: "
                    + "event=push,pull_request."
            ),
            (
                "#ops plugin=githib",
                "line 1, column 13: this bot has no plugin “githib”; it has github, gitlab. Did you mean github?"
            ),
            (
                "#ops label=\"good first issue",
                "line 1, column 12: this quotation mark is not closed; write another one at the end of the pattern."
            ),
            (
                "#ops hours=25-26",
                "line 1, column 12: “25-26” is not valid here; write such as hours=22-07@Europe/Berlin."
            ),
            (
                "#ops days=sun,funday",
                "line 1, column 11: “sun,funday” is not valid here; write such as days=sat,sun@Europe/Berlin."
            ),
            (
                "#ops hours=22-07@Europe/Berlinn",
                "line 1, column 18: there is no time zone “Europe/Berlinn” in /usr/share/zoneinfo; names are written as "
                    + "there, such as Europe/Berlin."
            ),
        ]

        for (rule, fault) in cases {
            XCTAssertEqual(faults(rule).first, fault)
        }
    }

    func testFault_isReported_whenOneTextWouldHaveToEqualTwoPatterns() {
        XCTAssertEqual(
            faults("#ops event=push event=issues"),
            [
                "line 1, column 17: the rule has the condition “event=push” already, and one text cannot equal both; "
                    + "write the patterns in one condition, with commas between."
            ])
        XCTAssertEqual(faults("#ops label=bug label=urgent severity>=warning severity<critical"), [])
    }

    func testFault_isReported_whenNoNotificationMeetsAllConditions() {
        for (conditions, column, texts) in [
            ("severity>error severity<info", 21, "“severity>error” and “severity<info”"),
            ("severity>critical", 6, "“severity>critical”"),
            ("outcome=failure event=push outcome!=*", 33, "“outcome=failure” and “outcome!=*”"),
            ("bot=yes bot!=yes", 14, "“bot=yes” and “bot!=yes”"),
        ] {
            XCTAssertEqual(
                faults("#ops \(conditions)"),
                ["line 1, column \(column): no notification meets \(texts); the rule would never match."])
        }
        XCTAssertEqual(faults("#ops severity<success\n#ops outcome!=* severity>=info severity!=error"), [])
    }

    func testFault_isReported_whenARoomIsARuleBehindASign() {
        let reason = { (word: String) in
            "line 1, column 1: “#\(word)” looks like a rule behind a “#”; write “# \(word)” for a comment, or the room with "
                + "its network, such as slack:#\(word)."
        }

        XCTAssertEqual(faults("#mute actor=*[bot]"), [reason("mute")])
        XCTAssertEqual(faults("#only-failures event=push"), [reason("only-failures")])
        XCTAssertEqual(faults("slack:#mute actor=*[bot]\n#muted event=push\n# mute actor=*[bot]"), [])
    }

    func testFault_isReported_whenThereAreTooManyRules() {
        let text = Array(repeating: "#ops event=push", count: RuleParser.mostRules + 1).joined(separator: "\n")

        XCTAssertEqual(
            faults(text), ["line 1001, column 1: there are more than 1000 rules; write fewer, with “*”."])
    }

    func testFaults_pointIntoTheText_whateverItIs() {
        let pieces = [
            "#", "\"", ",", "=", "!=", ">=", ";", "\n", "*", "@", " ", "mute", "hours", "event", "é", "-", "22",
        ]
        var state: UInt64 = 7

        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            var parser = RuleParser(plugins: ["github"]) { _ throws(ZoneError) in .utc }
            _ = parser.parse(text)

            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for fault in parser.faults {
                XCTAssertTrue((1...lines.count).contains(fault.line), text)
                XCTAssertTrue((1...lines[fault.line - 1].unicodeScalars.count + 1).contains(fault.column), text)
            }
        }
    }
}
