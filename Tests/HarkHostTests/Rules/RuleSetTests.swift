import TestSupport
import XCTest

@testable import HarkHost

final class RuleSetTests: XCTestCase {
    func testEveryMatchingRoom_getsIt_once() throws {
        let rules = try RuleSet(text: "#a event=push\n#b event=issues\n#c,#a plugin=github")

        XCTAssertEqual(rules.rooms(.github("push")), ["#a", "#c"])
    }

    func testRoomsOfThePlugin_getIt_whenNoRuleMatches() throws {
        let rules = try RuleSet(text: "#a event=push")

        XCTAssertEqual(rules.rooms(.github("issues")), ["#general"])
        XCTAssertEqual(RuleSet.empty.rooms(.github("issues") { $0.audience = .restricted }), ["#general"])
    }

    func testRoomsOfThePlugin_getItToo_whenARuleSaysDefault() throws {
        let rules = try RuleSet(text: "#a,default event=push")

        XCTAssertEqual(rules.rooms(.github("push")), ["#a", "#general"])
    }

    func testMute_takesPrecedence_whereverItStands() throws {
        let rules = try RuleSet(text: "#a event=push\nmute bot=yes")

        XCTAssertEqual(rules.rooms(.github("push") { $0.isBot = true }), [])
        XCTAssertEqual(rules.rooms(.github("push")), ["#a"])
    }

    func testOnlyFailures_mutesWhatEndedOtherwise() throws {
        let rules = try RuleSet(text: "only-failures plugin=github")
        let outcomes: [(NotificationOutcome?, [String])] = [
            (.failure, ["#general"]), (.success, []), (.cancelled, []), (.neutral, []), (nil, ["#general"]),
        ]

        for (outcome, rooms) in outcomes {
            XCTAssertEqual(rules.rooms(.github("workflow_run") { $0.outcome = outcome }), rooms, "\(outcome as Any)")
        }
    }

    func testEvent_isComparedWithAndWithoutItsAction() throws {
        let rules = try RuleSet(text: "#a event=issues.opened\n#b event=push_hook\n#c event=\"push hook\"")

        XCTAssertEqual(rules.rooms(.github("issues", "opened")), ["#a"])
        XCTAssertEqual(rules.rooms(.github("issues", "closed")), ["#general"])
        XCTAssertEqual(rules.rooms(.github("Push Hook")), ["#b", "#c"])
    }

    func testUnknownField_equalsNothing() throws {
        let rules = try RuleSet(text: "#any branch=*\n#none branch!=*")

        XCTAssertEqual(rules.rooms(.github("issues")), ["#none"])
        XCTAssertEqual(rules.rooms(.github("push") { $0.branch = "main" }), ["#any"])
    }

    func testStar_matchesWhatIsKnown_inAnyField() throws {
        let rules = try RuleSet(text: "#ended outcome=*\n#marked severity=*\nmute outcome!=* severity!=*")

        XCTAssertEqual(rules.rooms(.github("status") { $0.outcome = .neutral }), ["#ended"])
        XCTAssertEqual(rules.rooms(.github("status") { $0.severity = .info }), ["#marked"])
        XCTAssertEqual(rules.rooms(.github("status")), [])
        XCTAssertThrowsError(try RuleSet(text: "#high severity>=*"))
    }

    func testSeverity_isCompared_andUnknownIsBelowAll() throws {
        let rules = try RuleSet(text: "#high severity>=error\n#low severity<warning\n#exact severity=warning")
        let cases: [(Severity?, [String])] = [
            (.critical, ["#high"]), (.error, ["#high"]), (.warning, ["#exact"]), (.info, ["#low"]), (nil, ["#low"]),
        ]

        for (severity, rooms) in cases {
            XCTAssertEqual(rules.rooms(.github("check_run") { $0.severity = severity }), rooms, "\(severity as Any)")
        }
    }

    func testLabels_areComparedWithEachPattern() throws {
        let rules = try RuleSet(text: "#bugs label=bug,defect\n#both label=bug label=urgent\nmute label=wip")
        let labelled = { (labels: [UntrustedText]) in rules.rooms(.github("issues") { $0.addLabels(labels) }) }

        XCTAssertEqual(labelled(["Bug"]), ["#bugs"])
        XCTAssertEqual(labelled(["urgent", "bug"]), ["#bugs", "#both"])
        XCTAssertEqual(labelled(["bug", "wip"]), [])
        XCTAssertEqual(labelled(["docs"]), ["#general"])
    }

