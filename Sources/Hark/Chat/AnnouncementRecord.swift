private import Synchronization

/// What was announced where while a delivery was handled, so that a redelivery of it says nothing twice.
package final class AnnouncementRecord: Sendable {
    /// The record of the delivery that this task handles; nil for one that nothing tells from others.
    @TaskLocal package static var current: AnnouncementRecord?

    /// A message in a room, as bytes: they hold strangers' words.
    private struct Announcement: Hashable {
        let room: [UInt8]
        let text: [UInt8]

        init(_ message: Message, in room: Room) {
            self.room = Array(room.description.utf8)
            text = Array(message.text.plain.utf8)
        }
    }

    private struct State {
        /// What earlier attempts have announced.
        var earlier: Set<Announcement> = []
        /// What this one has: most attempts are the only one, and no one asks for it.
        var latest: [(message: Message, room: Room)] = []
    }

    private let state = Mutex(State())

    /// A record of a delivery that has come for the first time.
    package init() {}

    /// Notes that an attempt failed: what it has announced is not announced again.
    /// - Returns: whether anything has been announced.
    package func keep() -> Bool {
        state.withLock { state in
            state.earlier.formUnion(state.latest.map { Announcement($0.message, in: $0.room) })
            state.latest = []
            return !state.earlier.isEmpty
        }
    }

    /// Whether an earlier attempt has announced a message, as networks get it, in a room.
    func contains(_ message: Message, in room: Room) -> Bool {
        state.withLock { !$0.earlier.isEmpty && $0.earlier.contains(Announcement(message, in: room)) }
    }

    /// Notes that a room has heard a message.
    func insert(_ message: Message, in room: Room) {
        state.withLock { $0.latest.append((message, room)) }
    }
}
