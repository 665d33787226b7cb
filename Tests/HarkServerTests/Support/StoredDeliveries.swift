import Foundation
import HarkStore
import XCTest

@testable import HarkServer

/// A store with deliveries, as a bot leaves it.
struct StoredDeliveries {
    /// A moment with whole milliseconds, so that it survives being written and read.
    static let now = Date(timeIntervalSince1970: 1_800_000_000.25)

    /// When the deliveries expire: never, as far as the clock of any test goes.
    private static let end = Date(timeIntervalSince1970: 10_000_000_000)

    let store: any DeliveryStore

    /// What the command line can do with it, without a bot.
    var control: StoreControl { StoreControl(operations: DeliveryOperations(store)) }

    /// A store in memory, on a clock that stands still.
    static func inMemory() async throws -> StoredDeliveries {
        StoredDeliveries(store: try await SQLiteStore.inMemory { now })
    }

    /// Stores a delivery that is ready.
    @discardableResult
    func add(
        _ id: String, plugin: String = "github", event: String? = "push", key: String? = nil, body: [UInt8] = []
    ) async throws -> StoredDeliveryID {
        let head =
            #"{"method":"POST","target":"/github?x=1","headers":[["X-GitHub-Event","push"]],"client":"192.0.2.7"}"#
        let delivery = NewDelivery(
            requestID: id, route: StoredRoute(plugin: plugin, label: "POST /\(plugin)"), event: event, key: key,
            expiry: Self.end, head: Array(head.utf8), body: body)
        guard case .stored(let number, .ready, _, _) = try await store.add(delivery, startsNow: false) else {
            throw Unexpected()
        }
        return number
    }

    /// Stores a subscription of `slack:#shop-dev`, as the bot's own values have it.
    func subscribe() async throws {
        let entry =
            #"{"room":"slack:#shop-dev","list":[{"conditions":"plugin=github place=acme/*","person":"ada","#
            + #""time":800000000}]}"#
        _ = try await store.setValue(
            Array(entry.utf8), for: "subscriptions/slack:#shop-dev", of: "hark", expiry: nil, ifVersion: nil)
    }

    /// Runs what is ready and ends it so. There must be something.
    func run(_ end: RunEnd) async throws {
        let claimed = try await store.claim(ClaimLimits(total: 100))
        guard !claimed.deliveries.isEmpty else { throw Unexpected() }
        for delivery in claimed.deliveries { try await store.finish(delivery.run, end) }
    }

    /// The states of all deliveries, the oldest first.
    func states() async throws -> [DeliveryState] {
        try await store.deliveries(DeliveryQuery()).reversed().map(\.state)
    }

    /// The store does not do what the test builds on.
    struct Unexpected: Error {}
}

extension ControlTarget {
    /// Why a request is refused; nil if it is not.
    func refusal(of request: ControlRequest) async -> Rejection? {
        do throws(Rejection) {
            _ = try await perform(request)
            return nil
        } catch {
            return error
        }
    }
}

extension ChangeMode {
    /// Ada makes a change.
    static let ada = ChangeMode(person: "ada", isTrial: false)
    /// Ada wants to know what it would be.
    static let trial = ChangeMode(person: "ada", isTrial: true)
}
