internal import HarkStore
internal import Synchronization

/// What this process knows of its place among the machines that share the store.
final class Machine: Sendable {
    /// A run whose lease this machine holds.
    struct Run: Sendable, Equatable {
        var token: Int64
        var lane: Lane?
    }

    private struct State {
        var id: Int64 = 0
        var runs: [Int64: Run] = [:]
        /// Runs whose ends are being written.
        var ending: [Int64: Run] = [:]
        /// Runs that the server says are running here, but no caller does: their tokens, and how often in a row.
        var unknownRuns: [Int64: (token: Int64, count: Int)] = [:]
        var routes: [StoredRoute: Int64] = [:]
        /// The routes that the bot has; nil before it has said so.
        var adopted: Set<Int64>?
        var latestReceived = Int64.min
        /// The names of what this machine holds, as far as it knows.
        var held: Set<String> = []
        /// Who is told of commits, and of what is taken over.
        var observer: StoreObserver?
    }

    /// The folder of tables, checked: it needs no quotation in SQL.
    let schema: String
    let clock: MachineClock
    /// How long a machine may be silent before others take over what it runs, in milliseconds.
    let lease: Int64
    private let state = Mutex(State())

    init(schema: String, clock: MachineClock, lease: Duration) {
        self.schema = schema
        self.clock = clock
        self.lease = lease.milliseconds
    }

    /// Its number in the table of machines; the owner of what it runs.
    var id: Int64 {
        get { state.withLock { $0.id } }
        set { state.withLock { $0.id = newValue } }
    }

    /// The channel of notifications.
    var channel: String { "hark_\(schema)" }

    /// The time of the next delivery's arrival: never before that of the one before.
    func received(at now: Int64) -> Int64 {
        state.withLock { state in
            state.latestReceived = max(state.latestReceived, now)
            return state.latestReceived
        }
    }

    /// Whether this machine holds something, so that it sends the messages of all of them.
    var isHolding: Bool { state.withLock { !$0.held.isEmpty } }

    func noteHeld(_ name: String, _ isHeld: Bool) {
        state.withLock { state in
            if isHeld { state.held.insert(name) } else { state.held.remove(name) }
        }
    }

    /// Who is told of commits, and of what is taken over from other machines; nil if nobody is.
    var observer: StoreObserver? {
        get { state.withLock { $0.observer } }
        set { state.withLock { $0.observer = newValue } }
    }

    // MARK: Runs

    /// The runs whose leases must be renewed.
    var runs: [Int64: Run] { state.withLock { state in state.runs.merging(state.ending) { run, _ in run } } }

    func began(_ runs: [(id: Int64, run: Run)]) {
        state.withLock { state in for (id, run) in runs { state.runs[id] = run } }
    }

    /// Takes a run to write its end; its lease is renewed until `ended`.
    /// - Returns: nil if this machine does not hold its lease.
    func take(_ id: Int64, token: Int64) -> Run? {
        state.withLock { state in
            guard let run = state.runs[id], run.token == token else { return nil }
            state.runs[id] = nil
            state.ending[id] = run
            return run
        }
    }

    /// Notes that the ends of runs are written.
    func ended(_ ids: [Int64]) { state.withLock { state in for id in ids { state.ending[id] = nil } } }

    /// Forgets a run whose lease was lost.
    /// - Returns: whether it was still known.
    func forget(_ id: Int64, token: Int64) -> Bool {
        state.withLock { state in
            guard state.runs[id]?.token == token else { return false }
            state.runs[id] = nil
            return true
        }
    }

    /// How often in a row a run must be unknown. Leases are renewed six times in their length, so that no transaction
    /// of the run can still be going on.
    static let leastUnknownChecks = 6

    /// Compares what the server says is running here with what is known here: deliveries and their tokens.
    /// - Returns: the runs that have been unknown `leastUnknownChecks` times in a row.
    func unknownRuns(among running: [Int64: Int64]) -> [Int64: Int64] {
        state.withLock { state in
            var unknown: [Int64: (token: Int64, count: Int)] = [:]
            for (id, token) in running where (state.runs[id] ?? state.ending[id])?.token != token {
                let before = state.unknownRuns[id].map { $0.token == token ? $0.count : 0 } ?? 0
                unknown[id] = (token, before + 1)
            }
            state.unknownRuns = unknown
            return unknown.filter { $0.value.count >= Self.leastUnknownChecks }.mapValues(\.token)
        }
    }

    // MARK: Routes

    /// The number of a route, if it is known.
    func route(_ route: StoredRoute) -> Int64? { state.withLock { $0.routes[route] } }

    func know(_ routes: [StoredRoute: Int64]) {
        state.withLock { state in
            state.routes.merge(routes) { $1 }
            if state.adopted != nil { state.adopted?.formUnion(routes.values) }
        }
    }

    /// The routes whose deliveries this machine can run; nil for all.
    var adopted: Set<Int64>? { state.withLock { $0.adopted } }

    func adopt(_ routes: [StoredRoute: Int64]) {
        state.withLock { state in
            state.routes = routes
            state.adopted = Set(routes.values)
        }
    }
}

/// Deliveries that are kept in order: those of a route with the same key.
struct Lane: Hashable, Sendable {
    var route: Int64
    /// The key as PostgreSQL stores it. Keys are compared as bytes, unlike strings.
    private var bytes: [UInt8]

    init(route: Int64, key: String) {
        self.route = route
        bytes =
            key.utf8.contains(0) ? Array(key.utf8).flatMap { $0 == 0 ? [0xef, 0xbf, 0xbd] : [$0] } : Array(key.utf8)
    }

    var key: String { String(decoding: bytes, as: UTF8.self) }
}
