internal import CPostgreSQL
private import Glibc

/// A connection to a server. One thread at a time uses it.
///
/// No call waits for longer than its time-out, whatever became of the server and of the network between: a call that
/// does throws a `disconnected` error, and the connection cannot be used any more.
@safe
public final class PostgreSQLConnection {
    private let handle: OpaquePointer
    /// Whether an answer may still come of what nobody waits for any more.
    private var isLost = false
    /// Whether a pooler stands between: consecutive transactions may be in different sessions of the server, which
    /// knows neither settings nor prepared statements of those before.
    public private(set) var isPooled = true
    /// The first warning since `takeReplicationWarning`.
    private var replicationWarning: String?
    /// The names of the statements that the server has prepared.
    private var prepared: [String: String] = [:]
    /// How long a statement may take, with the way there and back. The server's own limit should be shorter.
    public var timeout: Duration

    /// Connects. This waits for `connect_timeout` seconds for each address of the server.
    /// - Throws: a `disconnected` or `unauthorized` error.
    public init(_ settings: ConnectionSettings, timeout: Duration = .seconds(8)) throws(PostgreSQLError) {
        self.timeout = timeout
        guard let handle = unsafe Self.open(settings.parameters) else {
            throw PostgreSQLError.disconnected("There is no memory for a connection.")
        }
        unsafe self.handle = handle
        // The default writes them to the standard error output. The handle is gone before this object is.
        let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe _ = PQsetNoticeReceiver(
            handle,
            { owner, notice in
                // libpq passes on its third argument and the notice, which are not null (`pqNotice` in `fe-exec.c`).
                guard let owner = unsafe owner, let notice = unsafe notice else { return }
                unsafe Unmanaged<PostgreSQLConnection>.fromOpaque(owner).takeUnretainedValue().receive(notice)
            }, owner)
        guard unsafe PQstatus(handle) == CONNECTION_OK, unsafe PQsetnonblocking(handle, 1) == 0 else {
            let message = unsafe Self.message(PQerrorMessage(handle))
            // The deinitializer closes it. libpq keeps no SQLSTATE of a refused connection.
            let isRefused = Self.refusals.contains { message.contains($0) }
            throw PostgreSQLError(sqlState: isRefused ? "28000" : nil, message: message)
        }
        // A pooler gives its clients numbers of its own.
        let process = Int64(unsafe PQbackendPID(handle))
        isPooled = try row("SELECT pg_backend_pid()") { $0.int(0) } != process
    }

    /// Most statements that are prepared. There are about fifty, and lists with all their conditions.
    private static let mostPrepared = 200

    deinit { unsafe PQfinish(handle) }

    /// Words of the errors (`auth.c`, `postinit.c`, `fe-secure-openssl.c`) that the same try does not solve.
    private static let refusals = [
        "authentication failed", "no pg_hba.conf entry", "does not exist", "is not permitted to log in",
        "no password supplied", "certificate verify failed", "does not match host name", "does not support SSL",
        "root certificate file", "permission denied for database",
    ]

    private static func open(_ parameters: [(name: String, value: String)]) -> OpaquePointer? {
        let names = unsafe parameters.map { unsafe strdup($0.name) } + [nil]
        let values = unsafe parameters.map { unsafe strdup($0.value) } + [nil]
        defer {
            for index in unsafe names.indices {
                unsafe free(names[index])
                unsafe free(values[index])
            }
        }
        return unsafe names.map { unsafe UnsafePointer($0) }.withUnsafeBufferPointer { names in
            unsafe values.map { unsafe UnsafePointer($0) }.withUnsafeBufferPointer { values in
                unsafe PQconnectdbParams(names.baseAddress, values.baseAddress, 0)
            }
        }
    }

    /// Whether the connection can be used, as far as is known.
    private var isOpen: Bool { unsafe !isLost && PQstatus(handle) == CONNECTION_OK }

    /// Whether it can be used for something else: no transaction goes on.
    var isIdle: Bool { unsafe isOpen && PQtransactionStatus(handle) == PQTRANS_IDLE }

    /// The server's version: 150018 for 15.18.
    public var serverVersion: Int { Int(unsafe PQserverVersion(handle)) }

    /// The socket; -1 if the connection is lost.
    var socket: Int32 { unsafe PQsocket(handle) }

    // MARK: Statements

