internal import HarkStore

/// Checks of lists and counts.
extension StoreSuite {
    func checkListing() async throws {
        try await check("Deliveries are listed by plugin, state, time and identifier, the newest first") { tested in
            let done = try await tested.addEnded(tested.delivery("aa-1"), .done(outcome: "OK"))
            let dead = try await tested.addEnded(tested.delivery("aa-2"), .dead(error: "no"))
            tested.clock.advance(by: .seconds(10))
            let ready = try await tested.add(tested.delivery("ab-3", route: StoreCase.otherRoute))
            let odd = try await tested.add(tested.delivery("a%_4"))
            let all = [odd, ready, dead, done]
            let expected: [(DeliveryQuery, [StoredDeliveryID])] = [
                (DeliveryQuery(), all), (DeliveryQuery(limit: 2), [odd, ready]), (DeliveryQuery(limit: 0), []),
                (DeliveryQuery(id: dead), [dead]), (DeliveryQuery(before: ready), [dead, done]),
                (DeliveryQuery(before: odd, limit: 1), [ready]),
                (DeliveryQuery(plugin: "ci"), [odd, dead, done]), (DeliveryQuery(plugin: "CI"), []),
                (DeliveryQuery(states: [.dead]), [dead]), (DeliveryQuery(states: [.dead, .done]), [dead, done]),
                (DeliveryQuery(states: [.quarantined]), []), (DeliveryQuery(states: [.ready]), [odd, ready]),
                (DeliveryQuery(since: tested.now), [odd, ready]),
                (DeliveryQuery(requestIDPrefix: "aa"), [dead, done]), (DeliveryQuery(requestIDPrefix: "a%"), [odd]),
                (DeliveryQuery(requestIDPrefix: "a_"), []), (DeliveryQuery(requestIDPrefix: "A"), []),
                (DeliveryQuery(requestIDPrefix: ""), all), (DeliveryQuery(requestIDPrefix: "aa-1"), [done]),
                (DeliveryQuery(requestIDPrefix: "aa-11"), []),
                (DeliveryQuery(plugin: "ci", states: [.ready], since: tested.now, requestIDPrefix: "a"), [odd]),
            ]
            for (query, ids) in expected {
                let found = try await tested.store.deliveries(query).map(\.id)
                tested.expect("what \(query) finds", found, is: ids)
            }
        }
    }

    func checkSummary() async throws {
        try await check("The summary of an empty store is empty") { tested in
            var summary = try await tested.store.summary()
            summary.size = 0
            tested.expect("it", summary, is: StoreSummary())
        }
        try await check("The summary says for how long what is ready has been due, not when it arrived") { tested in
            let day = 86_400
            let old = try await tested.start(tested.delivery(life: 30 * day))
            try await tested.finish(old, .retry(due: tested.later(20 * day), error: "no"))
            tested.clock.advance(by: .seconds(20 * day - 10))
            tested.expect("it before the time", try await tested.store.summary().oldestReady, is: nil)
            try await tested.add(tested.delivery())
            tested.clock.advance(by: .seconds(5))
            let fresh = try await tested.claim(1).deliveries.map(\.run)
            for run in fresh { try await tested.finish(run) }
            tested.clock.advance(by: .seconds(10))
            let due = tested.later(-5)
            tested.expect("it", try await tested.store.summary().oldestReady, is: due)
        }
        try await check("The summary counts what is unfinished or dead, and what is not sent") { tested in
            let second = tested.later(1)
            _ = try await tested.start(tested.delivery(key: "k"))
            for _ in 1...2 { try await tested.add(tested.delivery(key: "k")) }
            try await tested.addEnded(tested.delivery(), .retry(due: tested.later(100), error: "no"))
            try await tested.addEnded(tested.delivery(), .done(outcome: "OK"))
            try await tested.addEnded(tested.delivery(), .dead(error: "no"))
            try await tested.add(tested.delivery(route: StoreCase.otherRoute))
            _ = try await tested.store.adopt(routes: [StoreCase.route])
            tested.clock.advance(by: .seconds(1))
            for _ in 1...2 { try await tested.add(tested.delivery()) }
            for network in ["slack", "slack", "irc"] {
                _ = try await tested.store.addMessage(
                    NewStoredMessage(network: network, room: "#ops", content: [1]))
                tested.clock.advance(by: .seconds(1))
            }
            var summary = try await tested.store.summary()
            summary.size = 0
            let expected = StoreSummary(
                deliveries: [.running: 1, .waiting: 2, .ready: 3, .dead: 1, .homeless: 1],
                oldestReady: second, unsentMessages: ["slack": 2, "irc": 1],
                oldestMessage: second)
            tested.expect("it", summary, is: expected)
        }
    }
}
