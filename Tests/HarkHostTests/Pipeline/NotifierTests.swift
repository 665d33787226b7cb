import HarkEvents
import HarkTesting
import Synchronization
import TestSupport
import XCTest

/// Announces what happens to things.
private struct Things: Plugin {
    static let events = EventTable(
        ["thing": { EventNotification("\($0.name) was \($0.action, or: "touched")") }, "quiet": { _ in nil }],
        namedBy: .header("X-Event"),
        nameless: { _ in EventNotification("something happened") })
    static let notifier = Notifier.Settings(plugin: "my-things", title: "things", events: events)

    static let manifest = Manifest<Self>(
        name: "my-things",
        summary: "Announces things.",
        settings: notifier.all,
        routes: [.post("/things", .event(of: events), happened)],
        events: events.declaration()
    )

    private let notifier: Notifier

    init(_ context: PluginContext) throws { notifier = try Notifier(Self.notifier, context) }

    func happened(_ delivery: Delivery<WebhookEvent>) async throws -> HandlerOutcome {
        try await notifier.announce(delivery)
    }
}

/// Log entries that are at least notices.
private final class Log: Sendable {
    let lines = Mutex<[String]>([])
}

private struct LogWriter: LogHandler {
    let log: Log
    var logLevel = Logger.Level.notice
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let name = event.metadata?["event"].map { ": \($0)" } ?? ""
        log.lines.withLock { $0.append("\(event.message)\(name)") }
    }
}

final class NotifierTests: XCTestCase {
    private func bot(_ environment: [String: String] = [:]) async throws -> TestBot {
        try await TestBot(Things.self, environment: environment)
    }

    /// The status of the acknowledgement, and what became of the delivery.
    private func post(
        _ bot: TestBot, _ json: String, event: String? = "thing", query: String = ""
    ) async throws -> String {
        let headers = event.map { ["X-Event": $0] } ?? [:]
        let response = try await bot.post("/things\(query)", json: json, headers: headers)
        return "\(response.status.code) \(response.outcome ?? response.text)"
    }

    private let made = #"{"name": "cup", "action": "made"}"#

    func testAnnounce_isSentToTheRoomsOfTheSetting_orElseInAll() async throws {
        let bots = [
            try await bot(["HARK_ROOMS": "#a,#b"]),
            try await bot(["HARK_ROOMS": "#a,#b", "HARK_MY_THINGS_ROOM": "#c, #d"]),
        ]

        for bot in bots { _ = try await post(bot, made) }

        XCTAssertEqual(bots[0].chat.sent, ["[#a] cup was made", "[#b] cup was made"])
        XCTAssertEqual(bots[1].chat.sent, ["[#c] cup was made", "[#d] cup was made"])
    }

    func testAnnounce_isFilteredByNameOrNameAndAction() async throws {
        var answers: [String] = []
        for filter in ["thing", "Thing.Made", "quiet, thing.made", "thing.sold", "quiet"] {
            answers.append(try await post(try await bot(["HARK_MY_THINGS_EVENTS": filter]), made))
        }

        let ignored = "202 ignored: event thing.made"
        XCTAssertEqual(answers, ["202 OK", "202 OK", "202 OK", ignored, ignored])
    }

    func testFilter_isAFault_whenItNamesAnEventThatIsNotDeclared() async {
        let cases = [
            ("thign", "no “thign” but “thing”"), ("quiet,pushes.made", "no “pushes.made” but “quiet”"),
            ("thign,quit", "no “thign” but “thing”, no “quit” but “quiet”"),
            ("störung", "no “störung” but “quiet”"),
        ]
        for (filter, hints) in cases {
            let environment = ["HARK_MY_THINGS_EVENTS": filter, "HARK_MY_THINGS_QUERY": "perhaps"]
            let faults = await startFaults(Things.self, environment: environment)

            let expected = "“\(filter)” is not a list of the plugin's events: there is \(hints)."
            XCTAssertTrue(faults.contains("HARK_MY_THINGS_EVENTS: \(expected)"), "\(faults)")
            XCTAssertTrue(faults.contains { $0.hasPrefix("HARK_MY_THINGS_QUERY: ") }, "\(faults)")
        }
    }

    func testFilter_mustLookLikeEvents_whereThePluginDeclaresNone() {
        let setting = Notifier.Settings(plugin: "relay", title: "the relay").events

        XCTAssertNoThrow(try setting.validate("deploy,Backup done,a.b:c_d-e,orders/create,-x"))
        for filter in ["störung", "alert\\down", "disk-alert!", String(repeating: "x", count: 65)] {
            XCTAssertThrowsError(try setting.validate(filter), filter)
        }
    }

    func testSettings_haveExamplesThatHold() {
        let settings = Notifier.Settings(plugin: "my-things", title: "things", events: Things.events)

        XCTAssertEqual(
            settings.events.help,
            "Events of things to announce, such as quiet or quiet.<action>; +quiet adds to the usual ones, "
                + "-quiet removes.")
        XCTAssertEqual(
            settings.query.help, "Whether the URL may choose rooms and events: ?room=%23ops&events=quiet.")
    }

