/// The pings that no pong has answered. Each has a number, which is its payload.
struct PendingPings: Sendable {
    private var last: UInt64 = 0
    private var waiting: [UInt64: Poller.Token] = [:]

    /// A number for a ping for whose pong someone waits.
    mutating func add(_ token: Poller.Token) -> UInt64 {
        last += 1
        waiting[last] = token
        return last
    }

    /// Whether a ping has not been answered, nor given up.
    func contains(_ number: UInt64) -> Bool { waiting[number] != nil }

    /// Gives up a ping.
    mutating func remove(_ number: UInt64) { waiting[number] = nil }

    /// Gives up all, and returns who waits for them.
    mutating func removeAll() -> [Poller.Token] {
        defer { waiting = [:] }
        return Array(waiting.values)
    }

    /// Takes the payload of a pong, and returns who waits for it: it answers the pings before its own too (RFC 6455,
    /// 5.5.3). A pong that no ping asked for answers none.
    mutating func answer(_ payload: [UInt8]) -> [Poller.Token] {
        guard payload.count == 8 else { return [] }
        let number = payload.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard number <= last else { return [] }
        return waiting.keys.filter { $0 <= number }.compactMap { waiting.removeValue(forKey: $0) }
    }
}
