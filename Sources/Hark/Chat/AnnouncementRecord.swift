private import Synchronization

/// What was announced in which rooms while a delivery was handled, so that a redelivery announces nothing twice. What
/// is stored needs no entry: the store recognises its repetition.
package final class AnnouncementRecord: Sendable {
    /// The record of the delivery that this task handles; nil for a delivery without an identifier.
    @TaskLocal package static var current: AnnouncementRecord?

    /// A stored delivery in one of its generations: a replay is a new one.
    package struct Delivery: Sendable, Hashable {
        /// Its number in the store.
        package let id: Int64
        /// How often it was replayed.
        package let generation: Int

        /// A delivery with this number.
        package init(id: Int64, generation: Int) { (self.id, self.generation) = (id, generation) }
    }

    /// A message in a room. Texts are kept as bytes because they contain text from strangers.
    private struct Announcement: Hashable {
        let room: [UInt8]
        let text: [UInt8]

        init(_ message: Message, in room: Room) {
            self.room = Array(room.description.utf8)
            text = Array((message.unaddressed ?? message.text).plain.utf8)
        }
    }

    private struct State {
        /// What earlier attempts announced.
        var earlier: Set<Announcement> = []
        /// What this attempt announced. Not hashed yet, because most deliveries need one attempt only and never look
        /// this up.
        var latest: [(message: Message, room: Room)] = []
        /// How often this attempt has said each stored message, by a hash of the message.
        var occurrences: [UInt128: Int] = [:]
    }

    /// The delivery, if it is stored.
    package let delivery: Delivery?

    private let state = Mutex(State())

    /// A record of a delivery that has come for the first time.
    package init(of delivery: Delivery? = nil) { self.delivery = delivery }

    /// Notes that an attempt failed: what it announced is not announced again.
    /// - Returns: whether anything has been announced.
    package func keep() -> Bool {
        state.withLock { state in
            state.earlier.formUnion(state.latest.map { Announcement($0.message, in: $0.room) })
            state.latest = []
            state.occurrences = [:]
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

    /// Counts a message that is to be stored.
    /// - Parameter message: a hash of the message and its room.
    /// - Returns: how often this attempt had said it there before.
    package func countOccurrence(of message: UInt128) -> Int {
        state.withLock { state in
            defer { state.occurrences[message, default: 0] += 1 }
            return state.occurrences[message, default: 0]
        }
    }
}
