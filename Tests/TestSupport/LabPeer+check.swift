private import Foundation
private import HarkClient
private import HarkHost
private import HarkTLS
package import HarkTesting
private import MicroHTTPD
internal import XCTest

extension LabPeer {
    /// Holds a network plugin to the public suite against a platform of the lab; the test is skipped where there is
    /// none.
    /// - Parameters:
    ///   - plugin: the network.
    ///   - platform: the platform that it connects to.
    ///   - settings: its settings: variables, and the lab's own names of their values; with `@` in front, of the file
    ///     that holds the value; with a name and `=` in front, of a room's URL.
    ///   - room: what the network calls the room where the people are; the lab's name of it where it begins with `$`.
    ///   - missingRoom: a room that there is not.
    ///   - calls: how the platform calls the bot, where it does.
    package static func check<Network: Plugin & ChatNetwork>(
        _ plugin: Network.Type, on platform: LabPlatform, settings: [String: String], room: String, missingRoom: Room,
        calls: Calls? = nil, file: StaticString = #filePath, line: UInt = #line
    ) async throws {
        var environment = ProcessInfo.processInfo.environment
        guard let base = environment[platform.variable] else {
            throw XCTSkip("There is no \(platform.server ?? "fake platform"); .ci/networks/run has it.")
        }
        let http = HTTPClient()
        let lab = LabControl(base: base, http: http)
        do {
            if platform.server == nil { environment["LAB_ROOM"] = try await lab.roomID(on: platform.name) }
            let settings = try settings.mapValues { try value($0, in: environment) }
            var dependencies = HostDependencies()
            dependencies.http = http
            dependencies.webSockets = try webSockets(environment)
            let host = try Host(BotConfiguration([plugin], settings), dependencies)
            try await host.start()
            let peer = LabPeer(
                network: try XCTUnwrap(host.network(plugin)),
                room: Room(room.hasPrefix("$") ? environment[String(room.dropFirst())] ?? "" : room),
                missingRoom: missingRoom, secrets: secrets(in: settings), platform: platform,
                lab: lab, calls: calls,
                otherBot: platform.name == "discord" ? environment["DISCORD_WEBHOOK_URL"] : nil)
            let untried = try await peer.listening(host.pipeline) {
                try await checkNetwork(peer, file: file, line: line)
            }
            for what in untried { print("\(Network.networkName): not tried: \(what)") }
        } catch {
            await http.shutDown()
            throw error
        }
        await http.shutDown()
    }

    /// Does something while the platform can call the bot.
    private func listening<Value>(_ pipeline: RequestPipeline, _ body: () async throws -> Value) async throws -> Value {
        guard let calls else { return try await body() }
        let listener = try Listener(binding: .tcp(host: "127.0.0.1", port: 0))
        let url = listener.address.url(scheme: .http)
        let daemon = try Daemon(listener, configuration: DaemonConfiguration(), responder: pipeline)
        try await lab.call("config", ["platform": .string(platform.name), "url": .string(url + calls.route)])
        do {
            let value = try await body()
            try await lab.call("config", ["platform": .string(platform.name), "url": .null])
            await daemon.drain(within: .seconds(5))
            return value
        } catch {
            await daemon.drain(within: .seconds(5))
            throw error
        }
    }

    /// The value of a setting.
    private static func value(_ name: String, in environment: [String: String]) throws -> String {
        if name.hasPrefix("@") {
            return try String(contentsOfFile: environment[String(name.dropFirst())] ?? "", encoding: .utf8)
        }
        guard let mark = name.firstIndex(of: "=") else { return environment[name] ?? "" }
        return name[...mark] + (environment[String(name[mark...].dropFirst())] ?? "")
    }

    /// What no error may hold.
    private static func secrets(in settings: [String: String]) -> [String] {
        let names = ["TOKEN", "PASSWORD", "SECRET", "KEY", "ROOMS"]
        return settings.filter { setting in names.contains { setting.key.hasSuffix("_\($0)") } }
            .values.map { $0.hasPrefix("general=") ? String($0.dropFirst("general=".count)) : $0 }
    }

    /// How streams are opened: the servers of the lab have certificates of their own.
    private static func webSockets(_ environment: [String: String]) throws -> WebSocketConfiguration {
        var configuration = WebSocketConfiguration()
        if let path = environment["LAB_CERTIFICATE"] {
            let pem = try Data(contentsOf: URL(filePath: path))
            configuration.tls.trust = .systemAnd(try CertificateAuthorities(pem: Array(pem)))
        }
        return configuration
    }
}
