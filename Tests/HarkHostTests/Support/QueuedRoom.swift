import HarkTesting
import Synchronization
import TestSupport

@testable import HarkHost

/// A room with a queue. The results of its first messages are given in order; it accepts all later ones.
final class QueuedRoom: Sendable {
    let clock = TestClock(at: TestBot.newYear2026)
    let said = Recording<String>()
    let keys = Recording<String>()
    let progress = Mutex(NetworkProgress(isConnected: false, takenCount: 0))
    /// Whether stored messages may wait while the room is missing.
    let holdsMissing = Mutex(true)
    /// What the queue said about a missing room: the reason, or “found”.
    let missing = Recording<String>()
    let log = Recording<String>()
    let outbox: Outbox
    private let errors: Mutex<[ChatError?]>
    private let capabilities: NetworkCapabilities

    init(_ errors: [ChatError?] = [], _ capabilities: NetworkCapabilities = NetworkCapabilities()) {
        self.errors = Mutex(errors)
        self.capabilities = capabilities
        outbox = Outbox(longestAge: .seconds(86_400), logger: Logger(recordedIn: log))
    }

    func queue(_ networkPace: NetworkPace = NetworkPace(nil), _ pace: RoomPace? = nil) -> RoomQueue {
        RoomQueue(
            "#ops", capabilities, pace ?? RoomPace(of: UntrustedText("#ops"), capabilities.pace), networkPace,
            outbox: outbox, clock: clock.reading, logger: Logger(recordedIn: log),
            progress: { [self] in progress.withLock { $0 } },
            reportMissing: { [self] error in
                missing.append(error?.reason ?? "found")
                return holdsMissing.withLock { $0 }
            },
            deliver: { [self] message, key throws(ChatError) in
                let error = errors.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                keys.append(key)
                if let error { throw error }
                said.append(message.text.plain)
                return DeliveredMessage(id: MessageID("\(said.all.count)"))
            })
    }

    /// Waits until the room has accepted this many messages.
    func wait(for count: Int) async {
        while said.all.count < count { await Task.yield() }
    }
}

extension ChatError {
    /// A failure that may pass.
    static let broken = ChatError(.transient, "The network has a problem.")
}

extension RoomQueue {
    /// Says a message, and waits for what becomes of it.
    func send(_ message: Message, patience: Duration) async throws(ChatError) -> Receipt {
        try await enqueue(QueuedMessage(message), patience: patience).value
    }
}
