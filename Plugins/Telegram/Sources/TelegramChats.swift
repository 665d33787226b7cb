import HarkEvents
import Synchronization

/// What the bot has learned about chats, because Telegram cannot list them.
final class TelegramChats: Sendable {
    private struct State {
        /// The groups that became supergroups: their old and new identifiers.
        var moves: [Int: Int] = [:]
        /// The names of public chats in settings.
        var names = BoundedMap<Int, String>(limit: bound)
        /// The chats with messages, by title.
        var titles = BoundedMap<String, Int>(limit: bound)
    }

    /// Most entries of each table. When the moves are full, all of them are removed.
    private static let bound = 1000

    private let state = Mutex(State())
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    /// The `chat_id` of a chat.
    func address(of chat: TelegramRoom.Chat) -> JSONValue {
        switch chat {
        case .name(let name): .string(name)
        case .id(let id): .integer(state.withLock { $0.moves[id] } ?? id)
        }
    }

    /// Learns that a group is a supergroup now; this is logged once.
    func move(_ old: Int, to new: Int) {
        let isNew = state.withLock { state in
            guard old != new, state.moves[old] != new else { return false }
            if state.moves.count >= Self.bound { state.moves.removeAll() }
            for (former, current) in state.moves where current == old { state.moves[former] = new }
            state.moves[old] = new
            // Prevents cycles.
            state.moves[new] = nil
            return true
        }
        guard isNew else { return }
        logger.warning(
            "a group became a supergroup and has a new number; write the new one in the settings that name a room",
            metadata: ["old": "\(old)", "new": "\(new)"])
    }

    /// Learns the chat of a room's name.
    func learn(_ chat: TelegramRoom.Chat, is id: Int) {
        guard case .name(let name) = chat else { return }
        state.withLock { $0.names[id] = name }
    }

    /// Learns the title of a chat with a message.
    func learn(title: String, of id: Int) {
        state.withLock { $0.titles[title] = id }
    }

    /// A chat as settings name it.
    func chat(_ id: Int) -> TelegramRoom.Chat { state.withLock { $0.names[id] }.map { .name($0) } ?? .id(id) }

    /// The error for a room, with the closest chat that the bot knows.
    func explained(_ error: TelegramError, _ room: String) -> ChatError {
        let plain = error.chatError
        guard case .refused(let refusal) = error, refusal.isUnknownChat else { return plain }
        return ChatError(plain.kind, plain.reason + hint(room))
    }

    /// The room that may be meant, as a sentence; empty for none.
    func hint(_ room: String) -> String {
        let titles = state.withLock { $0.titles }
        let typed = room.hasPrefix("#") || room.hasPrefix("@") ? String(room.dropFirst()) : room
        let candidates = titles.keys.sorted() + titles.keys.compactMap { titles[$0].map(String.init) }.sorted()
        guard let nearest = Suggestion(for: typed, among: candidates).nearest else { return "" }
        return titles[nearest].map { " Did you mean \($0), “\(nearest)”?" } ?? " Did you mean \(nearest)?"
    }
}
