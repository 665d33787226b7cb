internal import HarkStore

/// Checks of what people do with deliveries.
extension StoreSuite {
    func checkReplays() async throws {
        let ends: [RunEnd] = [.done(outcome: "OK"), .dead(error: "no"), .cancelled(reason: "no")]
        for end in ends {
            try await check("A delivery that ended as \(end) can be replayed") { tested in
                let id = try await tested.addEnded(tested.delivery(life: 60), end)
                let state = try await tested.record(id).state
                tested.clock.advance(by: .seconds(3600))
                let before = try await tested.store.replay(id, due: nil, note: "replayed by ada")
                tested.expect("the state before", before, is: state)
                let record = try await tested.record(id)
                tested.expect("the state", record.state, is: .ready)
                tested.expect("the generation", record.generation, is: 1)
                tested.expect("the attempt", record.attempt, is: 0)
                tested.expect("when it finished", record.finished, is: nil)
                tested.expect("the expiry, as long after the replay as before", record.expiry, is: tested.later(60))
                let run = try await tested.claimOnly(id)
                tested.expect("the attempt of the run", run.attempt, is: 1)
                tested.expect("the generation of the run", run.generation, is: 1)
                tested.expect(
                    "the note", try await tested.store.attempts(of: id).last,
                    is: DeliveryAttempt(generation: 1, number: 0, ended: tested.now, text: "replayed by ada"))
            }
        }
        try await check("A superseded delivery can be replayed, and waits while its key is busy") { tested in
            let run = try await tested.start(tested.delivery(key: "k", .first))
            let id = try await tested.add(tested.delivery(key: "k", .first))
            let before = try await tested.store.replay(id, due: nil, note: "again")
            tested.expect("the state before", before, is: .superseded)
            try await tested.expectState("it", id, is: .waiting)
            try await tested.finish(run)
            _ = try await tested.claimOnly(id)
        }
        try await check("A replay can be due later, and a second one makes it due now") { tested in
            let id = try await tested.addEnded(tested.delivery(), .dead(error: "no"))
            _ = try await tested.store.replay(id, due: tested.later(60), note: "later")
            tested.expect("the due time", try await tested.record(id).due, is: tested.later(60))
            let before = try await tested.store.replay(id, due: nil, note: "now")
            tested.expect("the state before", before, is: .ready)
            let run = try await tested.claimOnly(id)
            tested.expect("the generation", run.generation, is: 1)
        }
        try await check("A waiting delivery that is replayed goes on waiting, and is due then") { tested in
            let policy = StoredKeyPolicy.debounced(delay: .seconds(60), limit: .seconds(60))
            let run = try await tested.start(tested.delivery(key: "k"))
            let id = try await tested.add(tested.delivery(key: "k", policy))
            let before = try await tested.store.replay(id, due: nil, note: "now")
            tested.expect("the state before", before, is: .waiting)
            try await tested.finish(run)
            _ = try await tested.claimOnly(id)
        }
        try await check("A running delivery, or one that there is not, is not replayed") { tested in
            let run = try await tested.start(tested.delivery())
            let record = try await tested.record(run.id)
            let running = try await tested.store.replay(run.id, due: nil, note: "again")
            tested.expect("the state of the running one", running, is: .running)
            tested.expect("its record", try await tested.record(run.id), is: record)
            let none = StoredDeliveryID(rawValue: run.id.rawValue + 1)
            tested.expect("another one", try await tested.store.replay(none, due: nil, note: "again"), is: nil)
        }
    }

