import Synchronization

/// The bot's own messages as they come back among the events, by the key that each was sent with. So a message whose
/// answer was lost is not said again once it has come back.
final class ZulipEchoes: Sendable {
    private static let most = 500

    private struct State {
        var queue: String?
        var order: [String] = []
        var messages: [String: Int] = [:]
    }

    private let state = Mutex(State())

    init() {}

    /// The queue of events that reports them; nil while there is none.
    var queue: String? {
        get { state.withLock { $0.queue } }
        set { state.withLock { $0.queue = newValue } }
    }

    /// The number of the message that was sent with a key; nil when it has not come back.
    func message(of key: String) -> Int? { state.withLock { $0.messages[key] } }

    /// Notes that a message has come back.
    func learn(_ number: Int, of key: String) {
        state.withLock { state in
            if state.messages.updateValue(number, forKey: key) == nil { state.order.append(key) }
            if state.order.count > Self.most { state.messages[state.order.removeFirst()] = nil }
        }
    }
}
