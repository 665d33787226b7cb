internal import HarkStore

/// What deliveries that are stored together do to the unfinished ones in their lanes and to each other: as if they were
/// stored one after the other.
struct AddingPlan {
    /// The row of a new delivery.
    struct Row: Equatable {
        var id: Int64
        /// Its place among the additions.
        var place: Int
        var state: DeliveryState
        /// When it may run, in milliseconds.
        var due: Int64
        /// When its burst began, if it is debounced.
        var burst: Int64?
        /// Why it has ended already.
        var outcome: String?
    }

    /// The unfinished deliveries of a lane, as far as a new one must know them.
    struct Unfinished: Equatable {
        var active: KeyDecision.Active?
        /// When the burst of the waiting ones began, if there is one.
        var waitingBurst: Int64?
    }

    private(set) var rows: [Row] = []
    /// The results, for the places of the rows.
    private(set) var results: [Int: AddedDelivery] = [:]
    /// Stored ready deliveries that are superseded.
    private(set) var superseded: [Int64] = []
    /// Lanes whose stored waiting deliveries are superseded.
    private(set) var supersededWaiting: Set<Lane> = []
    private var lanes: [Lane: Unfinished]
    /// The places in `rows` of the waiting ones of a lane.
    private var waiting: [Lane: [Int]] = [:]
    private let now: Int64

    /// - Parameters:
    ///   - lanes: what is stored in the lanes of the additions, which are locked.
    ///   - now: the server's time, in milliseconds.
    init(lanes: [Lane: Unfinished], now: Int64) {
        self.lanes = lanes
        self.now = now
    }

    /// Plans one more.
    mutating func add(_ addition: Addition, id: Int64, place: Int) {
        let delivery = addition.delivery
        guard let lane = addition.lane else {
            let state: DeliveryState = addition.startsNow ? .running : .ready
            append(Row(id: id, place: place, state: state, due: now), blocker: nil)
            return
        }
        let before = lanes[lane] ?? Unfinished()
        let decision = KeyDecision(
            policy: delivery.policy, active: before.active,
            waitingBurst: before.active == nil ? nil : before.waitingBurst, startsNow: addition.startsNow, now: now)
        var unfinished = before
        if decision.supersedesActive, let active = before.active {
            supersedeReady(active.id)
            unfinished.active = nil
        }
        if decision.supersedesWaiting {
            supersededWaiting.insert(lane)
            for index in waiting.removeValue(forKey: lane) ?? [] { supersede(index) }
            unfinished.waitingBurst = nil
        }
        let row = Row(
            id: id, place: place, state: decision.state, due: decision.due, burst: decision.burst,
            outcome: decision.state == .superseded ? StoredReason.keyIsBusy : nil)
        switch decision.state {
        case .running, .ready:
            let isRunning = decision.state == .running
            unfinished.active = KeyDecision.Active(
                id: id, isRunning: isRunning, due: decision.due, burst: isRunning ? nil : decision.burst)
        case .waiting:
            waiting[lane, default: []].append(rows.count)
            unfinished.waitingBurst = [unfinished.waitingBurst, decision.burst].compactMap(\.self).min()
        default: break
        }
        lanes[lane] = unfinished
        append(row, blocker: before.active.flatMap { $0.isRunning ? StoredDeliveryID(rawValue: $0.id) : nil })
    }

    private mutating func append(_ row: Row, blocker: StoredDeliveryID?) {
        rows.append(row)
        let id = StoredDeliveryID(rawValue: row.id)
        results[row.place] =
            row.state == .running
            ? .running(DeliveryRun(id: id, token: 1, attempt: 1, generation: 0))
            : .stored(id, state: row.state, due: nil, blocker: blocker)
    }

    private mutating func supersedeReady(_ id: Int64) {
        if let index = rows.firstIndex(where: { $0.id == id }) { supersede(index) } else { superseded.append(id) }
    }

    private mutating func supersede(_ index: Int) {
        rows[index].state = .superseded
        rows[index].outcome = StoredReason.superseded
    }
}
