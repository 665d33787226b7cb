internal import Hark
private import Synchronization

/// The compatibility suite for chat networks. The checks are in its extensions.
struct NetworkSuite<Peer: NetworkPeer> {
    let peer: Peer
    let patience: Duration
    let retryTime: Duration
    let findings = Findings()
    let received = ReceivedMessages()

    var network: any ChatNetwork { peer.network }
    var networkName: NetworkName { type(of: peer.network).networkName }
    var capabilities: NetworkCapabilities { type(of: peer.network).capabilities }

    func run() async throws {
        if peer.keepsHistory, peer.manners.contains(.plainly) { _ = try await peer.send("!history", .plainly) }
        // The network may keep the inbox after its end: the inbox must not keep the network.
        let inbox = ChatInbox(
            rooms: [peer.room], onMessage: { [received] in received.append($0) },
            onState: { [received] in received.note($0) })
        let run = Task { try await peer.network.run(inbox) }
        defer { run.cancel() }
        guard await expect("the network connects", { received.isConnected }) else { return }
        try await checkSending()
        try await checkStrangersText()
        try await checkLengths()
        try await checkThreads()
        try await checkEdits()
        try await checkErrors()
        try await checkReceiving()
        try await checkComingBack()
        try await checkRevocation()
        try await checkStop(of: run)
    }

    /// Waits for a condition; records a failure if it is not met in time.
    /// - Returns: whether it was met.
    @discardableResult
    func expect(
        _ what: String, within limit: Duration? = nil, _ isSo: () async throws -> Bool
    ) async rethrows -> Bool {
        let end = ContinuousClock.now + (limit ?? patience)
        while ContinuousClock.now < end {
            if try await isSo() { return true }
            try? await Task.sleep(for: min(.milliseconds(20), patience / 50))
        }
        findings.fail("\(what) does not happen")
        return false
    }

    func fail(_ what: String) { findings.fail(what) }

    /// Whether people can send messages in a manner; if not, the check is recorded as skipped.
    func can(_ manner: Manner) -> Bool {
        if peer.manners.contains(manner) { return true }
        findings.leaveOut("what is said \(manner): nobody says so here")
        return false
    }

    /// Whether the peer can cause a fault; if not, the check is recorded as skipped.
    func can(_ fault: PeerFault) -> Bool {
        if peer.canCause(fault) { return true }
        findings.leaveOut("\(fault): the peer does not cause it")
        return false
    }

    /// Whether the network has a feature; if not, the check is recorded as skipped.
    func has(_ feature: NetworkCapabilities.Feature) -> Bool {
        if capabilities.has(feature) { return true }
        findings.leaveOut("\(feature): the network has none")
        return false
    }

    @discardableResult
    func send(_ message: OutgoingMessage, to room: Room? = nil) async -> MessageID? {
        do { return try await network.send(message, to: room ?? peer.room) } catch {
            fail("“\(message.text.plain.prefix(80))” is not sent: \(reason(of: error))")
            return nil
        }
    }

    @discardableResult
    func send(_ text: ChatText) async -> MessageID? { await send(OutgoingMessage(text)) }

    /// Sends something that must fail.
    /// - Returns: the kind of the error; nil, with a failure recorded, if there was none.
    func failure(of what: String, _ send: () async throws(ChatError) -> Void) async -> ChatError.Kind? {
        do {
            try await send()
            fail("\(what) goes unnoticed")
            return nil
        } catch {
            _ = reason(of: error)
            return error.kind
        }
    }

    /// The reason of an error; records a failure if it contains a secret.
    func reason(of error: ChatError) -> String {
        for secret in peer.secrets where error.reason.contains(secret) { fail("a secret stands in an error") }
        return error.reason
    }

    /// Waits until people have seen this many messages, and returns all that they have seen.
    func seen(_ count: Int) async throws -> [SeenMessage] {
        try await expect("\(count) messages are seen") { try await peer.seen().count >= count }
        return try await peer.seen()
    }
}

/// The failures and the skipped checks.
final class Findings: Sendable {
    private let state = Mutex((failures: [String](), untried: [String]()))

    var all: (failures: [String], untried: [String]) { state.withLock { ($0.failures, $0.untried) } }

    func fail(_ what: String) { state.withLock { $0.failures.append(what) } }

    func leaveOut(_ what: String) {
        state.withLock { if !$0.untried.contains(what) { $0.untried.append(what) } }
    }
}

/// The messages that a network has received, and whether it has connected.
final class ReceivedMessages: Sendable {
    private let state = Mutex((messages: [IncomingMessage](), isConnected: false))

    var messages: [IncomingMessage] { state.withLock { $0.messages } }
    var isConnected: Bool { state.withLock { $0.isConnected } }

    func append(_ message: IncomingMessage) { state.withLock { $0.messages.append(message) } }

    func note(_ connection: NetworkState) {
        if connection == .connected { state.withLock { $0.isConnected = true } }
    }

    /// The messages that contain a word.
    func with(_ word: String) -> [IncomingMessage] { messages.filter { $0.text.contains(word) } }
}
