private import HarkClient
package import HarkTesting

/// A platform of the lab as the peer of a network, driven by control calls: those of the fakes, which
/// `.ci/lab_people.py` answers for the real servers.
package struct LabPeer: NetworkPeer {
    package let network: any ChatNetwork
    package let room: Room
    package let missingRoom: Room
    package let secrets: [String]
    let platform: LabPlatform
    let lab: LabControl
    let calls: Calls?
    /// Where Discord lets other bots in.
    let otherBot: String?

    /// How a platform calls the bot that it has no connection with.
    package struct Calls: Sendable {
        let route: String
        let check: String?
        let hasAddressedAlone: Bool

        /// - Parameters:
        ///   - route: where the bot hears.
        ///   - check: part of the path at which the bot asks now and then whether it is still known; nil where it does not.
        ///   - hasAddressedAlone: whether it calls only for what is said to the bot.
        package init(route: String, check: String?, hasAddressedAlone: Bool = false) {
            self.route = route
            self.check = check
            self.hasAddressedAlone = hasAddressedAlone
        }
    }

    package var closedRoom: Room? { platform.closedRoom }
    package var manners: Set<Manner> { Set(Manner.allCases).subtracting(platform.lackingManners) }
    package var showsMentions: Bool { platform.showsMentions }
    package var reportsAddressedAlone: Bool { calls?.hasAddressedAlone == true }
    // What a platform calls the bot with is new whenever it comes, and ngIRCd keeps nothing.
    package var keepsHistory: Bool { calls == nil && platform.name != "irc" }

    package func canCause(_ fault: PeerFault) -> Bool { platform.canCause(fault) }

    package func seen() async throws -> [SeenMessage] {
        let answer = try await lab.call("messages?platform=\(platform.name)&author=bot")
        var beginnings: [String: String] = [:]
        return (answer["messages"]?.arrayValue ?? []).map { message in
            let id = Self.text(message["id"]) ?? ""
            // Some show a severity as a card with the text in it.
            let cards = (message["card"]?.arrayValue ?? []).compactMap { $0["text"]?.stringValue }
            let source = (message["text"]?.stringValue ?? "") + cards.joined()
            var thread = Self.text(message["thread"]) ?? Self.text(message["reply"])
            switch platform.name {
            // A thread is a topic, which its first message begins.
            case "zulip":
                let topic = thread ?? ""
                if beginnings[topic] == nil { beginnings[topic] = id }
                thread = "\(beginnings[topic] ?? id)>\(topic)"
            // A thread is a room of the number of the message that it begins with.
            case "discord": thread = Self.text(message["room_id"])
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
                editCount: message["edits"]?.arrayValue?.count ?? 0)
        }
    }

    /// A text, or a number as it is written.
    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): "\(number)"
        default: nil
        }
    }

    package func forget() async throws { try await lab.delete("messages?platform=\(platform.name)") }

    package func say(_ text: String, _ manner: Manner) async throws -> MessageID? {
        var body: JSONObject = [
            "platform": .string(platform.name), "text": .string(text), "user": "alice", "room": "general",
            // Bots of Telegram hear no more than its own commands, unless somebody has let them.
            "force": .bool(platform.name == "telegram"),
        ]
        switch manner {
        case .plainly: break
        case .toTheBot: body["mention"] = true
        case .directly: body["dm"] = true
        case .twice: body["twice"] = true
        case .asAnEdit: body["edited"] = true
        case .asABot:
            if let otherBot {
                try await lab.post(["content": .string(text)], to: otherBot)
                return nil
            }
            body["bot"] = true
        }
        return Self.text(try await lab.call("say", body)["message"]).map { MessageID($0) }
    }

    package func reactions(to id: MessageID) async throws -> [String]? {
        let messages = try await lab.call("messages?platform=\(platform.name)")["messages"]?.arrayValue
        let message = messages?.first { Self.text($0["id"]) == id.text }
        return message?["reactions"]?.arrayValue.map { $0.map { "\($0)" } }
    }

    package func cause(_ fault: PeerFault) async throws {
        var body: JSONObject = ["platform": .string(platform.name), "count": 1]
        if let speech = platform.speech { body["path"] = .string(speech) }
        switch fault {
        case .tooMany(let wait):
            body["kind"] = "429"
            body["retry_after"] = .integer(Int(wait.components.seconds))
        case .trouble: body["kind"] = "500"
        case .page: body["kind"] = "html"
        case .lostAnswer: body["kind"] = "lost"
        case .revokedToken:
            body["kind"] = "expired"
            // Google's tokens last an hour: the bot gets a new one first.
            body["count"] = .integer(platform.name == "googlechat" ? 2 : 1)
        case .lostConnection:
            guard let check = calls?.check else {
                _ = try await lab.call("socket", ["platform": .string(platform.name), "action": "drop"])
                return
            }
            body["kind"] = "503"
            body["path"] = .string(check)
        }
        _ = try await lab.call("fault", body)
    }
}

/// The lab's control calls.
struct LabControl: Sendable {
    let base: String
    let http: HTTPClient

    /// - Parameters:
    ///   - path: what follows `/_lab/`.
    ///   - body: what is posted; nil to get.
    @discardableResult
    func call(_ path: String, _ body: JSONObject? = nil) async throws -> JSONValue {
        let url = "\(base)/_lab/\(path)"
        let request = body.map { ClientRequest.post(url, json: .object($0)) } ?? .get(url)
        return try JSONValue(parsing: try await http.send(request).body)
    }

    /// The platform's own identifier of the room where the people are.
    func roomID(on platform: String) async throws -> String? {
        let rooms = try await call("state?platform=\(platform)")["platforms"]?[platform]?["rooms"]?.arrayValue
        return rooms?.first { $0["name"]?.stringValue == "general" }?["id"]?.stringValue
    }

    func delete(_ path: String) async throws {
        var request = ClientRequest.get("\(base)/_lab/\(path)")
        request.method = .delete
        _ = try await http.send(request)
    }

    func post(_ body: JSONObject, to url: String) async throws {
        _ = try await http.send(.post(url, json: .object(body)))
    }
}
