package import struct FoundationEssentials.Date

/// A subscription as the store has it, for the command line.
package struct RoomSubscription: Codable, Sendable, Equatable {
    /// The room, with its network.
    package let room: String
    /// The conditions, as rules write them.
    package let conditions: String
    /// Who made it, as settings write people.
    package let person: String
    /// When.
    package let time: Date
}

extension RuleKeeper {
    /// A subscription for this bot's plugins.
    func subscription(_ subscription: RoomSubscription) -> Subscription {
        self.subscription(
            Subscription.Stored(
                conditions: subscription.conditions, person: subscription.person, time: subscription.time),
            of: Room(subscription.room))
    }
}

extension DeliveryOperations {
    /// The subscriptions of all rooms.
    package func subscriptions() async throws(PluginStoreError) -> [RoomSubscription] {
        let stores = PluginStores(clock: clock)
        stores.open(store)
        let entries = try await SubscriptionKeeper.entries(in: stores.store(of: Builtins.name))
        return entries.flatMap { entry in
            entry.list.map {
                RoomSubscription(room: entry.room, conditions: $0.conditions, person: $0.person, time: $0.time)
            }
        }
    }
}
