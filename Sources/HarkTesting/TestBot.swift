public import HarkHost

public import struct FoundationEssentials.Date

/// A bot with its plugins, a recorded chat and a clock that the test controls, without a socket: requests run through
/// the whole pipeline inside the test's process.
///
/// ```swift
/// let bot = try await TestBot(GitHub.self, environment: ["HARK_GITHUB_ROOM": "#code"])
/// let response = try await bot.post("/github", json: payload, headers: ["X-GitHub-Event": "push"])
/// XCTAssertEqual(bot.chat.sent, ["[#code] …"])
/// ```
public struct TestBot: BotUnderTest {
    /// The initial time of the clock, unless a test sets another: 2026-01-01 00:00 UTC.
    public static let newYear2026 = Date(timeIntervalSince1970: 1_767_225_600)

    public let chat: RecordedChat
    public let http: ScriptedHTTP
    public let host: Host

    /// The bot's clock, which timestamps, duplicates and rate limits follow.
    public let clock: TestClock

    /// A bot whose plugins are active.
    /// - Parameters:
    ///   - plugins: the plugins under test.
    ///   - environment: environment variables; missing ones have their defaults. The test's admin is added to
    ///     `HARK_ADMINS`.
    ///   - time: the initial time of the bot's clock.
    ///   - http: the responses to its plugins' requests.
    /// - Throws: `Faults` with all faults of manifests and settings.
    public init(
        _ plugins: any Plugin.Type...,
        environment: [String: String] = [:],
        at time: Date = newYear2026,
        http: ScriptedHTTP = ScriptedHTTP()
    ) async throws(Faults) {
        try await self.init(plugins: plugins, environment: environment, at: time, http: http)
    }

    /// The same with a list of plugins.
    /// - Throws: `Faults` with all faults of manifests and settings.
    public init(
        plugins: [any Plugin.Type],
        environment: [String: String],
        at time: Date,
        http: ScriptedHTTP = ScriptedHTTP()
    ) async throws(Faults) {
        let environment = environment.withTestAdmin
        let choice = NetworkChoice(plugins, terminal: RecordedChat.networkName, environment)
        let reading = choice.read(environment, of: plugins)
        let chat = RecordedChat()
        let logger = Logger(label: "hark.test") { _ in SwiftLogNoOpLogHandler() }
        clock = TestClock(at: time)
        host = try Host(
            plugins: choice.plugins, networks: choice.names.contains(RecordedChat.networkName) ? [chat] : [],
            reading: reading, logger: logger, clock: clock.reading, http: HTTPClient(http))
        self.chat = chat
        self.http = http
        try await host.start()
    }

    public func send(_ request: Request) async throws -> TestResponse {
        let response = await host.pipeline.respond(to: request)
        let body = try await response.body.collected(upTo: .max)
        return TestResponse(status: response.status, headers: response.headers, body: body)
    }
}

extension [String: String] {
    /// The environment with the test's admin added to `HARK_ADMINS`.
    fileprivate var withTestAdmin: [String: String] {
        var environment = self
        let name = HostOptions.adminsSetting.variable
        environment[name] = [self[name], Person.testAdmin.id].compactMap(\.self).joined(separator: ",")
        return environment
    }
}
