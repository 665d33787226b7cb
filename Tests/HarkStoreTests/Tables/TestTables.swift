import struct FoundationEssentials.Date

@testable import HarkStore

/// The tables of a database in memory, without a store: each call is a transaction of its own.
struct TestTables {
    static let route = StoredRoute(plugin: "ci", label: "POST /ci")

    let connection: SQLiteConnection
    let deliveries: DeliveryTable
    var now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        connection = try SQLiteConnection(path: nil)
        try StoreDatabase(connection: connection).prepare(busyTimeout: .zero) { _ in }
        deliveries = try DeliveryTable(connection, at: now)
    }

    func delivery(
        key: String? = nil, _ policy: StoredKeyPolicy = .serial, duplicateKey: UInt128? = nil, body: [UInt8] = [1]
    ) -> NewDelivery {
        NewDelivery(
            requestID: "request", route: Self.route, key: key, policy: policy, duplicateKey: duplicateKey,
            duplicateLifetime: .seconds(86_400), expiry: now.addingTimeInterval(259_200), body: body)
    }

    /// Stores a delivery.
    @discardableResult
    func add(
        _ delivery: NewDelivery, startsNow: Bool = false, bodyIsInFile: Bool = false
    ) throws -> StoredDeliveryID? {
        switch try deliveries.add(delivery, startsNow: startsNow, bodyIsInFile: bodyIsInFile, at: now) {
        case .running(let run): run.id
        case .stored(let id, _, _, _): id
        case .duplicate, .replayed: nil
        }
    }

    /// Stores a delivery and ends its first run.
    @discardableResult
    func addEnded(
        _ delivery: NewDelivery, _ end: RunEnd = .done(outcome: "OK"), bodyIsInFile: Bool = false
    ) throws -> StoredDeliveryID? {
        let added = try deliveries.add(delivery, startsNow: true, bodyIsInFile: bodyIsInFile, at: now)
        guard case .running(let run) = added else { return nil }
        _ = try deliveries.finish(run, end, at: now)
        return run.id
    }

    func state(of id: StoredDeliveryID?) throws -> DeliveryState? {
        try deliveries.records("WHERE delivery.id = ?1", [SQLiteValue(id?.rawValue)]).first?.state
    }

    /// The numbers of all deliveries.
    func ids() throws -> [StoredDeliveryID] { try deliveries.records("ORDER BY delivery.id").map(\.id) }
}
