public import HarkStore

extension Host {
    /// Writes the secrets that were generated, queues the stored messages, activates every plugin, and begins to handle
    /// the stored deliveries.
    /// - Parameter openStore: opens the store that keeps the deliveries of durable routes, and messages until their
    ///   networks have them; `stop` closes it. Without a store, deliveries are handled before they are answered, as
    ///   those of all other routes are.
    /// - Throws: `Faults` with all secrets that could not be written and those of the store, or all errors of plugins.
    public func start(_ openStore: () async throws(Faults) -> (any DeliveryStore)? = { nil }) async throws(Faults) {
        var faults: [Fault] = []
        do throws(Faults) { try secrets.keep() } catch { faults += error.list }
        var store: (any DeliveryStore)?
        do throws(Faults) { store = try await openStore() } catch { faults += error.list }
        stores.open(store)
        if let recovery = store?.recovery { storeCounters.count(recovery) }
        do throws(Faults) {
            guard faults.isEmpty else { throw Faults(faults) }
            if let store { try await openOutbox(store) }
            try await openSubscriptions()
            try await registry.activateAll()
        } catch {
            await networks.closeOutbox(within: .zero)
            await stores.close()?.close()
            throw error
        }
        do throws(StoreError) {
            let homeless = if let store { try await deliveries.open(store) } else { 0 }
            if let store {
                let observer = StoreObserver(
                    onCommit: { [storeCounters] in storeCounters.count($0) },
                    onRecovery: { [weak self] in self?.report(takenOver: $0) })
                wakeUps.open(store, observedBy: observer) { [deliveries, networks, subscriptions] in
                    deliveries.wake()
                    await networks.wakeUp()
                    // Those that were read before stay in use.
                    try? await subscriptions.readAgain()
                }
            }
            try await scheduler.open()
            report(quarantined: store?.recovery.quarantined ?? [])
            guard homeless > 0 else { return }
            pipeline.logger.warning(
                "stored deliveries have no route in this bot; they wait for it for a week",
                metadata: ["count": "\(homeless)"])
        } catch {
            await stop()
            throw Faults([Fault("store", error.description)])
        }
    }

    private func openSubscriptions() async throws(Faults) {
        do throws(PluginStoreError) { try await subscriptions.read() } catch {
            throw Faults([Fault("store", "\(error)")])
        }
        networks.add(rooms: rules.subscriptions.map(\.room))
    }

    private func openOutbox(_ store: any DeliveryStore) async throws(Faults) {
        do throws(StoreError) { try await networks.openOutbox(store) } catch {
            throw Faults([Fault("store", error.description)])
        }
    }

    /// Ends the handling of stored deliveries, then deactivates every plugin. Call it once no more requests arrive.
    /// - Parameter limit: longest wait for the handlers of stored deliveries. Those that take longer are cancelled, and
    ///   run again after the next start.
    public func stop(within limit: Duration = .zero) async {
        await endDeliveries(within: limit)
        await registry.deactivateAll()
        // Plugins may store values until they are deactivated.
        await stores.close()?.close()
    }
}