    /// Runs one statement with values for its parameters $1, $2 …. It is prepared once, except behind a pooler.
    /// - Returns: how many rows it changed.
    @discardableResult
    public func run(_ sql: String, _ values: [PostgreSQLValue] = []) throws(PostgreSQLError) -> Int {
        try send(sql, values)
        return try lastResult().changes
    }

    /// Runs one statement and reads its rows.
    public func rows<Value>(
        _ sql: String, _ values: [PostgreSQLValue] = [], _ read: (PostgreSQLRow) -> Value
    ) throws(PostgreSQLError) -> [Value] {
        try send(sql, values)
        return try lastResult().rows(read)
    }

    /// Runs one statement and reads its first row; nil if there is none.
    public func row<Value>(
        _ sql: String, _ values: [PostgreSQLValue] = [], _ read: (PostgreSQLRow) -> Value
    ) throws(PostgreSQLError) -> Value? {
        try send(sql, values)
        let result = try lastResult()
        return result.count == 0 ? nil : read(PostgreSQLRow(result, 0))
    }

    /// Sends two statements at once and reads the rows of both, for one way there and back (PostgreSQL's manual, 34.5).
    /// If the first one fails, the second one is not run.
    public func rows<First, Second>(
        _ first: PostgreSQLStatement<First>, _ second: PostgreSQLStatement<Second>
    ) throws(PostgreSQLError) -> ([First], [Second]) {
        // In between nothing else is sent.
        let names = (try prepare(first.sql, first.types), try prepare(second.sql, second.types))
        guard unsafe PQenterPipelineMode(handle) == 1 else { throw lost() }
        try send(first.sql, first.values, preparedAs: names.0)
        try send(second.sql, second.values, preparedAs: names.1)
        guard unsafe PQpipelineSync(handle) == 1 else { throw lost() }
        let results = try pipelineResults()
        guard unsafe PQexitPipelineMode(handle) == 1 else { throw lost() }
        if let failure = results.lazy.compactMap(\.error).first { throw failure }
        guard results.count == 2 else { throw lost() }
        return (results[0].rows(first.read), results[1].rows(second.read))
    }

    /// Runs several statements without parameters.
    /// - Returns: the rows of the last one, as text.
    @discardableResult
    public func script(_ sql: String) throws(PostgreSQLError) -> [[String]] {
        guard unsafe PQsendQuery(handle, sql) == 1 else { throw lost() }
        return try lastResult().texts
    }

    private func send(_ sql: String, _ values: [PostgreSQLValue]) throws(PostgreSQLError) {
        try send(sql, values, preparedAs: try prepare(sql, values.map(\.typeID)))
    }

