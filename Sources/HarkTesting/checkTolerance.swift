private import HarkEvents
public import HarkHost
private import XCTest

/// Delivers every fixture as another version of its provider may send it: with each field in turn missing, null and of
/// another type, and with unknown fields. The response must stay 2xx, and each announcement a single line.
/// Deliveries are not stored, so that the response is the handler's own.
/// - Parameters:
///   - folder: a folder of fixtures instead of `Fixtures`.
///   - limit: most changes to one fixture, evenly distributed.
public func checkTolerance<Owner: Plugin>(
    _ plugin: Owner.Type,
    in folder: String? = nil,
    atMost limit: Int = .max,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    let fixtures = try folder.map(Fixture.all(in:)) ?? Fixture.all(beside: file)
    try await checkTolerance(plugin, of: fixtures, atMost: limit, environment: environment, file: file, line: line)
}

/// The same with the given fixtures.
public func checkTolerance<Owner: Plugin>(
    _ plugin: Owner.Type,
    of fixtures: [Fixture],
    atMost limit: Int = .max,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    if fixtures.isEmpty { XCTFail("There are no fixtures.", file: file, line: line) }
    let environment = environment.merging(["HARK_STORE": "off"]) { own, _ in own }
    // Each half has a bot of its own, and the tests' machines have two cores.
    let halves = [0, 1].map { half in fixtures.enumerated().filter { $0.offset % 2 == half }.map(\.element) }
    let failures = try await withThrowingTaskGroup(of: [String].self) { group in
        for half in halves {
            group.addTask {
                // A bot takes long to make beside what it does here.
                var bot = ToleranceBot(plugin: plugin, environment: environment)
                var failures: [String] = []
                for fixture in half { failures += try await bot.failures(of: fixture, atMost: limit) }
                return failures
            }
        }
        return try await group.reduce(into: []) { $0 += $1 }
    }
    for failure in failures { XCTFail(failure, file: file, line: line) }
}

/// A bot that takes many deliveries, each as its first one.
private struct ToleranceBot<Owner: Plugin> {
    /// After so many deliveries there is a new bot: the recorded chat grows.
    private static var mostDeliveries: Int { 50 }

    /// Longer than any identifier is remembered: 30 days.
    private static var retention: Duration { .seconds(30 * 86_400) }

    let plugin: Owner.Type
    let environment: [String: String]
    private var bot: TestBot?
    private var count = 0

    init(plugin: Owner.Type, environment: [String: String]) {
        self.plugin = plugin
        self.environment = environment
    }

    /// Delivers the changed versions of a fixture, and describes those with another response or announcement than they
    /// should have.
    mutating func failures(of fixture: Fixture, atMost limit: Int) async throws -> [String] {
        let all = Mutation.all(of: try JSONValue(parsing: fixture.payload))
        var failures: [String] = []
        for index in stride(from: 0, to: all.count, by: max(1, (all.count - 1) / max(1, limit) + 1)) {
            let mutation = all[index]
            let payload = Array(mutation.value.serialized().utf8)
            let other = Fixture(name: fixture.name, event: fixture.event, payload: payload)
            let (response, said) = try await deliver(other)
            let isLine = said.allSatisfy { text in
                text.utf8.count <= EventNotification.limit && !text.contains(where: \.isNewline)
            }
            if isLine, (200..<300).contains(response.status.code) { continue }
            failures.append("\(fixture) with \(mutation.name): \(response.status) \(response.text)")
        }
        return failures
    }

    /// Delivers a fixture, and returns the response and what was announced.
    private mutating func deliver(_ fixture: Fixture) async throws -> (TestResponse, [String]) {
        let (response, said) = try await attempt(fixture)
        // A changed payload may have the identifier of another one: the bot has to forget that first.
        guard response.text == "duplicate" else { return (response, said) }
        bot?.clock.advance(by: Self.retention)
        return try await attempt(fixture)
    }

    private mutating func attempt(_ fixture: Fixture) async throws -> (TestResponse, [String]) {
        if count == Self.mostDeliveries { bot = nil }
        let bot: TestBot
        if let known = self.bot {
            bot = known
        } else {
            bot = try await TestBot(plugins: [plugin], environment: environment, at: TestBot.newYear2026)
            (self.bot, count) = (bot, 0)
        }
        count += 1
        let before = bot.chat.sent.count
        let response = try await bot.deliver(fixture, to: plugin)
        return (response, bot.chat.sent.dropFirst(before).map(\.text))
    }
}
