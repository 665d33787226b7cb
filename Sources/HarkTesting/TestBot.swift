public import HarkHost
internal import HarkStore

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

    /// The store of its deliveries, in memory; nothing is stored with `HARK_STORE=off`.
    public let store: TestStore

    /// Longest wait for a network until a test goes on.
    private static let patience = Duration.seconds(1)

    private let plugins: [any Plugin.Type]
    private let environment: [String: String]

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
        let clock = TestClock(at: time)
        try await self.init(
            plugins, environment, clock: clock, chat: RecordedChat(), http: http, store: try await Self.store(clock))
    }

    private init(
        _ plugins: [any Plugin.Type], _ environment: [String: String], clock: TestClock, chat: RecordedChat,
        http: ScriptedHTTP, store: TestStore
    ) async throws(Faults) {
        self.plugins = plugins
        self.environment = environment
        let environment = environment.withTestAdmin
        let configuration = BotConfiguration(plugins, environment, terminal: RecordedChat.networkName)
        var dependencies = HostDependencies(clock: clock.reading)
        dependencies.http = HTTPClient(http)
        host = try Host(
            configuration, networks: configuration.networks.contains(RecordedChat.networkName) ? [chat] : [],
            dependencies)
        self.chat = chat
        self.http = http
        self.clock = clock
        self.store = store
        let kept = host.storeKind == .off ? nil : store
        try await host.start { kept }
        // While the queue still looks for what is due, a new delivery would wait for it.
        await host.deliveries.settle()
    }

    private static func store(_ clock: TestClock) async throws(Faults) -> TestStore {
        do throws(StoreOpenError) { return try await TestStore(clock: clock) } catch {
            throw Faults([Fault("store", error.description)])
        }
    }

    /// Sends a request and waits until its delivery, if it was stored, and all other work has come to rest.
    public func send(_ request: Request) async throws -> TestResponse {
        let receipt = DeliveryReceipt()
        let response = await host.pipeline.respond(to: request, isTrusted: false, receipt: receipt)
        await host.settle(within: Self.patience)
        var result = TestResponse(status: response.status, headers: response.headers, body: response.body)
        if let id = receipt.id { result.delivery = try await store.deliveries(DeliveryQuery(id: id)).first }
        return result
    }

    /// Advances the clock from slot to slot of the plugins' schedules, and waits until all that became due has come to
    /// rest: each slot has run then. After `clock.advance(by:)`, which is a pause to schedules, only the latest slot
    /// runs.
    public func advance(by duration: Duration) async {
        var rest = duration
        while let wait = host.scheduler.waitForNextSlot, wait <= rest {
            await step(by: wait)
            rest -= wait
        }
        await step(by: rest)
    }

    private func step(by duration: Duration) async {
        clock.advance(by: duration)
        await host.scheduler.runDue()
        host.deliveries.wake()
        await host.settle(within: Self.patience)
    }

    /// The values of a plugin, as the plugin itself has them in `context.store`.
    public func pluginStore<Owner: Plugin>(of plugin: Owner.Type) -> PluginStore {
        host.pluginStore(of: plugin.manifest.name)
    }

    /// Ends the bot as a crash of its process does: handlers that run are cut off, and nothing is finished.
    /// - Parameter downtime: how long it takes until the bot starts again.
    /// - Returns: the bot after the restart, with the same chat, clock and store. Use the old one no more.
    /// - Throws: `Faults` as at the first start.
    public func crash(for downtime: Duration = .zero) async throws(Faults) -> TestBot {
        let survivor: TestStore
        do throws(StoreError) { survivor = try await store.crash() } catch {
            throw Faults([Fault("store", error.description)])
        }
        await host.stop()
        clock.advance(by: downtime)
        let bot = try await TestBot(
            plugins, environment, clock: clock, chat: chat, http: http, store: survivor)
        // The slots that were missed.
        await bot.host.scheduler.runDue()
        await bot.host.settle(within: Self.patience)
        return bot
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
