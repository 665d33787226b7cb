public import HarkHost
private import XCTest

/// Delivers a fixture, and fails the test unless its notification mentions exactly the people with these accounts at
/// the provider, once each: `assertMentions(Forge.self, "review_requested.json", ["ada"])`.
/// - Parameters:
///   - accounts: those of the people who have to be mentioned.
///   - others: accounts of people who must not be.
/// - Throws: if the fixture cannot be read or delivered.
public func assertMentions<Owner: Plugin>(
    _ plugin: Owner.Type,
    _ fixture: String,
    _ accounts: [String],
    among others: [String] = ["ada", "bob", "eve"],
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    let name = Owner.manifest.name
    let people = Set(accounts + others).sorted().enumerated().map { index, account in
        "\"\(account)\" = \(name):\"\(account)\" \(RecordedChat.networkName):\(index)"
    }
    let bot = try await TestBot(
        plugins: [plugin],
        environment: environment.merging(["HARK_PEOPLE": people.joined(separator: "\n")]) { _, people in people },
        at: TestBot.newYear2026)

    _ = try await bot.deliver(Fixture.named(fixture, beside: file), to: plugin)

    let mentioned = bot.chat.messages.flatMap { message in
        message.text.spans.compactMap { if case .person(let person) = $0 { person.displayName } else { nil } }
    }
    XCTAssertEqual(mentioned.sorted(), accounts.sorted(), "\(fixture): \(bot.chat.sent)", file: file, line: line)
}
