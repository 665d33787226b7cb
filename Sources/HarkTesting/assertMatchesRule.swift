public import HarkHost
private import XCTest

/// Delivers a fixture, and fails the test unless its notification meets the conditions of a rule (`HARK_RULES`):
/// `assertMatchesRule(Forge.self, "push.json", "place=acme/* branch=main")`. The failure lists the facts.
/// - Throws: if the fixture cannot be read or delivered, or the conditions have faults.
public func assertMatchesRule<Owner: Plugin>(
    _ plugin: Owner.Type,
    _ fixture: String,
    _ conditions: String,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    let room = "#matched"
    let bot = try await TestBot(
        plugins: [plugin],
        environment: environment.merging(["HARK_RULES": "\(room) \(conditions)"]) { _, rule in rule },
        at: TestBot.newYear2026)
    let fixture = try Fixture.named(fixture, beside: file)

    _ = try await bot.deliver(fixture, to: plugin)

    let sent = bot.chat.sent
    guard sent.isEmpty || !sent.allSatisfy({ "\($0)".hasPrefix("[\(room)] ") }) else { return }
    let explained = try? bot.host.ruleExplainer.explain(
        fixture.payload, ofFile: fixture.name, event: fixture.event, for: Owner.manifest.name)
    let reasons = explained?.explanation.lines.joined(separator: "\n") ?? "It announces nothing."
    XCTFail("\(fixture) does not match “\(conditions)”.\n\(reasons)", file: file, line: line)
}
