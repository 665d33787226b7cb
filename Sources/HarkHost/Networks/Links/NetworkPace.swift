private import Synchronization

/// The pace of a network in all its rooms together, shared by the queues of its rooms.
final class NetworkPace: Sendable {
    private let meter: Mutex<PaceMeter?>

    /// - Parameter pace: nil if the network has none.
    init(_ pace: Pace?) { meter = Mutex(pace.map { PaceMeter($0) }) }

    /// Counts a message of a room if both the room's and the network's pace allow it now.
    /// - Returns: how long it has to wait; zero if it was counted.
    func admit(_ room: RoomPace, at now: ContinuousClock.Instant) -> Duration {
        meter.withLock { meter in
            room.meter.withLock { room in
                let wait = max(room?.wait(at: now) ?? .zero, meter?.wait(at: now) ?? .zero)
                if wait == .zero {
                    room?.count(at: now)
                    meter?.count(at: now)
                }
                return wait
            }
        }
    }

    /// Blocks all rooms until a time that the network named for one of them, if it has a pace for all rooms.
    func hold(until time: ContinuousClock.Instant) { meter.withLock { $0?.hold(until: time) } }
}

/// The pace of a room, or of a group of rooms that share it, such as the topics of a Telegram group.
final class RoomPace: Sendable {
    /// The group of rooms (`ChatNetwork.paceGroup(of:)`).
    let group: UntrustedText
    fileprivate let meter: Mutex<PaceMeter?>

    /// - Parameter pace: nil if the network has none.
    init(of group: UntrustedText, _ pace: Pace?) {
        self.group = group
        meter = Mutex(pace.map { PaceMeter($0) })
    }

    /// Blocks the rooms until a time that the network named.
    func hold(until time: ContinuousClock.Instant) { meter.withLock { $0?.hold(until: time) } }
}