    func testConfidential_goesNowhere_unlessARuleNamesTheAudience() throws {
        let facts = NotificationFacts.github("issues") { $0.audience = .confidential }

        XCTAssertEqual(try RuleSet(text: "#a event=push").rooms(facts), [])
        XCTAssertEqual(try RuleSet(text: "#a event=issues\n#b plugin=github").rooms(facts), [])
        XCTAssertEqual(try RuleSet(text: "#a event=issues\n#b audience!=public").rooms(facts), ["#b"])
        XCTAssertEqual(try RuleSet(text: "default audience=*").rooms(facts), ["#general"])
    }

    func testRestricted_goesOnly_whereARuleNamesTheEventOrTheAudience() throws {
        let facts = NotificationFacts.github("dependabot_alert") { $0.audience = .restricted }

        XCTAssertEqual(try RuleSet(text: "#a plugin=github\n#b event=*\n#c event!=push").rooms(facts), [])
        XCTAssertEqual(try RuleSet(text: "#a event=*_alert\n#b audience=restricted").rooms(facts), ["#a", "#b"])
    }

    func testHours_areThoseOfTheZone() throws {
        let rules = try RuleSet(text: "#night hours=22-07@Europe/Berlin")
        // 2026-07-01, 20:00 in UTC is 22:00 in Berlin; 2026-01-05, 20:00 in UTC is 21:00.
        let (summer, winter) = (1_782_936_000, 1_767_643_200)

        XCTAssertEqual(rules.rooms(.github("push"), at: summer), ["#night"])
        XCTAssertEqual(rules.rooms(.github("push"), at: summer - 1), ["#general"])
        XCTAssertEqual(rules.rooms(.github("push"), at: summer + 9 * 3600 - 1), ["#night"])
        XCTAssertEqual(rules.rooms(.github("push"), at: summer + 9 * 3600), ["#general"])
        XCTAssertEqual(rules.rooms(.github("push"), at: winter), ["#general"])
    }

    func testDays_areThoseOfTheZone() throws {
        let rules = try RuleSet(text: "#weekend days=sat-sun@Europe/Berlin\n#noon hours=12:00-12:30,18-24")
        // Friday, 2026-01-02, 23:00 in UTC is Saturday in Berlin.
        let friday = 1_767_394_800

        XCTAssertEqual(rules.rooms(.github("push"), at: friday), ["#weekend", "#noon"])
        XCTAssertEqual(rules.rooms(.github("push"), at: friday - 1), ["#noon"])
        XCTAssertEqual(rules.rooms(.github("push"), at: friday - 10 * 3600), ["#general"])
        XCTAssertEqual(rules.rooms(.github("push"), at: friday - 11 * 3600), ["#noon"])
    }

    func testExplanation_saysForEachRule_whyOrWhyNot() throws {
        let rules = try RuleSet(
            text: "#dev event=push branch=main\n#ops severity>=error\nonly-failures\n#sec plugin=github")
        let facts = NotificationFacts.github("push") {
            $0.branch = "main"
            $0.audience = .confidential
        }

        let lines = rules.explanation(facts, at: 0, usual: ["#general"]).lines

        XCTAssertEqual(
            lines,
            [
                "plugin: “github”", "event: “push”", "branch: “main”", "bot: no", "audience: confidential",
                "line 1: #dev event=push branch=main\n"
                    + "    does not apply: it is confidential; add audience=confidential to announce it",
                "line 2: #ops severity>=error\n    does not apply: severity>=error, and it is unknown",
                "line 3: only-failures\n    applies, and leaves it: it is a failure, or has no outcome",
                "line 4: #sec plugin=github\n"
                    + "    does not apply: it is confidential; add audience=confidential to announce it",
                "Result: it is announced nowhere, because it is confidential and no rule says where it may go.",
            ])
    }

    func testMatching_isCheap() throws {
        let text = (0..<200).map {
            "#room-\($0) place=acme/service-\($0)* event=push,pull_request branch=main,release/*"
        }
        let rules = try RuleSet(text: text.joined(separator: "\n"))
        let facts = NotificationFacts.github("push") {
            $0.place = "acme/service-150"
            $0.branch = "release/2"
        }
        XCTAssertEqual(rules.rooms(facts), ["#room-1", "#room-15", "#room-150"])

        let timer = ProcessorTimer()
        for _ in 0..<100 { _ = rules.rooms(facts) }

        // Without optimization; the bound only finds work that grows faster than the number of rules.
        XCTAssertLessThan(timer.elapsed, .seconds(5))
    }
}