    private func send(
        _ sql: String, _ values: [PostgreSQLValue], preparedAs name: String?
    ) throws(PostgreSQLError) {
        let types = values.map(\.typeID)
        let formats = [Int32](repeating: 1, count: values.count)
        // All values one after the other. libpq copies them.
        var bytes: [UInt8] = []
        var places: [Int?] = []
        var lengths: [Int32] = []
        for value in values {
            let start = bytes.count
            places.append(value.encode(into: &bytes) ? start : nil)
            lengths.append(Int32(bytes.count - start))
        }
        // Its address must not be null: that would be NULL.
        bytes.append(0)
        let isSent = unsafe bytes.withUnsafeBytes { buffer in
            let pointers = unsafe places.map { place in
                unsafe place.flatMap { unsafe buffer.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            let count = Int32(values.count)
            if let name {
                return unsafe PQsendQueryPrepared(handle, name, count, pointers, lengths, formats, 1)
            }
            return unsafe PQsendQueryParams(handle, sql, count, types, pointers, lengths, formats, 1)
        }
        guard isSent == 1 else { throw lost() }
    }

    /// The name of a prepared statement; nil to send its text.
    private func prepare(_ sql: String, _ types: [UInt32]) throws(PostgreSQLError) -> String? {
        if let name = prepared[sql] { return name }
        if isPooled || prepared.count == Self.mostPrepared { return nil }
        let name = "hark\(prepared.count)"
        guard unsafe PQsendPrepare(handle, name, sql, Int32(types.count), types) == 1 else { throw lost() }
        _ = try lastResult()
        prepared[sql] = name
        return name
    }

    /// Waits for all results of what was sent.
    private func lastResult() throws(PostgreSQLError) -> PostgreSQLResult {
        let deadline = ContinuousClock.now + timeout
        var last: PostgreSQLResult?
        var failure: PostgreSQLError?
        while true {
            try wait(until: deadline)
            guard let pointer = unsafe PQgetResult(handle) else { break }
            let result = unsafe PostgreSQLResult(pointer)
            if let error = result.error { failure = failure ?? error } else { last = result }
        }
        if let failure { throw isOpen ? failure : PostgreSQLError(sqlState: "08006", message: failure.message) }
        guard isOpen, let last else { throw lost() }
        return last
    }

    /// Waits for the results of the statements of a pipeline, up to its end.
    private func pipelineResults() throws(PostgreSQLError) -> [PostgreSQLResult] {
        // The server's limit is one of each statement.
        let deadline = ContinuousClock.now + timeout * 2
        var results: [PostgreSQLResult] = []
        while true {
            try wait(until: deadline)
            // Null ends the results of one statement.
            guard let pointer = unsafe PQgetResult(handle) else {
                guard isOpen else { throw lost() }
                continue
            }
            let isEnd = unsafe PQresultStatus(pointer) == PGRES_PIPELINE_SYNC
            let result = unsafe PostgreSQLResult(pointer)
            if isEnd { return results }
            results.append(result)
        }
    }

    /// Sends what is left and receives, until the next result is complete.
    private func wait(until deadline: ContinuousClock.Instant) throws(PostgreSQLError) {
        while true {
            let unsent = unsafe PQflush(handle)
            if unsent < 0 { throw lost() }
            if unsent == 0, unsafe PQisBusy(handle) == 0 { return }
            let left = deadline - .now
            var entry = pollfd(fd: socket, events: Int16(POLLIN | (unsent > 0 ? POLLOUT : 0)), revents: 0)
            let ready = unsafe poll(&entry, 1, left.pollTimeout)
            if ready == 0, left <= .zero {
                isLost = true
                throw PostgreSQLError.disconnected("The server did not answer within \(timeout).")
            }
            if ready < 0, errno != EINTR { throw lost() }
            if Int32(entry.revents) & ~POLLOUT != 0, unsafe PQconsumeInput(handle) == 0 { throw lost() }
        }
    }

    // MARK: Notifications

    /// The first warning since the last call that a transaction is committed without the replica that it must wait for;
    /// nil if there is none.
    @discardableResult
    public func takeReplicationWarning() -> String? {
        defer { replicationWarning = nil }
        return replicationWarning
    }

    private func receive(_ notice: OpaquePointer) {
        // PG_DIAG_SOURCE_FUNCTION and PG_DIAG_MESSAGE_PRIMARY of postgres_ext.h. The message is in the server's
        // language.
        let function = unsafe Self.message(PQresultErrorField(notice, Int32(UInt8(ascii: "R"))))
        guard function == "SyncRepWaitForLSN", replicationWarning == nil else { return }
        replicationWarning = unsafe Self.message(PQresultErrorField(notice, Int32(UInt8(ascii: "M"))))
    }

    /// The notifications that have come, of the channels that this connection listens to.
    /// - Throws: a `disconnected` error.
    public func notifications() throws(PostgreSQLError) -> [PostgreSQLNotification] {
        guard unsafe PQconsumeInput(handle) == 1, isOpen else { throw lost() }
        var found: [PostgreSQLNotification] = []
        while let next = unsafe PQnotifies(handle) {
            unsafe found.append(
                PostgreSQLNotification(
                    channel: String(cString: next.pointee.relname), payload: String(cString: next.pointee.extra)))
            unsafe PQfreemem(next)
        }
        return found
    }

    private func lost() -> PostgreSQLError {
        isLost = true
        let message = unsafe Self.message(PQerrorMessage(handle))
        return .disconnected(message.isEmpty ? "The connection is lost." : message)
    }

    static func message(_ text: UnsafePointer<CChar>?) -> String {
        guard let text = unsafe text else { return "" }
        var message = unsafe String(cString: text)[...]
        while message.last?.isWhitespace == true { message.removeLast() }
        return String(message)
    }
}

/// A message from `NOTIFY`.
public struct PostgreSQLNotification: Sendable, Equatable {
    /// Its channel.
    public var channel: String
    /// Its payload; empty if there is none.
    public var payload: String
}

extension Duration {
    /// For poll(2): milliseconds, rounded up.
    var pollTimeout: Int32 { Int32(clamping: max(0, Int64((self / .milliseconds(1)).rounded(.up)))) }
}
