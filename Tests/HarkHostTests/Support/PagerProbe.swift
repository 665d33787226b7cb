import HarkTesting
import Synchronization
import TestSupport

/// What the pagers of a bot under test say, also after a restart.
final class PagerPeer: Sendable {
    private struct State {
        var errors: [ChatError?] = []
        var isDown = false
        var isHolding = false
        /// The messages that are held.
        var held: [AsyncStream<Void>.Continuation] = []
        var missing: Set<String> = []
    }

    private static let peers = Mutex<[String: PagerPeer]>([:])

    /// The peer that a setting names.
    static func named(_ name: String) -> PagerPeer {
        peers.withLock { peers in
            let peer = peers[name] ?? PagerPeer()
            peers[name] = peer
            return peer
        }
    }

    /// What was said, with its room: `#ops live`, `#ops in 1: live`, `#ops 1 becomes live`.
    let said = Recording<String>()
    let keys = Recording<String>()
    private let state = Mutex(State())

    /// Gives the results of the next calls.
    func answer(_ errors: ChatError?...) { state.withLock { $0.errors += errors } }

    /// Takes messages from now on without answering.
    func hold(_ isHolding: Bool = true) { state.withLock { $0.isHolding = isHolding } }

    /// Answers those that it took, and all later ones.
    func release() {
        let held = state.withLock { state in
            state.isHolding = false
            defer { state.held = [] }
            return state.held
        }
        for message in held { message.finish() }
    }

    /// Whether it takes no messages.
    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }

    /// The rooms that do not exist.
    var missing: Set<String> {
        get { state.withLock { $0.missing } }
        set { state.withLock { $0.missing = newValue } }
    }

    func take(_ text: String, in room: Room, key: String) async throws(ChatError) -> MessageID {
        try state.withLock { state throws(ChatError) in
            if state.isDown { throw .broken }
            if let error = state.errors.isEmpty ? nil : state.errors.removeFirst() { throw error }
            if state.missing.contains(room.name) { throw ChatError(.noSuchRoom, "There is no \(room.name).") }
        }
        said.append("\(room.name) \(text)")
        keys.append(key)
        let id = MessageID("\(said.all.count)")
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let isHeld = state.withLock { state in
            if state.isHolding { state.held.append(continuation) }
            return state.isHolding
        }
        guard isHeld else { return id }
        for await _ in stream {}
        guard !Task.isCancelled else {
            throw ChatError(.transient, "The connection was cut.", mayHaveArrived: true)
        }
        return id
    }
}

/// A network whose messages a `PagerPeer` takes.
protocol PagerNetwork: Plugin, ChatNetwork {
    static var peer: Setting<String> { get }
    var peer: PagerPeer { get }
}

extension PagerNetwork {
    func run(_ inbox: ChatInbox) async throws {}

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let thread = message.thread.map { "in \($0): " } ?? ""
        return try await peer.take("\(thread)\(message.text)", in: room, key: message.key)
    }

    func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        _ = try await peer.take("\(id) becomes \(message.text)", in: room, key: message.key)
    }
}

/// A network that does not know keys.
struct Pager: PagerNetwork {
    static let peer = Setting<String>("HARK_PAGER_PEER", help: "Who takes its messages.")
    static let manifest = Manifest<Self>(name: "pager", summary: "Pages.", settings: [peer])
    static let capabilities = NetworkCapabilities([.threads, .edits])

    let peer: PagerPeer

    init(_ context: PluginContext) throws { peer = .named(try context.settings[Self.peer]) }
}

/// A network that knows a message by its key for ten minutes.
struct KeyedPager: PagerNetwork {
    static let peer = Setting<String>("HARK_KEYEDPAGER_PEER", help: "Who takes its messages.")
    static let manifest = Manifest<Self>(name: "keyedpager", summary: "Pages.", settings: [peer])
    static let capabilities = NetworkCapabilities(keyLifetime: .seconds(600))

    let peer: PagerPeer

    init(_ context: PluginContext) throws { peer = .named(try context.settings[Self.peer]) }
}

/// Says the text of its deliveries, about a subject.
struct PagedSender: Plugin {
    static let manifest = Manifest<Self>(
        name: "speaker", summary: "Speaks.",
        routes: [
            .post("/about/<subject>", .text, speak).durable(),
            .post("/replacing/<key>", .text, replace).durable(),
            .post("/to", .text, send).durable(),
            .post("/said", .text, send),
        ])

    let chat: Chat

    init(_ context: PluginContext) { chat = context.chat }

    func speak(_ delivery: Delivery<String>, subject: String) async throws {
        try await chat.announce(
            Message(ChatText(delivery.body), thread: .subject(UntrustedText(subject)), isAlsoInRoom: subject == "both"))
    }

    func replace(_ delivery: Delivery<String>, key: String) async throws {
        try await chat.announce(Message(ChatText(delivery.body), replaces: MessageKey(UntrustedText(key))))
    }

    /// The first word is the room.
    func send(_ delivery: Delivery<String>) async throws {
        let words = delivery.body.split(separator: " ", maxSplits: 1)
        try await chat.send(Message(ChatText(String(words[1]))), to: Room(String(words[0])))
    }
}
