import XCTest

@testable import HarkHost

/// `RuleTable` must find the same rules as a comparison of each rule by itself.
final class RuleTableTests: XCTestCase {
    private static let conditions = [
        "plugin=github", "plugin=git*", "plugin!=gitlab", "event=push,pull_request", "event!=push", "event=*_alert",
        "event=pull_request.opened", "event=a_b", "action=opened", "action!=*", "place=acme/shop", "place=acme/shop*",
        "place=*/shop,acme/*-api", "place!=acme/*", "place=*a*c*e*", "branch=main,release/*", "branch!=*", "actor=ADA",
        "actor!=*[bot]", "bot=yes", "bot!=yes", "label=bug", "label!=bug,wip", "label=\"good first issue\"",
        "outcome=success,failure", "outcome!=*", "outcome=*", "severity=info,critical", "severity!=info",
        "severity>=error", "severity<warning", "severity>info", "severity<=success", "audience=public",
        "audience!=public", "audience=confidential,restricted", "subject=acme/shop#*", "hours=00-12", "hours!=22-07",
        "days=thu", "days!=sat,sun",
    ]

    func testRulesMet_areThoseWithoutUnmetCondition_forGeneratedRulesAndFacts() throws {
        var random = Choices()
        let lines =
            Self.conditions.map { "#one \($0)" } + (0..<400).compactMap { _ in random.rule(of: Self.conditions) }
        let rules = try RuleSet(text: lines.joined(separator: "\n")).rules
        let table = RuleTable(rules.map(\.conditions))

        for round in 0..<300 {
            let subject = RuleSubject(random.facts(), at: random.pick([0, 50_000, 100_000, 200_000]))
            let met = table.rulesMet(by: subject)

            let expected = rules.indices.filter { rules[$0].unmetCondition(subject) == nil }
            XCTAssertEqual(met, expected, "round \(round): \(subject.facts)")
        }
        XCTAssertGreaterThan(rules.count, 300)
    }

    func testRulesMet_areByBytes_forTwoEncodingsOfOneText() throws {
        let rules = try RuleSet(text: "#a place=caf\u{e9}\n#b place=cafe\u{301}").rules

        let met = RuleTable(rules.map(\.conditions))
            .rulesMet(by: RuleSubject(.github("push") { $0.place = "cafe\u{301}" }, at: 0))

        XCTAssertEqual(met, [1])
    }

    func testRulesMet_areAll_withoutConditions() {
        let table = RuleTable([[], []])

        let met = table.rulesMet(by: RuleSubject(NotificationFacts(plugin: "github"), at: 0))

        XCTAssertEqual(met, [0, 1])
    }
}

/// Pseudo-random choices, the same in every run.
private struct Choices {
    private var state: UInt64 = 1

    /// The next number (Knuth, MMIX).
    private mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[next(below: values.count)] }

    /// A rule with two or three conditions on different fields; nil if a field was chosen twice.
    mutating func rule(of conditions: [String]) -> String? {
        let chosen = (0..<pick([2, 3])).map { _ in pick(conditions) }
        let fields = Set(chosen.map { $0.prefix { $0.isLetter } })
        return fields.count == chosen.count ? "#room \(chosen.joined(separator: " "))" : nil
    }

    mutating func facts() -> NotificationFacts {
        var facts = NotificationFacts(
            plugin: pick(["github", "gitlab", "alertmanager"]),
            event: pick([nil, "push", "Pull_Request", "a b", "secret_alert", ""]),
            action: pick([nil, "opened", "closed"]))
        facts.place = pick([nil, "acme/shop", "Acme/Shop-2", "other/shop", "acme/pay-api", "", "abcde"])
        facts.branch = pick([nil, "main", "release/1", "mainline"])
        facts.actor = pick([nil, "ada", "dependabot[bot]"])
        facts.isBot = pick([true, false])
        facts.addLabels(pick([[], ["bug"], ["wip", "Good first issue"], ["bug", ""]]))
        facts.outcome = pick(NotificationOutcome.allCases.map(Optional.some) + [nil])
        facts.severity = pick(Severity.allCases.map(Optional.some) + [nil])
        facts.audience = pick(NotificationAudience.allCases)
        facts.subject = pick([nil, "acme/shop#12", "acme/shop"])
        return facts
    }
}
