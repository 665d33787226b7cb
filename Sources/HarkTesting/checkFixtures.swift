private import Foundation
public import HarkHost
private import XCTest

/// What the bot says to a fixture, as the terminal shows it: `assertTells(GitHub.self, "push.json", "[#general] …")`.
public func assertTells<Owner: Plugin>(
    _ plugin: Owner.Type,
    _ fixture: String,
    _ expected: String...,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    let bot = try await TestBot(plugins: [plugin], environment: environment, at: TestBot.newYear2026)
    let response = try await bot.deliver(Fixture.named(fixture, beside: file), to: plugin)
    XCTAssertEqual(response.status, .ok, response.text, file: file, line: line)
    XCTAssertEqual(bot.chat.sent.map(\.description), expected, fixture, file: file, line: line)
}

/// Fails once for each event of the manifest that no fixture in `Fixtures` makes the plugin tell.
public func checkEvents<Owner: Plugin>(
    _ plugin: Owner.Type,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    let bot = try await TestBot(plugins: [plugin], environment: environment, at: TestBot.newYear2026)
    var told: Set<String> = []
    for fixture in try Fixture.all(beside: file) {
        let before = bot.chat.sent.count
        _ = try await bot.deliver(fixture, to: plugin)
        if bot.chat.sent.count > before { told.insert(fixture.event.lettersOnly) }
    }
    for event in try bot.host.events(of: Owner.manifest.name) where !told.contains(event.lettersOnly) {
        XCTFail("No fixture makes \(Owner.self) tell the event “\(event)”.", file: file, line: line)
    }
}

/// Compares what the bot says to every fixture in `Fixtures` with `Fixtures/expected.txt`, a line each: the fixture's name,
/// and what is said in which room, or the answer where nothing is. `HARK_RECORD=1` writes that file instead, to be reviewed.
public func checkAnnouncements<Owner: Plugin>(
    _ plugin: Owner.Type,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    let bot = try await TestBot(plugins: [plugin], environment: environment, at: TestBot.newYear2026)
    var lines: [String] = []
    for fixture in try Fixture.all(beside: file) {
        let before = bot.chat.sent.count
        let response = try await bot.deliver(fixture, to: plugin)
        let said = bot.chat.sent.dropFirst(before).map(\.description)
        lines += (said.isEmpty ? ["\(response.status.code) \(response.text)"] : said).map { "\(fixture): \($0)" }
    }
    let record = Fixture.folder(beside: file).appendingPathComponent("expected.txt")
    if ProcessInfo.processInfo.environment["HARK_RECORD"] == "1" {
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: record)
        return
    }
    let expected = String(decoding: try Data(contentsOf: record), as: UTF8.self).split(separator: "\n").map(String.init)
    for difference in lines.difference(from: expected) {
        switch difference {
        case .insert(_, let said, _): XCTFail("said, not expected:\n  \(said)", file: file, line: line)
        case .remove(_, let missed, _): XCTFail("expected, not said:\n  \(missed)", file: file, line: line)
        }
    }
}

/// Removes every field of every fixture in turn, and sets each to null: the answer must stay 2xx, and what is said within
/// one line.
/// - Parameters:
///   - folder: a folder of fixtures in place of `Fixtures`.
///   - limit: most fields of one fixture, evenly spread over it.
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

/// The same with fixtures from anywhere.
public func checkTolerance<Owner: Plugin>(
    _ plugin: Owner.Type,
    of fixtures: [Fixture],
    atMost limit: Int = .max,
    environment: [String: String] = [:],
    file: StaticString = #filePath,
    line: UInt = #line
) async throws {
    for fixture in fixtures {
        let all = Mutilation.all(of: try JSONValue(parsing: fixture.payload))
        for index in stride(from: 0, to: all.count, by: max(1, all.count / limit)) {
            let mutilated = all[index]
            // A bot of its own for each: to another one it might be a duplicate.
            let bot = try await TestBot(plugins: [plugin], environment: environment, at: TestBot.newYear2026)
            let payload = Array(mutilated.value.serialized().utf8)
            let other = Fixture(name: fixture.name, event: fixture.event, payload: payload)
            let response = try await bot.deliver(other, to: plugin)
            let isSound =
                (200..<300).contains(response.status.code)
                && bot.chat.sent.allSatisfy { $0.text.utf8.count <= Line.limit }
            XCTAssertTrue(
                isSound, "\(fixture) with \(mutilated.name): \(response.status) \(response.text)", file: file,
                line: line)
        }
    }
}

/// A payload with one field removed or set to null.
private struct Mutilation {
    let name: String
    let value: JSONValue

    /// Every mutilation of a payload, at every depth.
    static func all(of value: JSONValue) -> [Mutilation] {
        switch value {
        case .object(let object):
            return object.flatMap { member -> [Mutilation] in
                var (without, withNull) = (object, object)
                without[member.name] = nil
                withNull[member.name] = .null
                let inner = all(of: member.value).map { deeper in
                    var changed = object
                    changed[member.name] = deeper.value
                    return Mutilation(name: "\(member.name).\(deeper.name)", value: .object(changed))
                }
                return [
                    Mutilation(name: "\(member.name) missing", value: .object(without)),
                    Mutilation(name: "\(member.name) null", value: .object(withNull)),
                ] + inner
            }
        case .array(let elements):
            return elements.indices.flatMap { index in
                all(of: elements[index]).map { deeper in
                    var changed = elements
                    changed[index] = deeper.value
                    return Mutilation(name: "\(index).\(deeper.name)", value: .array(changed))
                }
            }
        case .null, .bool, .integer, .number, .string:
            return []
        }
    }
}

extension String {
    fileprivate var lettersOnly: String { lowercased().filter { $0.isLetter || $0.isNumber } }
}
