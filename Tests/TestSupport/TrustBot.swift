package import HarkHost
package import HarkTesting
private import Synchronization
private import XCTest

package import struct FoundationEssentials.Date

/// A bot under test that keeps what it logs and what it says of each request, and whose secret store and chat a test
/// chooses.
package struct TrustBot: BotUnderTest {
    package let chat = RecordedChat()
    package let http = ScriptedHTTP()
    package let host: HarkHost.Host
    package let log = Recording<String>()
    package let records = Recording<RequestRecord>()
    package let clock: TestClock

    package init(
        _ plugins: any Plugin.Type...,
        environment: [String: String] = [:],
        secretStore: any SecretStore = MemorySecretStore(),
        acceptsClientCertificates: Bool = true,
        network: (any ChatNetwork)? = nil,
        at time: Date = TestBot.newYear2026
    ) async throws(Faults) {
        var environment = environment
        environment["HARK_ADMINS"] = Person.testAdmin.id
        clock = TestClock(at: time)
        let (log, records) = (log, records)
        var dependencies = HostDependencies(logger: Logger(recordedIn: log), clock: clock.reading)
        dependencies.acceptsClientCertificates = acceptsClientCertificates
        dependencies.secretStore = secretStore
        dependencies.http = HTTPClient(http)
        dependencies.observe = { records.append($0) }
        host = try HarkHost.Host(
            BotConfiguration(plugins, environment), networks: [network ?? chat], dependencies)
        try await host.start()
    }

    package func send(_ request: Request) async throws -> TestResponse {
        let response = await host.pipeline.respond(to: request)
        return TestResponse(status: response.status, headers: response.headers, body: response.body)
    }

    /// The statuses of several requests, one after the other.
    package func statuses(_ requests: [Request]) async throws -> [Int] {
        var statuses: [Int] = []
        for request in requests { statuses.append(try await send(request).status.code) }
        return statuses
    }
}

/// What keeps a bot with these plugins from starting; fails the test when nothing does.
package func startFaults(
    _ plugin: any Plugin.Type,
    environment: [String: String] = [:],
    secretStore: any SecretStore = MemorySecretStore(),
    file: StaticString = #filePath,
    line: UInt = #line
) async -> [String] {
    do throws(Faults) {
        _ = try await TrustBot(plugin, environment: environment, secretStore: secretStore)
        XCTFail("it started", file: file, line: line)
        return []
    } catch {
        return error.list.map(\.description)
    }
}

/// Things that happened, in order.
package final class Recording<Element: Sendable>: Sendable {
    private let list = Mutex<[Element]>([])

    package init() {}

    /// All of them.
    package var all: [Element] { list.withLock { $0 } }

    package func append(_ element: Element) { list.withLock { $0.append(element) } }
}

extension Logger {
    /// A logger whose entries are recorded, each as its message and the values of its metadata.
    package init(recordedIn log: Recording<String>) {
        self.init(label: "test") { _ in RecordingLogHandler(log: log) }
    }
}

/// Keeps each log entry as its message and the values of its metadata, sorted by name.
private struct RecordingLogHandler: LogHandler {
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]
    let log: Recording<String>

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let values = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        log.append(([event.message.description] + values).joined(separator: " "))
    }
}
