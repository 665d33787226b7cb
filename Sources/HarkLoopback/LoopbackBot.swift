public import HarkHost
public import HarkTesting
private import MicroHTTPD

public import struct FoundationEssentials.Date

/// Like `TestBot`, but with a real server on a free port of 127.0.0.1: requests use a socket.
public final class LoopbackBot: BotUnderTest {
    /// The URL of the server, such as `http://127.0.0.1:40123`.
    public let url: String

    private let bot: TestBot
    private let daemon: Daemon
    private let client = HTTPClient()

    public var chat: RecordedChat { bot.chat }
    public var http: ScriptedHTTP { bot.http }
    public var host: Host { bot.host }

    /// A bot whose plugins are active and whose server listens. Call `stop()` at the end.
    /// - Throws: `Faults` with all faults of manifests and settings; `DaemonError` if no port is available.
    public convenience init(
        _ plugins: any Plugin.Type...,
        environment: [String: String] = [:],
        at time: Date = TestBot.newYear2026,
        http: ScriptedHTTP = ScriptedHTTP()
    ) async throws {
        try await self.init(plugins: plugins, environment: environment, at: time, http: http)
    }

    /// The same with a list of plugins.
    /// - Throws: `Faults` with all faults of manifests and settings; `DaemonError` if no port is available.
    public init(
        plugins: [any Plugin.Type],
        environment: [String: String],
        at time: Date,
        http: ScriptedHTTP = ScriptedHTTP()
    ) async throws {
        bot = try await TestBot(plugins: plugins, environment: environment, at: time, http: http)
        let listener = try Listener(binding: .tcp(host: "127.0.0.1", port: 0))
        var configuration = DaemonConfiguration()
        configuration.threads = 2
        url = listener.address.url(scheme: .http)
        daemon = try Daemon(listener, configuration: configuration, responder: bot.host.pipeline)
        bot.host.listeners = [url]
    }

    /// Sends a request and waits until all stored deliveries have come to rest.
    /// - Throws: `HTTPClientError` if there is no response.
    public func send(_ request: Request) async throws -> TestResponse {
        let answer = try await client.send(
            ClientRequest(
                request.method, "\(url)\(request.target)", headers: request.headers, body: request.body,
                responseLimit: .max))
        var response = TestResponse(status: answer.status, headers: answer.headers, body: answer.body)
        await host.deliveries.settle()
        if let id = response.headers[.requestID] {
            let stored = try await bot.store.deliveries(DeliveryQuery(requestIDPrefix: id, limit: 1))
            response.delivery = stored.first
        }
        return response
    }

    /// Finishes the requests in flight and closes the server.
    public func stop() async {
        await client.shutDown()
        await daemon.drain(within: .seconds(5))
        await host.stop()
    }
}
