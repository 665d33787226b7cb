/// The pings without a pong. The payload of each is a number.
struct PendingPings: Sendable {
    private var last: UInt64 = 0
    private var waiting: [UInt64: Poller.Token] = [:]

    /// A number for a ping whose pong a task waits for.
    mutating func add(_ token: Poller.Token) -> UInt64 {
        last += 1
        waiting[last] = token
        return last
    }

    /// Whether a ping is neither answered nor removed.
    func contains(_ number: UInt64) -> Bool { waiting[number] != nil }

    /// Removes a ping.
    mutating func remove(_ number: UInt64) { waiting[number] = nil }

    /// Removes all pings, and returns the tasks that wait for them.
    mutating func removeAll() -> [Poller.Token] {
        defer { waiting = [:] }
        return Array(waiting.values)
    }

    /// Takes the payload of a pong, and returns the tasks that wait for it: it also answers all earlier pings (RFC
    /// 6455, 5.5.3). An unsolicited pong answers none.
    mutating func answer(_ payload: [UInt8]) -> [Poller.Token] {
        guard payload.count == 8 else { return [] }
        let number = payload.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard number <= last else { return [] }
        return waiting.keys.filter { $0 <= number }.compactMap { waiting.removeValue(forKey: $0) }
    }
}