    func checkCancelling() async throws {
        try await check("A delivery that has not begun can be cancelled") { tested in
            let run = try await tested.start(tested.delivery(key: "k"))
            let waiting = try await tested.add(tested.delivery(key: "k"))
            let ready = try await tested.add(tested.delivery())
            let homeless = try await tested.add(tested.delivery(route: StoreCase.otherRoute))
            _ = try await tested.store.adopt(routes: [StoreCase.route])
            let states = [(waiting, DeliveryState.waiting), (ready, .ready), (homeless, .homeless)]
            for (id, state) in states {
                tested.expect("the state before", try await tested.store.cancel(id, note: "by ada"), is: state)
                let record = try await tested.record(id)
                tested.expect("the state", record.state, is: .cancelled)
                tested.expect("the outcome", record.outcome, is: "by ada")
                tested.expect("when it finished", record.finished, is: tested.now)
                tested.expect("the notes", try await tested.store.attempts(of: id).map(\.text), is: ["by ada"])
            }
            try await tested.finish(run)
            tested.expect("what is left", try await tested.claim(), is: ClaimedDeliveries())
        }
        try await check("The next of a key is ready when the one before is cancelled") { tested in
            let first = try await tested.add(tested.delivery(key: "k"))
            let second = try await tested.add(tested.delivery(key: "k"))
            let third = try await tested.add(tested.delivery(key: "k"))
            _ = try await tested.store.cancel(second, note: "by ada")
            _ = try await tested.store.cancel(first, note: "by ada")
            _ = try await tested.claimOnly(third)
        }
        try await check("A delivery that runs or has ended is not cancelled") { tested in
            let run = try await tested.start(tested.delivery())
            let done = try await tested.addEnded(tested.delivery(), .done(outcome: "OK"))
            for (id, state) in [(run.id, DeliveryState.running), (done, .done)] {
                let record = try await tested.record(id)
                tested.expect("the state before", try await tested.store.cancel(id, note: "by ada"), is: state)
                tested.expect("the record", try await tested.record(id), is: record)
                tested.expect("the notes", try await tested.store.attempts(of: id).count, is: 0)
            }
            let none = StoredDeliveryID(rawValue: 4711)
            tested.expect("another one", try await tested.store.cancel(none, note: "by ada"), is: nil)
        }
    }

    func checkRoutes() async throws {
        try await check("Deliveries without a route are homeless until it is back, in the order of their keys") {
            tested in
            let first = try await tested.add(tested.delivery(key: "k", life: 100))
            let second = try await tested.add(tested.delivery(key: "k"))
            let delayed = try await tested.addEnded(tested.delivery(), .retry(due: tested.later(60), error: "no"))
            let other = try await tested.add(tested.delivery(route: StoreCase.otherRoute))
            let homeless = try await tested.store.adopt(routes: [StoreCase.otherRoute])
            tested.expect("how many are homeless", homeless, is: 3)
            for id in [first, second, delayed] { try await tested.expectState("one of them", id, is: .homeless) }
            _ = try await tested.claimOnly(other)

            tested.clock.advance(by: .seconds(200))
            let left = try await tested.store.adopt(routes: [StoreCase.route, StoreCase.otherRoute])
            tested.expect("how many are homeless then", left, is: 0)
            try await tested.expectState("the second of the key", second, is: .waiting)
            let expiry = try await tested.record(first).expiry
            tested.expect("the expiry, without the time in between", expiry, is: tested.later(100))
            let claimed = try await tested.claim().deliveries
            tested.expect("what is claimed", claimed.map(\.record.id), is: [first, delayed])
            if let run = claimed.first?.run { try await tested.finish(run) }
            _ = try await tested.claimOnly(second)
        }
        try await check("A running delivery goes on without its route, and ended ones are left alone") { tested in
            let run = try await tested.start(tested.delivery())
            let done = try await tested.addEnded(tested.delivery(), .done(outcome: "OK"))
            tested.expect("how many are homeless", try await tested.store.adopt(routes: []), is: 0)
            try await tested.expectState("the running one", run.id, is: .running)
            try await tested.finish(run)
            try await tested.expectState("the done one", done, is: .done)
        }
        try await check("A delivery whose route the bot does not have is homeless when it is replayed") { tested in
            let id = try await tested.addEnded(tested.delivery(key: "k"), .dead(error: "no"))
            _ = try await tested.store.adopt(routes: [])
            tested.expect("the state before", try await tested.store.replay(id, due: nil, note: "again"), is: .dead)
            try await tested.expectState("it", id, is: .homeless)
            tested.expect("a second replay", try await tested.store.replay(id, due: nil, note: "more"), is: .homeless)
            _ = try await tested.store.adopt(routes: [StoreCase.route])
            _ = try await tested.claimOnly(id)
        }
        try await check("Routes that no delivery ever had can be adopted, and new ones can be stored") { tested in
            let routes: Set = [StoreCase.route, StoreCase.otherRoute]
            tested.expect("how many are homeless", try await tested.store.adopt(routes: routes), is: 0)
            _ = try await tested.start(tested.delivery(route: StoredRoute(plugin: "new", label: "POST /new")))
        }
    }
}
