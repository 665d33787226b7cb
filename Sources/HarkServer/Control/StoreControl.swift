private import Glibc
internal import HarkStore

/// Answers the command line: a store that it has opened itself, or a running bot.
protocol ControlTarget: Sendable {
    /// Does what is asked.
    /// - Throws: `Rejection`: 404 if there is no such delivery, 409 if there are several, 503 if it may succeed later.
    func perform(_ request: ControlRequest) async throws(Rejection) -> ControlAnswer
}

/// What the answer to a request contains.
enum ControlAnswer: Sendable, Equatable {
    /// A value.
    case json(JSONValue)
    /// A body.
    case bytes([UInt8])
}

/// Does what the command line wants of an open store: within a running bot for its control socket, else within the
/// command itself.
struct StoreControl: ControlTarget {
    /// Longest start of a body that is shown, in bytes.
    private static let longestBody = 4096

    /// Most deliveries in one list.
    static let longestList = 10_000

    let operations: DeliveryOperations
    /// The metrics of the running bot in Prometheus' text format; nil without one.
    var metrics: (@Sendable () async -> String)?

    private var store: any DeliveryStore { operations.store }

    func perform(_ request: ControlRequest) async throws(Rejection) -> ControlAnswer {
        do { return try await answer(request) } catch {
            throw error as? Rejection ?? (error as? StoreError).map { Rejection($0) }
                ?? Rejection(.internalServerError, "\(error)")
        }
    }

    private func answer(_ request: ControlRequest) async throws -> ControlAnswer {
        switch request {
        case .identity:
            .json(
                BotIdentity(version: ControlRequest.version, release: Release.version, process: Int(getpid())).json)
        case .deliveries(let filter): .json(.array(try await list(filter).map(\.json)))
        case .delivery(let id): .json(try await details(try await operations.find(id)).json)
        case .body(let id): .bytes(try await body(of: try await operations.find(id)))
        case .replay(.ids(let ids), let mode):
            .json(
                try await report(on: ids) { record in
                    if mode.isTrial { return .replay(of: record.requestID, in: record.state) }
                    return try await operations.replay(record, note: "replayed by \(mode.person)")
                }.json)
        case .replay(.dead(let plugin, let since), let mode):
            .json(try await replayDead(try await operations.dead(plugin: plugin, since: since), mode).json)
        case .cancel(let ids, let mode):
            .json(
                try await report(on: ids) { record in
                    if mode.isTrial { return .cancellation(of: record.requestID, in: record.state) }
                    return try await operations.cancel(record, note: "cancelled by \(mode.person)")
                }.json)
        case .check: .json(.array(try await file().check().map(JSONValue.string)))
        case .backup(let path): .json(try await backUp(to: path))
        case .metrics: .bytes(Array(try await metricsText().utf8))
        case .subscriptions: .json(.array(try await operations.subscriptions().map(\.json)))
        case .sizes: .json(SizeReport(try await store.sizes(), try await store.summary()).json)
        }
    }

    private func metricsText() async throws(Rejection) -> String {
        guard let metrics else { throw Rejection(.notImplemented, "Only a bot that runs has metrics.") }
        return await metrics()
    }

    private func list(_ filter: DeliveryFilter) async throws -> [DeliveryEntry] {
        let query = DeliveryQuery(
            plugin: filter.plugin, states: Set(filter.states), since: filter.since,
            limit: min(max(filter.limit, 0), Self.longestList))
        return try await store.deliveries(query).map(DeliveryEntry.init)
    }

    private func details(_ record: DeliveryRecord) async throws -> DeliveryDetails {
        let payload = try await store.payload(of: record.id)
        return DeliveryDetails(
            delivery: DeliveryEntry(record),
            attempts: try await store.attempts(of: record.id).map(DeliveryDetails.Attempt.init),
            request: payload.flatMap { Request($0) }.map(DeliveryDetails.Head.init),
            bodyStart: payload.map { String(untrusted: $0.body.prefix(Self.longestBody)) })
    }

    private func body(of record: DeliveryRecord) async throws -> [UInt8] {
        guard let payload = try await store.payload(of: record.id) else {
            throw Rejection(.notFound, "The request of \(record.requestID) is not stored any more.")
        }
        return payload.body
    }

    /// Changes deliveries, or none if one of them is not found.
    private func report(
        on ids: [String], _ change: (DeliveryRecord) async throws -> DeliveryOperations.Change
    ) async throws -> ChangeReport {
        var records: [DeliveryRecord] = []
        for id in ids {
            let record = try await operations.find(id)
            if !records.contains(where: { $0.id == record.id }) { records.append(record) }
        }
        var report = ChangeReport()
        for record in records { report.add(try await change(record)) }
        return report
    }

    private func replayDead(_ ids: [StoredDeliveryID], _ mode: ChangeMode) async throws -> ChangeReport {
        if mode.isTrial { return ChangeReport(count: ids.count) }
        return ChangeReport(count: try await operations.replay(ids, note: "replayed by \(mode.person)"))
    }

    private func backUp(to path: String) async throws -> JSONValue {
        let file = try file()
        do throws(StoreError) { try await file.backup(to: path) } catch .closed {
            throw Rejection(StoreError.closed)
        } catch {
            throw Rejection(.unprocessableContent, error.description)
        }
        return ["path": .string(path)]
    }

    /// The built-in store, which is in a file or in memory.
    private func file() throws(Rejection) -> SQLiteStore {
        guard let file = store as? SQLiteStore else {
            throw Rejection(.notImplemented, "The bot's store has tools of its own for that.")
        }
        return file
    }
}

extension RoomSubscription {
    fileprivate var json: JSONValue {
        [
            "room": .string(room), "conditions": .string(conditions), "person": .string(person), "time": .time(time),
        ]
    }
}

extension Rejection {
    /// What a failure of the store means for whoever asked: 503 if it may succeed later.
    init(_ error: StoreError) {
        switch error {
        case .closed, .full, .unavailable, .unresolved: self.init(.serviceUnavailable, error.description)
        case .failed, .tooLarge: self.init(.internalServerError, error.description)
        }
    }
}
