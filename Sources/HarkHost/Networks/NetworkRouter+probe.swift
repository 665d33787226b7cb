extension NetworkRouter {
    /// Runs an operation while a network is ready to send: after logging in, or over its connection if it can send only
    /// over that. Nothing is received, so a bot that runs beside it misses nothing.
    /// - Parameters:
    ///   - link: the network.
    ///   - limit: how long connecting may take.
    ///   - body: gets the account of the bot, if the network names it.
    /// - Throws: why the network cannot be connected.
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

extension NetworkRouter {
    /// How long connecting may take for a check or a single message.
    private static let connectTime = Duration.seconds(30)

    /// Logs in to every network, and looks up rooms. Nothing is sent or received.
    /// - Parameter namedRooms: the rooms that settings name, each with its variable.
    func check(_ namedRooms: [(variable: String, room: Room)]) async -> [NetworkCheck] {
        var checks: [NetworkCheck] = []
        for link in all {
            var rooms: [Room: [String]] = [:]
            var order: [Room] = []
            for (variable, named) in namedRooms where isOn(named, link) {
                let room = Room(named: named.name, on: shortened(link.name))
                if rooms[room] == nil { order.append(room) }
                rooms[room, default: []].append(variable)
            }
            let (list, variables) = (order, rooms)
            do throws(ChatError) {
                let (identity, found) = try await withConnection(to: link, within: Self.connectTime) {
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

    /// Sends one message, beside a bot that may be running, and returns once its network has it.
    /// - Throws: why it was not sent.
    func say(_ message: Message, in room: Room) async throws(ChatError) {
        guard let link = link(room.network) else {
            _ = try await send(message, to: room)
            return
        }
        let result = try await withConnection(to: link, within: Self.connectTime) {
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
