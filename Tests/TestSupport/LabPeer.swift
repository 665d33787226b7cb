private import HarkClient
package import HarkTesting
internal import XCTest

private import class Foundation.ProcessInfo

/// A fake platform as the peer of a network, driven by its control calls. It is there where the environment has its
/// `LAB_URL`, as in `.ci/networks`.
package struct LabPeer: NetworkPeer {
    package let network: any ChatNetwork
    package let room: Room
    package let missingRoom: Room
    package let person: Person?
    private let platform: String
    private let base: String
    private let http: HTTPClient

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
    ///   - settings: its settings: variables, and the fakes' own names of their values.
    ///   - room: what the network calls the room `general`; the fakes' name of it where it begins with `$`.
    ///   - missingRoom: a room that there is not.
    package static func check<Network: Plugin & ChatNetwork>(
        _ plugin: Network.Type, as platform: String, settings: [String: String], room: String, missingRoom: Room,
        file: StaticString = #filePath, line: UInt = #line
    ) async throws {
        let environment = try environment()
        let http = HTTPClient()
        let reading = SettingsReader(Network.manifest.settings).read(settings.compactMapValues { environment[$0] })
        let network = try Network(
            PluginContext(
                settings: reading.settings, chat: Chat(rooms: []) { _, _ in .queued },
                logger: Logger(label: "lab") { _ in SwiftLogNoOpLogHandler() }, http: http))
        let peer = LabPeer(
            network: network, room: Room(room.hasPrefix("$") ? environment[String(room.dropFirst())] ?? "" : room),
            missingRoom: missingRoom, person: nil, platform: platform, base: environment["LAB_URL"] ?? "", http: http)
        do { try await checkNetwork(peer, file: file, line: line) } catch {
            await http.shutDown()
            throw error
        }
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
