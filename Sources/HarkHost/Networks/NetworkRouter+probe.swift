extension NetworkRouter {
    /// Has a network ready to speak while something is done: by logging in, or by its connection where it speaks over that
    /// alone. Nothing is heard, so that a bot that runs beside it misses nothing.
    /// - Parameters:
    ///   - link: the network.
    ///   - limit: how long it may take to connect.
    ///   - body: is given who the bot is there, if the network says so.
    /// - Throws: why it cannot be connected.
    func withConnection<Value: Sendable>(
        to link: NetworkLink, within limit: Duration, _ body: (String?) async -> Value
    ) async throws(ChatError) -> Value {
        if let identity = try await link.network.identify() { return await body(identity) }
        let outcome = OneShot<Void>()
        let run = Task {
            let inbox = ChatInbox(isBrief: true, onMessage: { _ in }) { state in
                link.note(state)
                if state == .connected { outcome.set(.success(())) }
            }
            do { try await link.network.run(inbox) } catch { outcome.set(.failure(error)) }
            outcome.set(.failure(ChatError(.transient, "The connection was closed.")))
        }
        let timer = Task {
            try await Task.sleep(for: limit)
            let state = link.connection.map { ": it is \($0)" } ?? ""
            outcome.set(.failure(ChatError(.transient, "It was not connected within \(limit.wholeSeconds) s\(state).")))
        }
        do {
            try await outcome.value
            let value = await body(nil)
            timer.cancel()
            run.cancel()
            _ = await run.value
            return value
        } catch {
            timer.cancel()
            run.cancel()
            throw error as? ChatError ?? ChatError(.transient, "\(error)")
        }
    }
}

/// What `hark check --connect` finds out about one network.
public struct NetworkCheck: Sendable {
    /// The network.
    public let network: NetworkName

    /// Who the bot is there, empty where the network does not say; or why it cannot be connected, and what to do.
    public let login: Result<String, ChatError>

    /// Each room that a setting names, in order, with what was found; none of a network that cannot be connected.
    public let rooms: [RoomCheck]

    /// A room that a setting names.
    public struct RoomCheck: Sendable {
        /// The variables that name it.
        public let variables: [String]
        /// The room.
        public let room: Room
        /// What the network calls it; or why the bot cannot speak there, and what to do.
        public let outcome: Result<String, ChatError>
    }

    /// Whether the bot can speak in every room.
    public var isSound: Bool {
        guard case .success = login else { return false }
        return rooms.allSatisfy { check in if case .success = check.outcome { true } else { false } }
    }
}

extension Host {
    /// How long a network may take to connect for a check or one message.
    private static let connectTime = Duration.seconds(30)

    /// Logs in to every network, and looks up every room that a setting names. Nothing is said, and nothing is heard.
    public func checkNetworks() async -> [NetworkCheck] {
        var checks: [NetworkCheck] = []
        for link in networks.all {
            var rooms: [Room: [String]] = [:]
            var order: [Room] = []
            for (variable, named) in namedRooms where networks.isOn(named, link) {
                let room = Room(named.name, on: networks.shortened(link.name))
                if rooms[room] == nil { order.append(room) }
                rooms[room, default: []].append(variable)
            }
            let (list, variables) = (order, rooms)
            do throws(ChatError) {
                let (identity, found) = try await networks.withConnection(to: link, within: Self.connectTime) {
                    identity in
                    var found: [NetworkCheck.RoomCheck] = []
                    for room in list {
                        let outcome: Result<String, ChatError>
                        do throws(ChatError) { outcome = .success(try await link.network.resolve(room)) } catch {
                            outcome = .failure(error)
                        }
                        found.append(.init(variables: variables[room] ?? [], room: room, outcome: outcome))
                    }
                    return (identity ?? "", found)
                }
                checks.append(NetworkCheck(network: link.name, login: .success(identity), rooms: found))
            } catch {
                checks.append(NetworkCheck(network: link.name, login: .failure(error), rooms: []))
            }
        }
        return checks
    }

    /// Says one message, beside a bot that may be running, and returns when its network has it.
    /// - Throws: why it was not said.
    public func say(_ message: Message, in room: Room) async throws(ChatError) {
        guard let link = networks.link(room.network) else {
            _ = try await networks.send(message, to: room)
            return
        }
        let result = try await networks.withConnection(to: link, within: Self.connectTime) {
            _ -> Result<Receipt, ChatError> in
            do throws(ChatError) {
                return .success(try await link.send(message, to: room, patience: Self.connectTime))
            } catch { return .failure(error) }
        }
        guard try result.get() != .queued else {
            let time = Self.connectTime.wholeSeconds
            throw ChatError(.transient, "\(link.name) did not take the message within \(time) s.")
        }
    }
}
