import Hark
import HarkTesting
import Synchronization
import XCTest

/// The suite for chat networks, against a network that lives in memory.
final class NetworkSuiteTests: XCTestCase {
    func testSuite_findsNothing_inANetworkThatDoesWhatTheHostExpects() async throws {
        let peer = MemoryPeer()

        try await checkNetwork(peer)

        XCTAssertTrue(peer.network is MemoryNetwork)
    }
}

/// A network that lives in memory, with one room and one person.
private final class MemoryNetwork: ChatNetwork {
    static let networkName: NetworkName = "memory"
    static let capabilities = NetworkCapabilities(
        [.threads, .edits, .reactions, .directTalks], longestText: .scalars(500), keyLifetime: .seconds(60))

    struct State {
        var messages: [SeenMessage] = []
        var keys: [String: MessageID] = [:]
        var count = 0
        var fault: PeerFault?
        var inbox: ChatInbox?
    }

    let state = Mutex(State())

    func run(_ inbox: ChatInbox) async throws {
        state.withLock { $0.inbox = inbox }
        inbox.report(.connected)
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        guard ["#ops", "@ada"].contains(room.name) else { throw ChatError(.noSuchRoom, "There is no \(room).") }
        let text = message.text.rendered(within: Self.capabilities.longestText) { span in
            switch span {
            case .plain(let text), .strong(let text), .emphasis(let text), .code(let text): text
            case .link(let text, let url): "\(text) (\(url))"
            case .person(let person): person.displayName
            }
        }
        return try state.withLock { state throws(ChatError) in
            let fault = state.fault
            state.fault = nil
            switch fault {
            case .trouble, .page: throw ChatError(.transient, "The network is in trouble.")
            case .tooMany(let wait): throw ChatError(.rateLimited(retryAfter: wait), "Not so fast.")
            case .lostAnswer, .lostConnection, nil: break
            }
            if let id = state.keys[message.key] { return id }
            state.count += 1
            let id = MessageID("\(state.count)")
            state.keys[message.key] = id
            state.messages.append(SeenMessage(id: id, text: text, thread: message.thread))
            if fault == .lostAnswer { throw ChatError(.transient, "No answer.", mayHaveArrived: true) }
            return id
        }
    }

    func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        state.withLock { state in
            guard let index = state.messages.firstIndex(where: { $0.id == id }) else { return }
            state.messages[index] = SeenMessage(id: id, text: message.text.plain, editCount: 1)
        }
    }

    func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {}

    func directRoom(of person: Person) -> Room? { Room("@\(person.id)", on: Self.networkName) }
}

private struct MemoryPeer: NetworkPeer {
    private let memory = MemoryNetwork()

    var network: any ChatNetwork { memory }
    var room: Room { "#ops" }
    var missingRoom: Room { "#nowhere" }

    func seen() -> [SeenMessage] { memory.state.withLock { $0.messages } }

    func forget() { memory.state.withLock { $0.messages = [] } }

    func say(_ text: String, _ manner: Manner) async -> MessageID? {
        let (inbox, id) = memory.state.withLock { state in
            state.count += 1
            return (state.inbox, MessageID("\(state.count)"))
        }
        let room: Room = manner == .directly ? "@ada" : "#ops"
        await inbox?.receive(
            IncomingMessage(
                text, from: Person(id: "ada"), in: room, id: id, isAddressed: manner == .toTheBot,
                isDirect: manner == .directly))
        return id
    }

    func cause(_ fault: PeerFault) {
        if fault != .lostConnection { memory.state.withLock { $0.fault = fault } }
    }
}
