private import HarkClient
package import HarkTesting

/// A platform of the lab as the peer of a network. It is driven by the control calls of the fake platforms, which
/// `.ci/networks/people.py` implements for the real servers.
package struct LabPeer: NetworkPeer {
    package let network: any ChatNetwork
    package let room: Room
    package let missingRoom: Room
    package let secrets: [String]
    let platform: LabPlatform
    let lab: LabControl
    let calls: Calls?
    /// The Discord webhook through which another bot posts; nil on other platforms.
    let otherBot: String?

    /// How a platform that the bot keeps no connection to calls the bot.
    package struct Calls: Sendable {
        let route: String
        let check: String?
        let hasAddressedAlone: Bool

        /// - Parameters:
        ///   - route: the route at which the bot receives calls.
        ///   - check: part of the path of the request by which the bot regularly checks its access; nil if there is
        ///     none.
        ///   - hasAddressedAlone: whether the platform reports only messages to the bot.
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
    // A platform that calls the bot reports only new messages, and ngIRCd keeps no history.
    package var keepsHistory: Bool { calls == nil && platform.name != "irc" }

    package func canCause(_ fault: PeerFault) -> Bool { platform.canCause(fault) }

    package func seen() async throws -> [SeenMessage] {
        let answer = try await lab.call("messages?platform=\(platform.name)&author=bot")
        var beginnings: [String: String] = [:]
        return (answer["messages"]?.arrayValue ?? []).map { message in
            let id = Self.text(message["id"]) ?? ""
            // Some platforms show a severity as a card that contains the text.
            let cards = (message["card"]?.arrayValue ?? []).compactMap { $0["text"]?.stringValue }
            let source = (message["text"]?.stringValue ?? "") + cards.joined()
            var thread = Self.text(message["thread"]) ?? Self.text(message["reply"])
            switch platform.name {
            // A thread is a topic. Its first message stands for it.
            case "zulip":
                let topic = thread ?? ""
                if beginnings[topic] == nil { beginnings[topic] = id }
                thread = "\(beginnings[topic] ?? id)>\(topic)"
            // A thread is a room that has the identifier of its first message.
            case "discord": thread = Self.text(message["room_id"])
            // A thread has its own name. Its first message stands for it.
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

    /// A string, or an integer in decimal.
    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): "\(number)"
        default: nil
        }
    }

    package func forget() async throws { try await lab.delete("messages?platform=\(platform.name)") }

    package func send(_ text: String, _ manner: Manner) async throws -> MessageID? {
        var body: JSONObject = [
            "platform": .string(platform.name), "text": .string(text), "user": "alice", "room": "general",
            // By default, a Telegram bot receives only its own commands (privacy mode).
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
            // Google's tokens last an hour, so after the first refusal the bot requests a new one.
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
    ///   - path: the path after `/_lab/`.
    ///   - body: the body of a POST request; nil for a GET request.
    @discardableResult
    func call(_ path: String, _ body: JSONObject? = nil) async throws -> JSONValue {
        let url = "\(base)/_lab/\(path)"
        let request = body.map { ClientRequest.post(url, json: .object($0)) } ?? .get(url)
        return try JSONValue(parsing: try await http.send(request).body)
    }

    /// The platform's own identifier of the room `general`.
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
