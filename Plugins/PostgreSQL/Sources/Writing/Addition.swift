internal import HarkStore

/// A delivery to be stored, and the number of its route.
struct Addition: Sendable {
    var delivery: NewDelivery
    var startsNow: Bool
    var route: Int64

    /// What it is kept in order with; nil if it is independent.
    var lane: Lane? { delivery.key.map { Lane(route: route, key: $0) } }
}

/// A stored delivery.
struct Added: Sendable {
    var result: AddedDelivery
    /// The run that the machine holds, if it was started.
    var run: Machine.Run?
    /// Whether it is a row that this transaction has made.
    var isNew = false
}
