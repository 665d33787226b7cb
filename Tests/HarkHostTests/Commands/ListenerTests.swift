import HarkTesting
import XCTest

@testable import HarkHost

/// A plugin that listens.
private struct Tickets: Plugin {
    static let manifest = Manifest<Self>(
        name: "tickets", summary: "Knows tickets.",
        listeners: [
            .matching("\\b[A-Z]{2,5}-[0-9]+\\b", describe), .matching("build ([0-9]+)(?: of (\\w+))?", build),
            .matching("(?i)who is there", greet),
        ])

    init(_ context: PluginContext) {}

    func describe(ticket: String) -> ChatText? { ticket == "XX-0" ? nil : "\(ticket) is open" }

    func build(number: Int, project: String?) throws -> String {
        if number == 13 { throw Rejection(.notFound, "There is no such build.") }
        return "build \(number) of \(project ?? "all") is green"
    }

    func greet(_ invocation: Invocation) -> String { "\(invocation.sender) is" }
}

final class ListenerTests: XCTestCase {
    func testPattern_seesTheWholeText_behindItsFirstMatch() throws {
        let anchored = try ListenerPattern("^[A-Z]+-[0-9]+").matches(in: "AB-1CD-2")
        let bounded = try ListenerPattern("\\b[0-9][0-9]").matches(in: "1234 56")

        XCTAssertEqual(anchored.map(\.text), ["AB-1"])
        XCTAssertEqual(bounded.map(\.text), ["12", "56"])
    }

    func testListener_answersWhatItsPatternFinds() async throws {
        let bot = try await TestBot(Tickets.self)

        let answers = [
            await bot.send("see AB-12, please"), await bot.send("build 7 of rocket is out"),
            await bot.send("build 8 is out"), await bot.send("Who is there?", from: Person(id: "ada")),
            await bot.send("nothing of that"), await bot.send("XX-0 says nothing"),
        ]

        XCTAssertEqual(
            answers,
            [["AB-12 is open"], ["build 7 of rocket is green"], ["build 8 of all is green"], ["ada is"], [], []])
    }

    func testListener_answersThreeDifferentMatchesOfAMessage() async throws {
        let bot = try await TestBot(Tickets.self)

        let answers = await bot.send("AB-1 AB-2 AB-1 AB-3 AB-4")

        XCTAssertEqual(answers, ["AB-1 is open", "AB-2 is open", "AB-3 is open"])
    }

    func testListener_isSilent_aboutWhatItHasAnsweredInTheRoom_forAMinute() async throws {
        let bot = try await TestBot(Tickets.self)

        let first = await bot.send("AB-1")
        let again = await bot.send("AB-1")
        let elsewhere = await bot.send("AB-1", in: "#dev")
        bot.clock.advance(by: ListenerTable.pause)
        let later = await bot.send("AB-1")

        XCTAssertEqual([first, again, elsewhere, later].map(\.count), [1, 0, 1, 1])
    }

    func testListener_keepsAPace_inARoom() async throws {
        let bot = try await TestBot(Tickets.self)

        var answers: [String] = []
        for number in 1...8 { answers += await bot.send("AB-\(number)") }
        bot.clock.advance(by: ListenerTable.pace.interval)
        answers += await bot.send("AB-9")

        XCTAssertEqual(answers.count, ListenerTable.pace.burst + 1)
        XCTAssertEqual(answers.last, "AB-9 is open")
    }

    func testListener_saysNothing_whenItFails_orAValueIsNone() async throws {
        let bot = try await TestBot(Tickets.self)

        let answers = [await bot.send("build 13"), await bot.send("build 99999999999999999999")]

        XCTAssertEqual(answers, [[], []])
    }

    func testListener_isNotAskedAboutCommands() async throws {
        let bot = try await TestBot(Tickets.self)

        let answers = await bot.send("!whoami AB-1")

        XCTAssertFalse(answers.contains("AB-1 is open"))
    }

    func testScan_findsWhatItsFunctionFinds_atThePaceOfAnyListener() async throws {
        let bot = try await TestBot(Echo.self)

        let answers = [
            await bot.send("quiet"), await bot.send("loud words"), await bot.send("loud words"),
            await bot.send("loud words", in: "#dev"), await bot.send("!whoami loud"),
        ]

        XCTAssertEqual(answers.dropLast(), [[], ["loud words!"], [], []])
        XCTAssertFalse(answers[4].contains { $0.hasSuffix("!") })
    }

    func testManifest_namesFaultsOfListeners() {
        let faults = Catalog.Entry(Faulty.self).faults.map(\.reason)

        XCTAssertEqual(faults.count, 2)
        XCTAssertTrue(faults[0].hasPrefix("it is not a valid regular expression: "), faults[0])
        XCTAssertEqual(faults[1], "the pattern has 2 groups, its method takes 1.")
    }

    func testManifest_namesListenersThatTakeLong() {
        let faults = Catalog.Entry(Slow.self).faults

        XCTAssertEqual(
            faults.map(\.subject),
            [
                "plugin slow, listener “(?:\\w+\\s?)+$”", "plugin slow, listener “(?:a|aa)+b”",
                "plugin slow, listener “.*deploy.*deploy.*deploy.*!”",
            ])
        XCTAssertTrue(faults.allSatisfy { $0.reason.contains("take it too long") }, "\(faults)")
    }
}

/// A plugin that searches messages with a function, in one room alone.
private struct Echo: Plugin {
    static let manifest = Manifest<Self>(
        name: "echo", summary: "Repeats loud words.",
        listeners: [
            MessageListener { _, message in
                guard message.text.hasPrefix("loud"), message.room.name == "#general" else { return nil }
                return ScannedText(message.text) { Message("\(message.text)!") }
            }
        ])

    init(_ context: PluginContext) {}
}

/// A plugin with slow listeners.
private struct Slow: Plugin {
    static let manifest = Manifest<Self>(
        name: "slow", summary: "Takes long.",
        listeners: [
            .matching("(?:\\w+\\s?)+$", answer), .matching("[A-Z]+-[0-9]+", answer), .matching("(?:a|aa)+b", answer),
            .matching(".*deploy.*deploy.*deploy.*!", answer), .matching("https?://\\S+", answer),
        ])

    init(_ context: PluginContext) {}

    func answer(text: String) -> String? { nil }
}

/// A plugin whose listeners have faults.
private struct Faulty: Plugin {
    static let manifest = Manifest<Self>(
        name: "faulty", summary: "Has faults.", listeners: [.matching("(", answer), .matching("(a)(b)", answer)])

    init(_ context: PluginContext) {}

    func answer(text: String) -> String? { nil }
}
