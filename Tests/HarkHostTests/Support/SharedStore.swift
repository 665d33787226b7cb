import HarkStore
import HarkTesting
import Synchronization
import TestSupport

/// The store of one of several machines, which share what is in it.
final class SharedStore: ForwardingStore {
    /// What all machines see.
    final class Common: Sendable {
        struct Lease {
            var owner: String
            var end: ContinuousClock.Instant
            var term: Int64
        }

        let clock: TestClock
        let inner: TestStore
        let leases = Mutex<[String: Lease]>([:])

        init(_ clock: TestClock) async throws {
            self.clock = clock
            inner = try await TestStore(clock: clock)
        }
    }

    let wakeUps: AsyncStream<Void>
    let leaseDuration: Duration? = .seconds(60)
    private let name: String
    private let common: Common
    private let isCutOff = Mutex(false)
    private let waker: AsyncStream<Void>.Continuation

    init(_ name: String, _ common: Common) {
        self.name = name
        self.common = common
        (wakeUps, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Makes the store unreachable for this machine.
    func cutOff() { isCutOff.withLock { $0 = true } }

    var inner: any DeliveryStore {
        get throws(StoreError) {
            if isCutOff.withLock({ $0 }) { throw .unavailable("The store cannot be reached.") }
            return common.inner
        }
    }

    func holdLease(_ name: String, for duration: Duration) async throws(StoreError) -> Int64? {
        _ = try inner
        let now = common.clock.reading.steady
        return common.leases.withLock { leases in
            let held = leases[name]
            if let held, held.owner != self.name, held.end > now { return nil }
            let isKept = held.map { $0.owner == self.name && $0.end > now } ?? false
            let term = (held?.term ?? 0) + (isKept ? 0 : 1)
            leases[name] = Common.Lease(owner: self.name, end: now + duration, term: term)
            return term
        }
    }

    func releaseLease(_ name: String) async throws(StoreError) {
        _ = try inner
        let now = common.clock.reading.steady
        common.leases.withLock { if $0[name]?.owner == self.name { $0[name]?.end = now } }
    }

    func leaseHolder(_ name: String) async throws(StoreError) -> String? {
        let now = common.clock.reading.steady
        return common.leases.withLock { leases in leases[name].flatMap { $0.end > now ? $0.owner : nil } }
    }

    /// Ends its wake-ups. The others go on using what is shared.
    func close() async { waker.finish() }
}
