private import Foundation
public import HarkEvents
internal import HarkHost
private import HarkStore
private import XCTest

/// Delivers a fixture and compares what the bot announces: `assertAnnounces(GitHub.self, "push.json", "[#general] …")`.
/// The response must be 2xx, and the delivery, if it was stored, must have been handled.
public func assertAnnounces<Owner: Plugin>(
    _ plugin: Owner.Type,
    _ fixture: String,
    _ expected: String...,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    let bot = try await TestBot(plugins: [plugin], environment: environment, at: TestBot.newYear2026)
    let response = try await bot.deliver(Fixture.named(fixture, beside: file), to: plugin)
    let isAccepted = (200..<300).contains(response.status.code)
    XCTAssertTrue(isAccepted, "\(response.status) \(response.text)", file: file, line: line)
    if let delivery = response.delivery {
        XCTAssertEqual(delivery.state, .done, response.outcome ?? "", file: file, line: line)
    }
    XCTAssertEqual(bot.chat.sent.map(\.description), expected, fixture, file: file, line: line)
}

/// Fails once for each event of the manifest that no fixture in `Fixtures` makes the plugin announce.
public func checkEvents<Owner: Plugin>(
    _ plugin: Owner.Type,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    let bot = try await TestBot(plugins: [plugin], environment: environment, at: TestBot.newYear2026)
    var announced: Set<String> = []
    for fixture in try Fixture.all(beside: file) {
        let before = bot.chat.sent.count
        _ = try await bot.deliver(fixture, to: plugin)
        if bot.chat.sent.count > before { announced.insert(fixture.event.lettersOnly) }
    }
    let declared = try bot.host.registry.events(of: Owner.manifest.name)
    if declared.isEmpty { XCTFail("The manifest of \(Owner.self) declares no events.", file: file, line: line) }
    for event in declared where !announced.contains(event.lettersOnly) {
        XCTFail("No fixture makes \(Owner.self) announce the event “\(event)”.", file: file, line: line)
    }
}

/// Compares the bot's announcements for every fixture in `Fixtures` with `Fixtures/expected.txt`. Each line contains
/// the fixture's name and an announcement with its room, or the response if nothing is announced. With `HARK_RECORD=1`
/// it writes that file instead; review it. Deliveries are not stored, so that the response is the handler's own.
public func checkAnnouncements<Owner: Plugin>(
    _ plugin: Owner.Type,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    let bot = try await TestBot(
        plugins: [plugin], environment: environment.merging(["HARK_STORE": "off"]) { own, _ in own },
        at: TestBot.newYear2026)
    var lines: [String] = []
    for fixture in try Fixture.all(beside: file) {
        let before = bot.chat.sent.count
        let response = try await bot.deliver(fixture, to: plugin)
        let said = bot.chat.sent.dropFirst(before).map(\.description)
        lines += (said.isEmpty ? ["\(response.status.code) \(response.text)"] : said).map { "\(fixture): \($0)" }
    }
    let expectations = Expectations(in: Fixture.folder(beside: file))
    if ProcessInfo.processInfo.environment["HARK_RECORD"] == "1" { return try expectations.record(lines) }
    for difference in try expectations.differences(from: lines) { XCTFail(difference, file: file, line: line) }
}

/// The environment that asks a provider's plugin for all of its events, those that are quiet too:
/// `checkAnnouncements(Forge.self, environment: everyEvent(of: Forge.self))`.
public func everyEvent<Owner: ProviderPlugin>(of plugin: Owner.Type) -> [String: String] {
    let provider = Owner.provider
    let quiet = provider.events.quiet.sorted().map { "+\($0)" }
    return quiet.isEmpty ? [:] : [provider.notifierSettings.events.variable: quiet.joined(separator: ",")]
}

extension String {
    fileprivate var lettersOnly: String { lowercased().filter { $0.isLetter || $0.isNumber } }
}
