private import Foundation
private import HarkClient
private import HarkHost
package import HarkTesting
private import MicroHTTPD
internal import XCTest

/// A fake platform as the peer of a network, driven by its control calls. It is there where the environment has its
/// `LAB_URL`, as in `.ci/networks`.
package struct LabPeer: NetworkPeer {
    package let network: any ChatNetwork
    package let room: Room
    package let missingRoom: Room
    package let reportsAddressedAlone: Bool
    // What a platform calls the bot with is new whenever it comes.
    package var keepsHistory: Bool { calls == nil }
    private let platform: String
    private let base: String
    private let http: HTTPClient
    private let calls: Calls?

    /// How a platform calls the bot that it has no connection with.
    package struct Calls: Sendable {
        let route: String
        let check: String
        let hasAddressedAlone: Bool

        /// - Parameters:
        ///   - route: where the bot hears.
        ///   - check: part of the path at which the bot asks now and then whether it is still known.
        ///   - hasAddressedAlone: whether it calls only for what is said to the bot.
        package init(route: String, check: String, hasAddressedAlone: Bool = false) {
            self.route = route
            self.check = check
            self.hasAddressedAlone = hasAddressedAlone
        }
    }

    /// The environment of the fake platforms.
    /// - Throws: `XCTSkip` where there are none.
    private static func environment() throws -> [String: String] {
        let environment = ProcessInfo.processInfo.environment
        guard environment["LAB_URL"] != nil else { throw XCTSkip("There is no fake platform; .ci/networks has them.") }
        return environment
    }

    /// Holds a network plugin to the public suite against a fake platform; the test is skipped where there is none.
    /// - Parameters:
    ///   - plugin: the network.
    ///   - platform: its name among the fakes.
    ///   - settings: its settings: variables, and the fakes' own names of their values; with `@` in front, of the file
    ///     that holds the value.
    ///   - room: what the network calls the room `general`; the fakes' name of it where it begins with `$`.
    ///   - missingRoom: a room that there is not.
    ///   - calls: how the platform calls the bot, where it does.
    package static func check<Network: Plugin & ChatNetwork>(
        _ plugin: Network.Type, as platform: String, settings: [String: String], room: String, missingRoom: Room,
        calls: Calls? = nil, file: StaticString = #filePath, line: UInt = #line
    ) async throws {
        let environment = try environment()
        let http = HTTPClient()
        let settings = try settings.compactMapValues { name in
            guard name.hasPrefix("@") else { return environment[name] }
            return try String(contentsOfFile: environment[String(name.dropFirst())] ?? "", encoding: .utf8)
        }
        let choice = NetworkChoice([plugin], terminal: RecordedChat.networkName, settings)
        let host = try Host(
            plugins: choice.plugins, reading: choice.read(settings, of: [plugin]),
            logger: Logger(label: "lab") { _ in SwiftLogNoOpLogHandler() }, http: http)
        try await host.start()
        let network = try XCTUnwrap(host.network(plugin))
        let peer = LabPeer(
            network: network, room: Room(room.hasPrefix("$") ? environment[String(room.dropFirst())] ?? "" : room),
            missingRoom: missingRoom, reportsAddressedAlone: calls?.hasAddressedAlone == true,
            platform: platform, base: environment["LAB_URL"] ?? "", http: http,
            calls: calls)
        let listener = try Listener(binding: .tcp(host: "127.0.0.1", port: 0))
        let url = listener.address.url(scheme: .http)
        let daemon = try Daemon(listener, configuration: DaemonConfiguration(), responder: host.pipeline)
        if let calls {
            _ = try await peer.call("config", ["platform": .string(platform), "url": .string(url + calls.route)])
        }
        do { try await checkNetwork(peer, file: file, line: line) } catch {
            await daemon.drain(within: .seconds(5))
            await http.shutDown()
            throw error
        }
        if calls != nil { _ = try await peer.call("config", ["platform": .string(platform), "url": .null]) }
        await daemon.drain(within: .seconds(5))
        await http.shutDown()
    }

    package func seen() async throws -> [SeenMessage] {
        let answer = try await call("messages?platform=\(platform)&author=bot")
        var beginnings: [String: String] = [:]
        return (answer["messages"]?.arrayValue ?? []).map { message in
            let id = text(message["id"]) ?? ""
            let source = message["text"]?.stringValue ?? ""
            var thread = text(message["thread"]) ?? text(message["reply"])
            switch platform {
            // A thread is a topic, which its first message begins.
            case "zulip":
                let topic = thread ?? ""
                if beginnings[topic] == nil { beginnings[topic] = id }
                thread = "\(beginnings[topic] ?? id)>\(topic)"
            // A thread is a room of the number of the message that it begins with.
            case "discord": thread = text(message["room_id"])
            // A thread has a name of its own, and the first message in it begins it.
            case "googlechat":
                let name = thread ?? ""
                thread = beginnings[name]
                beginnings[name] = beginnings[name] ?? id
            default: break
            }
            return SeenMessage(
                id: MessageID(id), text: message["shown"]?.stringValue ?? source, source: source,
                thread: thread.map { MessageID($0) },
                pings: (message["pings"]?.arrayValue ?? []).compactMap(\.stringValue),
                editCount: message["edits"]?.arrayValue?.count ?? 0,
                reactions: (message["reactions"]?.arrayValue ?? []).map { "\($0)" })
        }
    }

    /// A text, or a number as it is written.
    private func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): "\(number)"
        default: nil
        }
    }

    package func forget() async throws {
        var request = ClientRequest.get("\(base)/_lab/messages")
        request.method = .delete
        _ = try await http.send(request)
    }

    package func say(_ text: String, _ manner: Manner) async throws -> MessageID? {
        var body: JSONObject = [
            "platform": .string(platform), "text": .string(text), "user": "alice", "room": "general",
            // Bots of Telegram hear no more than its own commands, unless somebody has let them.
            "force": .bool(platform == "telegram"),
        ]
        switch manner {
        case .plainly: break
        case .toTheBot: body["mention"] = true
        case .directly: body["dm"] = true
        case .twice: body["twice"] = true
        }
        return try await call("say", body)["message"]?.stringValue.map { MessageID($0) }
    }

    package func cause(_ fault: PeerFault) async throws {
        var body: JSONObject = ["platform": .string(platform), "count": 1]
        switch fault {
        case .tooMany(let wait):
            body["kind"] = "429"
            body["retry_after"] = .integer(Int(wait.components.seconds))
        case .trouble: body["kind"] = "500"
        case .page: body["kind"] = "html"
        case .lostAnswer: body["kind"] = "lost"
        case .lostConnection:
            if let calls {
                body["kind"] = "503"
                body["path"] = .string(calls.check)
                break
            }
            _ = try await call("socket", ["platform": .string(platform), "action": "drop"])
            return
        }
        _ = try await call("fault", body)
    }

    private func call(_ path: String, _ body: JSONObject? = nil) async throws -> JSONValue {
        let url = "\(base)/_lab/\(path)"
        let request = body.map { ClientRequest.post(url, json: .object($0)) } ?? .get(url)
        return try JSONValue(parsing: try await http.send(request).body)
    }
}
