internal import HarkEvents
internal import HarkPostgreSQL
internal import HarkStore

internal import struct FoundationEssentials.Date

/// A transaction that goes on. Its times are the server's, in milliseconds.
final class Transaction {
    /// What a transaction may do.
    enum Kind: Sendable, Equatable {
        case reading
        /// Reserves this many numbers for deliveries, at least one.
        case writing(numbers: Int)
        /// Changes many rows, and may take a minute.
        case upkeep
        /// Makes tables, and may wait for a minute for another machine that does.
        case preparation

        /// Whether it may take a minute.
        var isLong: Bool { self == .upkeep || self == .preparation }
    }

    let connection: PostgreSQLConnection
    let machine: Machine
    /// The time of its beginning, or of the latest lock.
    private(set) var now: Int64 = 0
    /// The number of the transaction; nil if it only reads.
    var id: Int64?
    /// Numbers for new deliveries, ascending.
    private var numbers: [Int64] = []
    /// The runs that it began, if it is committed.
    var begun: [(id: Int64, run: Machine.Run)] = []
    /// Whether other machines are told of work when it is committed.
    var wakesOthers = false
    /// How many callers wait for its commit together.
    var changes = 0

    /// Begins it.
    init(_ connection: PostgreSQLConnection, _ machine: Machine, _ kind: Kind) throws(PostgreSQLError) {
        self.connection = connection
        self.machine = machine
        let before = machine.clock.clock.now
        let rows = try connection.script(Self.beginning(machine.schema, kind, isPooled: connection.isPooled))
        machine.clock.compare(Int64(rows.first?.first ?? "") ?? 0, before: before, after: machine.clock.clock.now)
        now = Int64(rows.first?.first ?? "") ?? 0
        if kind != .reading { id = rows.first.flatMap { Int64($0[1]) } }
        if case .writing = kind { numbers = rows.compactMap { Int64($0[2]) } }
    }

    private static func beginning(_ schema: String, _ kind: Kind, isPooled: Bool) -> String {
        let settings =
            isPooled || kind.isLong
            ? SessionSettings(schema: schema, scope: .transaction, kind: kind).sql + "; " : ""
        let columns =
            switch kind {
            case .reading: ""
            case .upkeep, .preparation: ", txid_current()"
            case .writing(let count):
                ", txid_current(), nextval('delivery_id') FROM generate_series(1, \(max(1, count)))"
            }
        return "BEGIN; \(settings)SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint\(columns)"
    }

    /// Commits it.
    ///
    /// A server that must wait for a replica gives that up when the statement has taken too long. It warns that the
    /// transaction is committed on this server alone (`SyncRepWaitForLSN` in `syncrep.c`): after a failover it is not
    /// there. Nobody may be told that it is.
    func commit() throws(PostgreSQLError) {
        let notice = wakesOthers ? "SELECT pg_notify('\(machine.channel)', '\(machine.id)'); " : ""
        let start = machine.clock.clock.steady
        connection.takeReplicationWarning()
        do throws(PostgreSQLError) { try connection.script("\(notice)COMMIT") } catch {
            if let warning = connection.takeReplicationWarning() { throw .unresolved(warning) }
            throw error
        }
        if let warning = connection.takeReplicationWarning() { throw .unresolved(warning) }
        guard changes > 0 else { return }
        machine.observer?.onCommit(StoreCommit(duration: machine.clock.clock.steady - start, changes: changes))
    }

    /// Runs one statement.
    /// - Returns: how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: [PostgreSQLValue] = []) throws(PostgreSQLError) -> Int {
        try connection.run(sql, values)
    }

    /// Runs one statement and reads its rows.
    func rows<Value>(
        _ sql: String, _ values: [PostgreSQLValue] = [], _ read: (PostgreSQLRow) -> Value
    ) throws(PostgreSQLError) -> [Value] {
        try connection.rows(sql, values, read)
    }

    /// Runs one statement and reads its first row.
    func row<Value>(
        _ sql: String, _ values: [PostgreSQLValue] = [], _ read: (PostgreSQLRow) -> Value
    ) throws(PostgreSQLError) -> Value? {
        try connection.row(sql, values, read)
    }

    /// Numbers for so many new deliveries: those that were reserved, and more if these are not enough.
    func takeNumbers(_ count: Int) throws(PostgreSQLError) -> [Int64] {
        if count > numbers.count {
            numbers += try rows(
                "SELECT nextval('delivery_id') FROM generate_series(1::bigint, $1)",
                [.int(Int64(count - numbers.count))]
            ) { $0.int(0) }
        }
        defer { numbers.removeFirst(count) }
        return Array(numbers.prefix(count))
    }

    /// Locks lanes until the end of the transaction, in an order that all machines have, so that no two wait for each
    /// other.
    func lock(_ lanes: some Collection<Lane>) throws(PostgreSQLError) {
        if lanes.isEmpty { return }
        let times = try rows(
            """
            SELECT pg_advisory_xact_lock(lock), clock_timestamp() FROM (
                SELECT DISTINCT hashtextextended($1 || key, route) AS lock
                FROM unnest($2::bigint[], $3::text[]) AS lane (route, key) ORDER BY 1
            ) AS locks
            """, [.text("\(machine.channel) ")] + lanes.values
        ) { $0.time(1) }
        now = max(now, times.max() ?? now)
    }

    /// Locks a name until the end of the transaction.
    func lock(_ name: String) throws(PostgreSQLError) {
        try run("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [.text("\(machine.channel)/\(name)")])
    }

    /// The same, unless another machine has it.
    func tryLock(_ name: String) throws(PostgreSQLError) -> Bool {
        try row(
            "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", [.text("\(machine.channel)/\(name)")]
        ) { $0.bool(0) } ?? false
    }
}

extension Collection<Lane> {
    /// Two arrays: the routes and the keys.
    var values: [PostgreSQLValue] { [.ints(map(\.route)), .texts(map(\.key))] }
}
