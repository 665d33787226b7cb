import HarkEvents
import Synchronization

/// What the bot has learned of chats: Telegram lists none.
final class TelegramChats: Sendable {
    private struct State {
        /// The groups that became supergroups: the identifiers that they had, and those that they have.
        var moves: [Int: Int] = [:]
        /// The names by which settings call public chats.
        var names: [Int: String] = [:]
        /// The chats that were heard, by their titles.
        var titles: [String: Int] = [:]
    }

    /// Most entries of each table; beyond it the table begins anew.
    private static let bound = 1000

    private let state = Mutex(State())
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    /// What `chat_id` is for a chat.
    func address(of chat: TelegramRoom.Chat) -> JSONValue {
        switch chat {
        case .name(let name): .string(name)
        case .id(let id): .integer(state.withLock { $0.moves[id] } ?? id)
        }
    }

    /// Notes that a group is a supergroup now; the log says it once.
    func move(_ old: Int, to new: Int) {
        let isNew = state.withLock { state in
            guard old != new, state.moves[old] != new else { return false }
            if state.moves.count >= Self.bound { state.moves.removeAll() }
            for (former, current) in state.moves where current == old { state.moves[former] = new }
            state.moves[old] = new
            // No chain of moves leads back.
            state.moves[new] = nil
            return true
        }
        guard isNew else { return }
        logger.warning(
            "a group became a supergroup and has a new number; write the new one in the settings that name a room",
            metadata: ["old": "\(old)", "new": "\(new)"])
    }

    /// Notes which chat a room's name means.
    func learn(_ chat: TelegramRoom.Chat, is id: Int) {
        guard case .name(let name) = chat else { return }
        state.withLock { state in
            if state.names.count >= Self.bound { state.names.removeAll() }
            state.names[id] = name
        }
    }

    /// Notes the title of a chat in which something was said.
    func learn(title: String, of id: Int) {
        state.withLock { state in
            if state.titles.count >= Self.bound { state.titles.removeAll() }
            state.titles[title] = id
        }
    }

    /// A chat as settings name it.
    func chat(_ id: Int) -> TelegramRoom.Chat { state.withLock { $0.names[id] }.map { .name($0) } ?? .id(id) }

    /// An error for a room as a network says it, with the nearest chat that the bot has heard.
    func explained(_ error: TelegramError, _ room: String) -> ChatError {
        let plain = error.chatError
        guard case .refused(let refusal) = error, refusal.isUnknownChat else { return plain }
        return ChatError(plain.kind, plain.reason + hint(room))
    }

    /// The room that may be meant, as a sentence; empty for none.
    func hint(_ room: String) -> String {
        let titles = state.withLock { $0.titles }
        let typed = room.hasPrefix("#") || room.hasPrefix("@") ? String(room.dropFirst()) : room
        let candidates = titles.keys.sorted() + titles.values.map { "\($0)" }.sorted()
        guard let nearest = Suggestion(for: typed, among: candidates).nearest else { return "" }
        return titles[nearest].map { " Did you mean \($0), “\(nearest)”?" } ?? " Did you mean \(nearest)?"
    }
}
