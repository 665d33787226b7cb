import HarkHost
import HarkLoopback
import HarkTesting

/// Runs the same test against a bot without a socket and against one behind a real server.
func overEveryTransport(
    _ plugins: any Plugin.Type...,
    environment: [String: String] = [:],
    test: (any BotUnderTest) async throws -> Void
) async throws {
    try await test(try await TestBot(plugins: plugins, environment: environment, at: TestBot.newYear2026))
    let served = try await LoopbackBot(plugins: plugins, environment: environment, at: TestBot.newYear2026)
    do {
        try await test(served)
    } catch {
        await served.stop()
        throw error
    }
    await served.stop()
}
