import HarkServer
import HarkStore
import PostgreSQLPlugin

import struct FoundationEssentials.Date

/// Uses stores without a bot, by the protocol that all of them keep.
///
/// - `bench-store rate STORE SECONDS` stores deliveries and their ends from 64 tasks for so long, and prints how many a
///   second. `STORE` is a folder, or the URL of a PostgreSQL server.
/// - `bench-store seed FOLDER COUNT TIME` stores deliveries that have run once and are due again at a time, in seconds
///   since 1970.
@main
enum BenchStore {
    /// How many deliveries are under way at once.
    private static let tasks = 64

    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 3, let number = Int(arguments[2]) else { throw Usage() }
        switch (arguments[0], arguments.count) {
        case ("rate", 3):
            let store = try await open(arguments[1])
            let rate = try await rate(of: store, for: .seconds(number))
            await store.close()
            print(rate)
        case ("seed", 4):
            guard let time = Double(arguments[3]) else { throw Usage() }
            let store = try await open(arguments[1])
            try await seed(store, number, due: Date(timeIntervalSince1970: time))
            await store.close()
        default: throw Usage()
        }
    }

    private static func open(_ place: String) async throws -> any DeliveryStore {
        guard place.hasPrefix("postgresql:") else { return try await SQLiteStore.open(folder: place) { Date() } }
        let context = PluginContext(
            settings: Settings(["HARK_POSTGRESQL_URL": place]), chat: Chat(rooms: []) { _, _ in .sent(nil) },
            logger: Logger(label: "bench-store"))
        return try await PostgreSQL(context).openStore()
    }

    /// Stores deliveries and their ends, each task one after the other.
    /// - Returns: how many a second.
    private static func rate(of store: any DeliveryStore, for time: Duration) async throws -> Int {
        let start = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    var count = 0
                    while ContinuousClock.now < start + time {
                        guard case .running(let run) = try await store.add(delivery(), startsNow: true) else {
                            continue
                        }
                        try await store.finish(run, .done(outcome: "OK"))
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return Int(Double(count) / ((ContinuousClock.now - start) / .seconds(1)))
    }

    /// Stores deliveries that are due again at the same time: half of them failed, the others were postponed.
    private static func seed(_ store: any DeliveryStore, _ count: Int, due: Date) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    for number in stride(from: task, to: count, by: tasks) {
                        guard case .running(let run) = try await store.add(delivery(), startsNow: true) else {
                            continue
                        }
                        let reason = "not yet"
                        let isFailed = (number / tasks).isMultiple(of: 2)
                        try await store.finish(
                            run, isFailed ? .retry(due: due, error: reason) : .postponed(due: due, reason: reason))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// A kilobyte for the benchmark's slow route, by a sender that identifies its deliveries.
    private static func delivery() -> NewDelivery {
        let head = #"{"method":"POST","target":"/slow","headers":[["Content-Type","application/json"]]}"#
        return NewDelivery(
            requestID: "0123456789abcdef", route: StoredRoute(plugin: "bench", label: "POST /slow"),
            duplicateKey: .random(in: 0 ... .max), expiry: Date().addingTimeInterval(3 * 86_400),
            head: Array(head.utf8),
            body: Array(repeating: UInt8(ascii: "x"), count: 1000))
    }

    private struct Usage: Error, CustomStringConvertible {
        let description = "usage: bench-store rate STORE SECONDS | bench-store seed FOLDER COUNT TIME"
    }
}
