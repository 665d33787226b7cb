private import Synchronization

/// Brings what the bot says to the network that a room is on, and runs the networks.
///
/// A room or a person without a network is on the default one, and what is heard on it is given on without its name: so
/// `#ops` and `irc:#ops` are one room where IRC is the default.
package final class NetworkRouter: Sendable {
    private struct Link {
        let name: NetworkName
        let network: any ChatNetwork
        /// How it is; nil before it runs.
        var state: NetworkState?
    }

    private let links = Mutex<[Link]>([])
    private let logger: Logger

    /// A router without networks.
    init(logger: Logger) { self.logger = logger }

    /// Takes the networks of the bot, once they are there. The first is the default one.
    func connect(_ networks: [any ChatNetwork]) {
        links.withLock { links in
            links = networks.map { Link(name: type(of: $0).networkName, network: $0) }
        }
    }

    /// Their names, the default one first.
    var names: [NetworkName] { links.withLock { $0.map(\.name) } }

    /// How each of them is, the default one first; none before they run.
    var states: [(name: NetworkName, state: NetworkState)] {
        links.withLock { links in links.compactMap { link in link.state.map { (link.name, $0) } } }
    }

    /// Says something in a room.
    /// - Throws: why its network did not take it.
    func send(_ message: Message, to room: Room) async throws(ChatError) -> Receipt {
        guard let network = network(room.network) else {
            let names = names.map(\.text)
            throw ChatError(
                .noSuchRoom,
                "\(room) cannot be reached: this bot is connected to \(names.isEmpty ? "no network" : names.joined(separator: ", "))."
            )
        }
        return .sent(try await network.send(OutgoingMessage(message.text, replyTo: message.replyTo), to: room))
    }

    /// Whether the network of a person vouches that they may do everything.
    func isOwner(_ person: Person) -> Bool { network(person.network)?.isOwner(person) ?? false }

    /// The name without which the network is meant too: nil for the default one.
    func shortened(_ name: NetworkName?) -> NetworkName? {
        links.withLock { $0.first?.name == name ? nil : name }
    }

    /// Runs every network until the task is cancelled, or until the person who owns one leaves it. A network that is
    /// lost for good is logged, and the others go on.
    /// - Parameter onMessage: takes what is heard.
    /// - Throws: why the last one was lost.
    func run(onMessage: @escaping @Sendable (IncomingMessage) async -> Void) async throws {
        try await withThrowingTaskGroup(of: (name: NetworkName, error: (any Error)?).self) { group in
            let links = links.withLock { $0 }
            for link in links {
                let inbox = ChatInbox(
                    onMessage: { await onMessage(self.placed($0, on: link.name)) },
                    onState: { self.note($0, of: link.name) })
                note(.connecting, of: link.name)
                group.addTask {
                    do { try await link.network.run(inbox) } catch { return (link.name, error) }
                    return (link.name, nil)
                }
            }
            defer { group.cancelAll() }
            var remainingCount = links.count
            for try await (name, error) in group {
                guard let error, !(error is CancellationError), !Task.isCancelled else { return }
                logger.error("chat network is lost", metadata: ["network": "\(name)", "error": "\(error)"])
                note(.disconnected(reason: "given up: \(error)"), of: name)
                remainingCount -= 1
                if remainingCount == 0 { throw error }
            }
        }
    }

    /// The network of that name, or the default one.
    func network(_ name: NetworkName?) -> (any ChatNetwork)? {
        links.withLock { links in
            (name.map { name in links.first { $0.name == name } } ?? links.first)?.network
        }
    }

    /// A message as the host takes it: with the network that it was heard on, unless that is the default one.
    private func placed(_ message: IncomingMessage, on name: NetworkName) -> IncomingMessage {
        let network = shortened(name)
        let sender = Person(id: message.sender.id, on: network, displayName: message.sender.displayName)
        return IncomingMessage(
            message.text, from: sender, in: Room(message.room.name, on: network), thread: message.thread,
            id: message.id, isAddressed: message.isAddressed)
    }

    /// Keeps how a network is; the log gets a line when it changes.
    private func note(_ state: NetworkState, of name: NetworkName) {
        let hasChanged = links.withLock { links in
            guard let index = links.firstIndex(where: { $0.name == name }), links[index].state != state else {
                return false
            }
            links[index].state = state
            return true
        }
        guard hasChanged else { return }
        let level: Logger.Level =
            switch state {
            case .connecting: .debug
            case .connected: .info
            case .disconnected: .warning
            }
        logger.log(level: level, "chat network", metadata: ["network": "\(name)", "state": "\(state)"])
    }
}
