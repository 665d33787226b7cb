import HarkStore
import Synchronization
import TestSupport

/// A store that starts no delivery by itself, and hands over what is claimed when the test says so.
final class HeldClaims: ForwardingStore {
    let inner: any DeliveryStore
    /// Fires when something was claimed that is not handed over.
    let claims: AsyncStream<Void>
    private let claim: AsyncStream<Void>.Continuation
    private let releases: AsyncStream<Void>
    private let release: AsyncStream<Void>.Continuation

    init(_ inner: any DeliveryStore) {
        self.inner = inner
        (claims, claim) = AsyncStream.makeStream()
        (releases, release) = AsyncStream.makeStream()
    }

    /// Hands over what was claimed, and all that is claimed from now on.
    func handOver() { release.finish() }

    func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
        try await inner.add(delivery, startsNow: false)
    }

    func claim(_ limits: ClaimLimits) async throws(StoreError) -> ClaimedDeliveries {
        let found = try await inner.claim(limits)
        guard !found.deliveries.isEmpty else { return found }
        claim.yield()
        for await _ in releases {}
        return found
    }
}
