private import Synchronization

/// The pace of a network in all its rooms together, which the queues of the rooms share.
final class NetworkPace: Sendable {
    private let meter: Mutex<PaceMeter?>

    /// - Parameter pace: nil where the network has none.
    init(_ pace: Pace?) { meter = Mutex(pace.map { PaceMeter($0) }) }

    /// Counts a message of a room if both the room and the network take it now.
    /// - Returns: how long it has to wait; zero when it is counted.
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

    /// Lets no room be spoken to until a time that the network has named in one, if its pace is for all rooms.
    func hold(until time: ContinuousClock.Instant) { meter.withLock { $0?.hold(until: time) } }
}

/// The pace of a room, or of rooms that are as fast together as one, such as the topics of a group.
final class RoomPace: Sendable {
    /// What the rooms have in common (`ChatNetwork.paceGroup(of:)`).
    let group: UntrustedText
    fileprivate let meter: Mutex<PaceMeter?>

    /// - Parameter pace: nil where the network has none.
    init(of group: UntrustedText, _ pace: Pace?) {
        self.group = group
        meter = Mutex(pace.map { PaceMeter($0) })
    }

    /// Lets nothing be said until a time that the network has named.
    func hold(until time: ContinuousClock.Instant) { meter.withLock { $0?.hold(until: time) } }
}
