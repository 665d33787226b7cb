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
    for fixture in fixtures {
        let all = Mutation.all(of: try JSONValue(parsing: fixture.payload))
        for index in stride(from: 0, to: all.count, by: max(1, (all.count - 1) / max(1, limit) + 1)) {
            let mutation = all[index]
            // A new bot for each, because another one might treat it as a duplicate.
            let bot = try await TestBot(
                plugins: [plugin], environment: environment.merging(["HARK_STORE": "off"]) { own, _ in own },
                at: TestBot.newYear2026)
            let payload = Array(mutation.value.serialized().utf8)
            let other = Fixture(name: fixture.name, event: fixture.event, payload: payload)
            let response = try await bot.deliver(other, to: plugin)
            let isLine = bot.chat.sent.map(\.text).allSatisfy { text in
                text.utf8.count <= EventNotification.limit && !text.contains(where: \.isNewline)
            }
            XCTAssertTrue(
                isLine && (200..<300).contains(response.status.code),
                "\(fixture) with \(mutation.name): \(response.status) \(response.text)", file: file, line: line)
        }
    }
}
