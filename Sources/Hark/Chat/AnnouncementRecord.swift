private import Synchronization

/// What was announced in which rooms while a delivery was handled, so that a redelivery announces nothing twice.
package final class AnnouncementRecord: Sendable {
    /// The record of the delivery that this task handles; nil for a delivery without an identifier.
    @TaskLocal package static var current: AnnouncementRecord?

    /// A message in a room. Texts are kept as bytes because they contain text from strangers.
    private struct Announcement: Hashable {
        let room: [UInt8]
        let text: [UInt8]

        init(_ message: Message, in room: Room) {
            self.room = Array(room.description.utf8)
            text = Array(message.text.plain.utf8)
        }
    }

    private struct State {
        /// What earlier attempts announced.
        var earlier: Set<Announcement> = []
        /// What this attempt announced. Not hashed yet, because most deliveries need one attempt only and never look
        /// this up.
        var latest: [(message: Message, room: Room)] = []
    }

    private let state = Mutex(State())

    /// A record of a delivery that has come for the first time.
    package init() {}

    /// Notes that an attempt failed: what it announced is not announced again.
    /// - Returns: whether anything has been announced.
    package func keep() -> Bool {
        state.withLock { state in
            state.earlier.formUnion(state.latest.map { Announcement($0.message, in: $0.room) })
            state.latest = []
            return !state.earlier.isEmpty
        }
    }

    /// Whether an earlier attempt announced this message, in the form that networks get, in this room.
    func contains(_ message: Message, in room: Room) -> Bool {
        state.withLock { !$0.earlier.isEmpty && $0.earlier.contains(Announcement(message, in: room)) }
    }

    /// Notes that a message was announced in a room.
    func insert(_ message: Message, in room: Room) {
        state.withLock { $0.latest.append((message, room)) }
    }
}
