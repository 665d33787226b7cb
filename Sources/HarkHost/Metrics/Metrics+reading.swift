internal import HarkStore

private import struct FoundationEssentials.Date

extension Metrics {
    /// The counters of the routes, summed up by plugin.
    func requests() -> [MetricFamily] {
        let plugins = registry.plugins.filter { !$0.endpoints.isEmpty }
            .map { (labels: [$0.name], counters: $0.endpoints.map(\.counters)) }
        let everyone = plugins + [([""], [pipeline.unroutedCounters])]
        func sums(_ description: MetricDescription, _ count: (RouteCounters) -> Int) -> MetricFamily {
            MetricFamily(description, counts: plugins.map { ($0.labels, $0.counters.sum(count)) })
        }
        return [
            MetricFamily(
                .requests,
                counts: everyone.flatMap { plugin in
                    StatusClass.allCases.map { status in
                        (plugin.labels + [status.text], plugin.counters.sum { $0.count(status) })
                    }
                }),
            MetricFamily(
                .requestSeconds, histograms: everyone.map { ($0.labels, $0.counters.merged(\.answerTime)) }),
            sums(.ignored) { $0.ignored.value }, sums(.incomplete) { $0.incomplete.value },
            sums(.duplicates) { $0.duplicates.value }, sums(.unstored) { $0.unstored.value },
        ]
    }

    /// The counters of stored deliveries, summed up by plugin.
    func handling() -> [MetricFamily] {
        let counters = Dictionary(grouping: deliveries.handlers.values, by: \.route.plugin)
            .mapValues { $0.map(\.deliveryCounters) }
        let plugins = counters.sorted { $0.key < $1.key }.map { (labels: [$0.key], counters: $0.value) }
        let everyone = plugins + [([""], [deliveries.homelessCounters])]
        return [
            MetricFamily(.stored, counts: plugins.map { ($0.labels, $0.counters.sum { $0.stored.value }) }),
            MetricFamily(
                .finished,
                counts: everyone.flatMap { plugin in
                    DeliveryOutcome.allCases.map { outcome in
                        (plugin.labels + [outcome.text], plugin.counters.sum { $0.finished[outcome].value })
                    }
                }),
            MetricFamily(
                .attempts,
                counts: plugins.flatMap { plugin in
                    AttemptOutcome.allCases.map { outcome in
                        (plugin.labels + [outcome.text], plugin.counters.sum { $0.attempts[outcome].value })
                    }
                }),
            MetricFamily(.handlingSeconds, histograms: plugins.map { ($0.labels, $0.counters.merged(\.handlingTime)) }),
        ]
    }

    /// What the store counts, and its sizes.
    func storing(_ sizes: StoreSizes?) -> [MetricFamily] {
        let counters = deliveries.storeCounters
        let gauge = { (bytes: Int?) in bytes.map { [(labels: [String](), count: $0)] } ?? [] }
        return [
            MetricFamily(.waitSeconds, histograms: [([], counters.waitTime.snapshot)]),
            MetricFamily(.crashes, counts: [([], counters.crashes.value)]),
            MetricFamily(.leasesLost, counts: [([], counters.leasesLost.value)]),
            MetricFamily(
                .storeErrors, counts: StoreErrorKind.allCases.map { ([$0.text], counters.errors[$0].value) }),
            MetricFamily(.commitSeconds, histograms: [([], counters.commitTime.snapshot)]),
            MetricFamily(.batchSize, histograms: [([], counters.batchSize.snapshot)]),
            MetricFamily(.storeSize, counts: gauge(sizes?.database)),
            MetricFamily(.storeFree, counts: gauge(sizes?.free)), MetricFamily(.storeLog, counts: gauge(sizes?.log)),
        ]
    }

    /// What is in the store.
    func gauges(_ stored: Stored?) -> [MetricFamily] {
        guard let summary = stored?.summary else { return [] }
        return [
            MetricFamily(
                .deliveries, counts: DeliveryState.unfinished.map { ([$0.rawValue], summary.deliveries[$0] ?? 0) }),
            MetricFamily(.oldestReady, [([], age(of: summary.oldestReady))]),
        ]
    }

    /// What waits for the chat networks, and what they took. Without a store, messages wait in memory.
    func sending(_ stored: Stored?) -> [MetricFamily] {
        let links = networks.all.map { (labels: [$0.name.text], link: $0) }
        let foreign = (stored?.summary.unsentMessages.keys.sorted() ?? [])
            .filter { name in !links.contains { $0.link.name.text == name } }
        let names = links.map(\.link.name.text) + foreign
        func counts(_ description: MetricDescription, _ count: (NetworkLink) -> Int) -> MetricFamily {
            MetricFamily(description, counts: links.map { ($0.labels, count($0.link)) })
        }
        var families = [
            counts(.connected) { $0.connection == .connected ? 1 : 0 }, counts(.sent) { $0.counters.sent.value },
            MetricFamily(
                .failures,
                counts: links.flatMap { labels, link in
                    SendingFailure.allCases.map { (labels + [$0.text], link.counters.failures[$0].value) }
                }),
            counts(.uncertain) { $0.counters.uncertain.value }, counts(.dropped) { $0.counters.dropped.value },
            counts(.lanesHeld, \.heldCount),
        ]
        if let stored {
            families += [
                MetricFamily(.waiting, counts: names.map { ([$0], stored.summary.unsentMessages[$0] ?? 0) }),
                MetricFamily(.oldestMessage, names.map { ([$0], age(of: stored.oldestMessages[$0])) }),
            ]
        } else if deliveries.store == nil {
            families.append(counts(.waiting, \.waitingCount))
        }
        return families
    }

    /// The seconds since a date; 0 for none.
    private func age(of date: Date?) -> Double { date.map { max(0, clock.now.timeIntervalSince($0)) } ?? 0 }
}

extension DeliveryState {
    /// The states that a summary counts.
    fileprivate static let unfinished = allCases.filter { ![.done, .superseded, .cancelled].contains($0) }
}

extension [RouteCounters] {
    fileprivate func sum(_ count: (RouteCounters) -> Int) -> Int { reduce(0) { $0 + count($1) } }
    fileprivate func merged(_ histogram: (RouteCounters) -> Histogram) -> HistogramSnapshot { map(histogram).merged }
}

extension [DeliveryCounters] {
    fileprivate func sum(_ count: (DeliveryCounters) -> Int) -> Int { reduce(0) { $0 + count($1) } }
    fileprivate func merged(_ histogram: (DeliveryCounters) -> Histogram) -> HistogramSnapshot { map(histogram).merged }
}

extension [Histogram] {
    /// The values of all of them; there must be one, and all have the same bounds.
    fileprivate var merged: HistogramSnapshot {
        dropFirst().reduce(into: self[0].snapshot) { $0 += $1.snapshot }
    }
}
