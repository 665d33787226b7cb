internal import HarkStore
private import Synchronization

/// Routes messages to the network of their room, and runs the networks.
///
/// A room or a person without a network is on the default one, and messages from it are passed on without its name:
/// `#ops` and `irc:#ops` are the same room if IRC is the default.
package final class NetworkRouter: Sendable {
    private let links = Mutex<[NetworkLink]>([])
    private let rooms = Mutex<[Room]>([])
    /// Stores the messages that nobody asked for.
    let outbox: Outbox
    let clock: BotClock
    let logger: Logger

    /// A router without networks.
    /// - Parameter longestAge: a message that has waited this long is dropped.
    init(
        clock: BotClock = .system, longestAge: Duration = StoreOptions.usualOutboxAge,
        storeCounters: StoreCounters = StoreCounters(), logger: Logger
    ) {
        outbox = Outbox(longestAge: longestAge, storeCounters: storeCounters, clock: clock, logger: logger)
        self.clock = clock
        self.logger = logger
    }

    /// Adds the networks of the bot. The first is the default one.
    /// - Parameters:
    ///   - rooms: the rooms that settings name.
    ///   - onMissing: called when messages begin to wait for a room that does not exist or does not let the bot in.
    func connect(
        _ networks: [any ChatNetwork], rooms: [Room] = [],
        onMissing: @escaping @Sendable (Room, ChatError) -> Void = { _, _ in }
    ) {
        self.rooms.withLock { $0 = rooms }
        let links = networks.map { network in
            let name = type(of: network).networkName
            return NetworkLink(network, outbox: outbox, clock: clock, logger: logger) { [weak self] room, error in
                guard let self else { return }
                onMissing(Room(named: room.name, on: shortened(name)), error)
            }
        }
        self.links.withLock { $0 = links }
    }

    /// Adds rooms that the networks are to be in when they run.
    func add(rooms: [Room]) { self.rooms.withLock { $0 += rooms } }

    /// Their names, the default one first.
    var names: [NetworkName] { all.map(\.name) }

    /// The state of each network and its number of queued messages, the default network first; empty before they run.
    var states: [(name: NetworkName, state: NetworkState, waitingCount: Int)] {
        all.compactMap { link in link.connection.map { (link.name, $0, link.waitingCount) } }
    }

    /// Sends a message to a room.
    /// - Throws: why its network will not send it.
    func send(_ message: Message, to room: Room) async throws(ChatError) -> Receipt {
        try await enqueue(message, to: room).value
    }

    /// Queues a message for a room.
    /// - Parameter isAnswer: whether somebody asked for it.
    /// - Throws: why its network will not send it.
    func enqueue(
        _ message: Message, to room: Room, isAnswer: Bool = false
    ) async throws(ChatError) -> PendingReceipt {
        guard let link = link(room.network) else {
            let names = names.map(\.text)
            throw ChatError(
                .noSuchRoom,
                "\(room) cannot be reached: this bot is connected to \(names.isEmpty ? "no network" : names.joined(separator: ", "))."
            )
        }
        var message = message
        // A person without a network is on the default one, even in a room on another.
        message.text = message.text.naming(names.first)
        return try await link.enqueue(message, to: canonical(room), isAnswer: isAnswer)
    }

    /// A room by its canonical name, without the network if that is the default one.
    func canonical(_ room: Room) -> Room {
        guard let link = link(room.network) else { return room }
        return Room(named: link.network.canonicalName(of: room), on: shortened(link.name))
    }

    /// The capabilities of a room's network.
    func capabilities(of room: Room) -> NetworkCapabilities {
        link(room.network)?.capabilities ?? NetworkCapabilities()
    }

    /// Adds a reaction to a person's message, where the network has reactions. Failures are only logged at debug level.
    func react(_ reaction: Reaction, to message: IncomingMessage) async {
        guard let id = message.id, let link = link(message.room.network), link.capabilities.has(.reactions) else {
            return
        }
        do { try await link.react(reaction, to: id, in: message.room) } catch {
            logger.debug("reaction not shown", metadata: ["room": "\(message.room)", "error": "\(error)"])
        }
    }

    /// Whether a person's network guarantees that they may do everything.
    func isOwner(_ person: Person) -> Bool { link(person.network)?.network.isOwner(person) ?? false }

    /// The network's name as it appears in rooms and people: nil for the default network.
    func shortened(_ name: NetworkName?) -> NetworkName? {
        links.withLock { $0.first?.name == name ? nil : name }
    }

    /// The network of that name, or the default one.
    func network(_ name: NetworkName?) -> (any ChatNetwork)? { link(name)?.network }

    /// The room for direct messages with a person; nil if there can be none.
    func directRoom(of person: Person) -> Room? {
        // Before the networks run, nothing is known against it.
        let isReachable = { (link: NetworkLink) in link.connection.map { $0 == .connected } ?? true }
        guard let link = link(person.network), isReachable(link) || !outbox.lease.isHeld,
            let room = link.network.directRoom(of: person)
        else { return nil }
        return Room(named: room.name, on: shortened(link.name))
    }

    /// How a person can be written to alone.
    func directRoom(with person: Person) -> DirectRoom {
        if let room = directRoom(of: person) { return .room(room) }
        guard let link = link(person.network), !link.capabilities.has(.directMessages) else { return .unknown }
        return .impossible
    }

    /// Whether a room is the room for direct messages with a person.
    func isDirect(_ room: Room, to person: Person) -> Bool {
        guard let link = link(person.network), isOn(room, link) else { return false }
        return link.network.directRoom(of: person)?.name == room.name
    }

    /// Runs every network until the task is cancelled, or until the person who owns one leaves it. When a network is
    /// lost for good, this is logged and the others go on; the bot goes on even without the last one if it was ever
    /// connected, so that webhooks are still answered. Of the machines that share a store, one is connected.
    /// - Parameters:
    ///   - onMessage: takes a message from a network.
    ///   - onLoss: called with a network that is lost, and the reason.
    /// - Throws: why the last network was lost, if none was ever connected.
    func run(
        onMessage: @escaping @Sendable (IncomingMessage) async -> Void,
        onLoss: @escaping @Sendable (NetworkName, any Error) async -> Void = { _, _ in }
    ) async throws {
        guard let store = outbox.store, let lease = store.leaseDuration, !remote.isEmpty else {
            return try await run(all, onMessage: onMessage, onLoss: onLoss)
        }
        try await runShared(store, lease, onMessage: onMessage, onLoss: onLoss)
    }

    /// Runs networks as `run` does all of them.
    /// - Parameter closing: why their messages are not sent any more when it returns.
    func run(
        _ links: [NetworkLink], onMessage: @escaping @Sendable (IncomingMessage) async -> Void,
        onLoss: @escaping @Sendable (NetworkName, any Error) async -> Void,
        closing: ChatError = ChatError(.refused, "The bot is stopping.")
    ) async throws {
        defer { for link in links { close(link, closing) } }
        try await withThrowingTaskGroup(of: (link: NetworkLink, error: (any Error)?).self) { group in
            for link in links {
                let isLocal = link.capabilities.has(.immediateSending)
                let inbox = ChatInbox(
                    rooms: rooms(on: link.name),
                    onMessage: { message in
                        // A machine that was stopped for a while may hear what another one answers.
                        guard isLocal || self.outbox.lease.isHeld else { return }
                        await onMessage(self.placed(message, on: link.name))
                    }, onState: { link.note($0) })
                link.note(.connecting)
                group.addTask {
                    do { try await link.network.run(inbox) } catch { return (link, error) }
                    return (link, nil)
                }
            }
            defer { group.cancelAll() }
            var remainingCount = links.count
            for try await (link, error) in group {
                guard let error, !(error is CancellationError), !Task.isCancelled else { return }
                end(link, error)
                remainingCount -= 1
                await onLoss(link.name, error)
                guard remainingCount == 0 else { continue }
                guard links.contains(where: \.hasConnected) else { throw error }
                logger.error("the bot has no chat network any more; it still answers webhooks")
                while !Task.isCancelled { try await Task.sleep(for: .seconds(86_400)) }
            }
        }
    }

    private func end(_ link: NetworkLink, _ error: any Error) {
        logger.error("chat network is lost", metadata: ["network": "\(link.name)", "error": "\(error)"])
        link.note(.disconnected(reason: "given up: \(error)"))
        let kind = (error as? ChatError)?.kind ?? .unauthorized
        close(link, ChatError(kind, "\(link.name) is not reconnected until the bot is restarted. \(error)"))
    }

    /// Drops the messages that wait for a network, apart from stored ones; their numbers are logged.
    private func close(_ link: NetworkLink, _ error: ChatError) {
        let closed = link.close(error)
        let metadata = { (count: Int) -> Logger.Metadata in ["network": "\(link.name)", "count": "\(count)"] }
        if closed.dropped > 0 { logger.warning("queued messages dropped", metadata: metadata(closed.dropped)) }
        if closed.stored > 0 {
            let next = outbox.lease.isShared ? "the machine that holds the chat" : "the next start"
            logger.notice("messages wait for \(next)", metadata: metadata(closed.stored))
        }
    }

    /// The rooms on a network that settings name, each once.
    private func rooms(on name: NetworkName) -> [Room] {
        let network = shortened(name)
        var names: Set<String> = []
        return rooms.withLock { rooms in
            rooms.filter { shortened($0.network) == network }
                .map { Room(named: $0.name, on: network) }.filter { names.insert($0.name).inserted }
        }
    }

    var all: [NetworkLink] { links.withLock { $0 } }

    /// Whether a room, as a setting writes it, is on a network.
    func isOn(_ room: Room, _ link: NetworkLink) -> Bool { shortened(room.network) == shortened(link.name) }

    func link(_ name: NetworkName?) -> NetworkLink? {
        links.withLock { links in name.map { name in links.first { $0.name == name } } ?? links.first }
    }

    /// A message with the network that it came from, unless that is the default one.
    private func placed(_ message: IncomingMessage, on name: NetworkName) -> IncomingMessage {
        let network = shortened(name)
        let sender = Person(id: message.sender.id, on: network, displayName: message.sender.displayName)
        return IncomingMessage(
            message.text, from: sender, in: Room(named: message.room.name, on: network), thread: message.thread,
            id: message.id, isAddressed: message.isAddressed, isDirect: message.isDirect, groups: message.groups)
    }
}
