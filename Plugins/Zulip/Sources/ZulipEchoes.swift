import HarkEvents
import Synchronization

/// The bot's own messages as they appear among the events, by the key that each was sent with: a message whose response
/// was lost is not sent again once it has appeared.
final class ZulipEchoes: Sendable {
    private struct State {
        var queue: String?
        var messages = BoundedMap<String, Int>(limit: 500)
    }

    private let state = Mutex(State())

    init() {}

    /// The event queue that reports them; nil while there is none.
    var queue: String? {
        get { state.withLock { $0.queue } }
        set { state.withLock { $0.queue = newValue } }
    }

    /// The number of the message with a key; nil if it has not appeared.
    func message(of key: String) -> Int? { state.withLock { $0.messages[key] } }

    /// Notes that a message has appeared.
    func learn(_ number: Int, of key: String) { state.withLock { $0.messages[key] = number } }
}
