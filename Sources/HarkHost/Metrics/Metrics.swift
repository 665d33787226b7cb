internal import HarkStore

internal import struct FoundationEssentials.Date

/// The metrics of a bot. They are counted where things happen, and read when someone asks for them. No label has a
/// value that a sender or a chat could choose: they are the names of plugins, schedules and networks, and fixed words.
package struct Metrics: Sendable {
    /// Longest wait for the store; after that its gauges are left out.
    private static let patience = Duration.seconds(2)

    let startTime: Date
    let registry: PluginRegistry
    let pipeline: RequestPipeline
    let networks: NetworkRouter
    let deliveries: DeliveryQueue
    let scheduler: Scheduler
    let clock: BotClock

    /// The media type of `text`.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// The metrics in Prometheus' text format.
    package func text() async -> String { MetricsText(await families()).text }

    /// The metrics, in the order of `MetricDescription.all`.
    func families() async -> [MetricFamily] {
        let stored = try? await TimeLimit.run(within: Self.patience) { try await self.stored() }
        let families =
            [
                MetricFamily(.buildInfo, counts: [([Release.version], 1)]),
                MetricFamily(.startTime, [([], startTime.timeIntervalSince1970)]),
            ] + requests() + handling() + storing(stored?.sizes) + gauges(stored) + sending(stored)
            + [MetricFamily(.scheduleRuns, counts: scheduler.schedules.map { ([$0.plugin, $0.name], $0.runs.value) })]
        let positions = Dictionary(uniqueKeysWithValues: MetricDescription.all.enumerated().map { ($1, $0) })
        return families.sorted { positions[$0.description, default: 0] < positions[$1.description, default: 0] }
    }

    /// What the store says.
    struct Stored: Sendable {
        let summary: StoreSummary
        let sizes: StoreSizes
        /// When the oldest message that waits was stored, by network.
        var oldestMessages: [String: Date] = [:]
    }

    /// Nil if nothing is stored.
    /// - Throws: `StoreError`.
    private func stored() async throws -> Stored? {
        guard let store = deliveries.store else { return nil }
        do throws(StoreError) {
            var stored = Stored(summary: try await store.summary(), sizes: try await store.sizes())
            for network in stored.summary.unsentMessages.keys {
                let query = MessageQuery(
                    network: network, states: Set(StoredMessageState.allCases.filter(\.isUnsent)), limit: 1)
                stored.oldestMessages[network] = try await store.messages(query).first?.created
            }
            return stored
        } catch {
            deliveries.storeCounters.count(error)
            throw error
        }
    }
}

extension PlannedSchedule {
    fileprivate var plugin: String { bound.row.plugin }
    fileprivate var name: String { bound.row.name }
}