    func testQuery_choosesRoomsAndEvents_onlyWhereItMay() async throws {
        let bots = [try await bot(), try await bot(["HARK_MY_THINGS_QUERY": "true"])]

        var answers: [String] = []
        for bot in bots {
            answers.append(try await post(bot, made, query: "?room=%23ops,%23dev&events=push,thing"))
            answers.append(try await post(bot, made, query: "?room=%23ops&events=push"))
        }

        XCTAssertEqual(answers, ["202 OK", "202 OK", "202 OK", "202 ignored: event thing.made"])
        XCTAssertEqual(bots[0].chat.sent, ["[#general] cup was made", "[#general] cup was made"])
        XCTAssertEqual(bots[1].chat.sent, ["[#ops] cup was made", "[#dev] cup was made"])
    }

    func testDelivery_isDeadAtOnce_whenItsQueryNamesARoomThatThereIsNot() async throws {
        let bot = try await bot(["HARK_MY_THINGS_QUERY": "true"])

        let response = try await bot.post(
            "/things?room=nowhere:%23ops", json: made, headers: ["X-Event": "thing"])

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.delivery?.state, .dead)
        XCTAssertEqual(
            response.outcome, "400 The URL names a room that the bot cannot send to; its log says why.")
    }

    func testQuery_isRefused_whenItNamesARoomThatThereIsNot_andNothingIsStored() async throws {
        let bot = try await bot(["HARK_MY_THINGS_QUERY": "true", "HARK_STORE": "off"])

        let answer = try await post(bot, made, query: "?room=nowhere:%23ops")

        XCTAssertEqual(answer, "400 The URL names a room that the bot cannot send to; its log says why.")
    }

    func testQuery_doesNotWidenTheSetting() async throws {
        let bot = try await bot(["HARK_MY_THINGS_QUERY": "true", "HARK_MY_THINGS_EVENTS": "quiet"])

        let answer = try await post(bot, made, query: "?events=thing")

        XCTAssertEqual(answer, "202 ignored: event thing.made")
    }

    func testUnknownAndQuietEvents_areCountedAsIgnored() async throws {
        let bot = try await bot()

        let answers = [
            try await post(bot, made, event: "other"), try await post(bot, made, event: "quiet"),
            try await post(bot, made, event: String(repeating: "x", count: 65)),
            try await post(bot, made, event: "<b>"),
        ]

        let unnamed = "202 ignored: event unnamed.made"
        XCTAssertEqual(
            answers, ["202 ignored: event other.made", "202 ignored: event quiet.made", unnamed, unnamed])
        XCTAssertEqual(bot.chat.sent, [])
        let status = await bot.send("!webstatus").joined()
        XCTAssertTrue(status.contains("4 served (4 ignored)"), status)
    }

    func testNamelessDelivery_isToldByItsOwnWords() async throws {
        let bot = try await bot()

        let answer = try await post(bot, "{}", event: nil)

        XCTAssertEqual(answer, "202 OK")
        XCTAssertEqual(bot.chat.sent, ["[#general] something happened"])
    }

    func testIncompletePayload_isSaidWithAQuestionMark_andCounted() async throws {
        let bot = try await bot()

        let answers = [try await post(bot, "{}"), try await post(bot, "[]")]

        XCTAssertTrue(answers.allSatisfy { $0.hasPrefix("202 OK, 1 expected field") }, "\(answers)")
        XCTAssertEqual(bot.chat.sent, ["[#general] ? was touched", "[#general] ? was touched"])
        let status = await bot.send("!webstatus").joined()
        XCTAssertTrue(status.contains("2 served (2 incomplete)"), status)
    }

    func testIncompletePayload_isLoggedOnce() async throws {
        let log = Log()
        let logger = Logger(label: "test") { _ in LogWriter(log: log) }
        let host = try Host(
            BotConfiguration([Things.self], [:]), networks: [RecordedChat()], HostDependencies(logger: logger))
        try await host.start()
        let headers: HTTPFields = [.contentType: "application/json", HTTPField.Name("X-Event")!: "thing"]

        _ = await host.pipeline.respond(
            to: Request(method: .post, target: RequestTarget("/things"), headers: headers, body: Array("{}".utf8)))

        XCTAssertEqual(log.lines.withLock { $0 }, ["a payload lacks fields that its event is announced with: thing"])
    }

    func testForm_holdsThePayloadInItsField() async throws {
        let bot = try await bot()

        let told = try await bot.post("/things", form: ["payload": made], headers: ["X-Event": "thing"])
        let empty = try await bot.post("/things", form: ["other": made], headers: ["X-Event": "thing"])
        let text = try await bot.post("/things", text: made, headers: ["X-Event": "thing"])

        XCTAssertEqual([told.status, empty.status, text.status], [.accepted, .badRequest, .unsupportedMediaType])
        XCTAssertEqual(bot.chat.sent, ["[#general] cup was made"])
    }

    func testChatFailure_isAcknowledged_andTheDeliveryIsHandledAgain() async throws {
        let bot = try await bot()
        bot.chat.fail()

        let response = try await bot.post("/things", json: made, headers: ["X-Event": "thing"])
        let saidAtOnce = bot.chat.sent
        bot.chat.fail(false)
        await bot.advance(by: .seconds(7))

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.delivery?.state, .ready)
        XCTAssertEqual(response.outcome, RecordedChat.unreachable.reason)
        XCTAssertEqual(saidAtOnce, [])
        XCTAssertEqual(bot.chat.sent, ["[#general] cup was made"])
    }

    func testChatFailure_isAnsweredWith500_whenNothingIsStored() async throws {
        let bot = try await bot(["HARK_STORE": "off"])
        bot.chat.fail()

        let answer = try await post(bot, made)

        XCTAssertTrue(answer.hasPrefix("500 "), answer)
        XCTAssertEqual(bot.chat.sent, [])
    }
}
