private import Synchronization

private import struct FoundationEssentials.Date

/// Keeps the subscriptions of rooms: in the store, so that they outlive the process and all machines have them, and in
/// memory, where notifications are matched with them.
final class SubscriptionKeeper: Sendable {
    /// Most subscriptions of a room.
    static let mostOfRoom = 50

    /// Most rooms with subscriptions.
    static let mostRooms = 500

    /// How old the subscriptions may be that other machines change, in seconds.
    private static let longestAge: Double = 5

    /// After this time they are read again even if no machine says that it has changed them: it may have died in
    /// between.
    private static let longestTrust: Double = 600

    private static let prefix = "subscriptions/"

    /// The key of a number that is counted up after every change, so that one query says whether there was one.
    private static let versionKey = "subscriptions-version"

    /// What the store has of one room.
    struct Entry: Codable {
        let room: String
        var list: [Subscription.Stored]
    }

    /// What is in memory.
    private struct LatestReading {
        let version: Int
        let time: Date
        /// When the version was compared.
        var checkTime: Date
    }

    /// Whether they outlive the process.
    let isKept: Bool

    private let rules: RuleKeeper
    private let store: PluginStore
    private let networks: NetworkRouter
    private let clock: BotClock
    private let latest = Mutex<LatestReading?>(nil)

    /// No subscriptions yet.
    /// - Parameters:
    ///   - store: keeps them.
    ///   - isKept: whether what the store has outlives the process.
    init(rules: RuleKeeper, store: PluginStore, isKept: Bool, networks: NetworkRouter, clock: BotClock) {
        self.rules = rules
        self.store = store
        self.isKept = isKept
        self.networks = networks
        self.clock = clock
    }

    /// Reads the subscriptions.
    /// - Throws: `PluginStoreError` if the store cannot be read.
    func read() async throws(PluginStoreError) {
        let reading = rules.beginReading()
        // The version comes first: what changes while the rooms are read has a later one.
        let version = try await version()
        let all = try await Self.entries(in: store).flatMap(subscriptions)
        guard rules.setSubscriptions(all, of: reading) else { return }
        let now = clock.now
        latest.withLock { $0 = LatestReading(version: version, time: now, checkTime: now) }
    }

    /// Reads them again if another machine has changed them since.
    /// - Throws: `PluginStoreError` if the store cannot be read.
    func readAgain() async throws(PluginStoreError) {
        let now = clock.now
        guard let latest = latest.withLock({ $0 }) else { return try await read() }
        // A clock may have been set back.
        guard abs(now.timeIntervalSince(latest.checkTime)) >= Self.longestAge else { return }
        guard abs(now.timeIntervalSince(latest.time)) < Self.longestTrust, try await version() == latest.version else {
            return try await read()
        }
        self.latest.withLock { $0?.checkTime = now }
    }

    /// What a store has of all rooms.
    static func entries(in store: PluginStore) async throws(PluginStoreError) -> [Entry] {
        var entries: [Entry] = []
        for key in try await store.keys(prefix: prefix) {
            if let entry: Entry = try await store.value(key) { entries.append(entry) }
        }
        return entries
    }

    private func version() async throws(PluginStoreError) -> Int {
        try await store.value(Self.versionKey, as: Int.self) ?? 0
    }

    /// The subscriptions of a room.
    func subscriptions(of room: Room) -> [Subscription] {
        let room = located(room)
        return rules.subscriptions.filter { $0.room == room }
    }

    /// Adds a subscription of a room; one that the room has already stays as it is.
    /// - Throws: `Rejection` that says what to write, or `PluginStoreError`.
    func add(_ words: SubscriptionWords, of room: Room, by person: Person) async throws -> Subscription.Stored {
        let text = words.conditions.joined(separator: " ")
        let conditions: [RuleCondition]
        do throws(Faults) { conditions = try rules.conditions(text) } catch {
            throw Rejection(.badRequest, error.list.map(\.reason).joined(separator: " "))
        }
        let reasons = rules.reasonsLeftOut(conditions)
        guard reasons.isEmpty else { throw Rejection(.badRequest, reasons.joined(separator: " ")) }
        let stored = Subscription.Stored(conditions: text, person: person.settingText, time: clock.now)
        let known = Set(rules.subscriptions.map(\.room))
        guard known.contains(located(room)) || known.count < Self.mostRooms else {
            throw Rejection(.badRequest, "There are subscriptions in \(Self.mostRooms) rooms already.")
        }
        let list = try await change(room) { list in
            guard list.count < Self.mostOfRoom, !list.contains(where: { $0.conditions == text }) else { return }
            list.append(stored)
        }
        guard list.contains(where: { $0.conditions == text }) else {
            throw Rejection(.badRequest, "This room has \(Self.mostOfRoom) subscriptions already; end some of them.")
        }
        return stored
    }

    /// Ends the subscriptions of a room that have all of these conditions.
    /// - Returns: those that have ended.
    /// - Throws: `PluginStoreError`.
    func remove(_ words: SubscriptionWords, of room: Room) async throws -> [Subscription.Stored] {
        let isMeant = { (stored: Subscription.Stored) in
            var scanner = LineScanner(stored.conditions)
            let conditions = scanner.lines().flatMap(\.words).map(\.text)
            return words.conditions.allSatisfy(conditions.contains)
        }
        let ended = subscriptions(of: room).map(\.stored).filter(isMeant)
        guard !ended.isEmpty else { return [] }
        _ = try await change(room) { $0.removeAll { ended.contains($0) } }
        return ended
    }

    private func change(
        _ room: Room, _ change: (inout [Subscription.Stored]) -> Void
    ) async throws(PluginStoreError) -> [Subscription.Stored] {
        let room = located(room)
        let entry = try await store.update(
            "\(Self.prefix)\(room)", default: Entry(room: room.description, list: [])
        ) { change(&$0.list) }
        // It is stored: it applies at once, and whoever asked for it hears of no failure of what follows.
        let others = rules.subscriptions.filter { $0.room != room }
        _ = rules.setSubscriptions(others + subscriptions(entry), of: rules.beginReading())
        do throws(PluginStoreError) {
            try await store.update(Self.versionKey, default: 0) { $0 += 1 }
            try await read()
        } catch {
            // Everything is read again within seconds, here, and within `longestTrust` by other machines.
            latest.withLock { $0 = nil }
        }
        return entry.list
    }

    private func subscriptions(_ entry: Entry) -> [Subscription] {
        entry.list.map { rules.subscription($0, of: Room(entry.room)) }
    }

    /// The room with its network, so that it stays the same when another network becomes the default one.
    private func located(_ room: Room) -> Room {
        let room = networks.canonical(room)
        return Room(named: room.name, on: room.network ?? networks.names.first)
    }
}
