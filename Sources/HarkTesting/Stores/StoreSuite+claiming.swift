internal import HarkStore

/// Checks of claims.
extension StoreSuite {
    func checkClaims() async throws {
        try await check("A claim returns the earliest due first, with their requests") { tested in
            let late = try await tested.addEnded(
                tested.delivery(body: [1]), .postponed(due: tested.later(20), reason: "later"))
            let early = try await tested.addEnded(
                tested.delivery(body: [2]), .postponed(due: tested.later(10), reason: "later"))
            tested.clock.advance(by: .seconds(30))
            let last = try await tested.add(tested.delivery(body: [3]))
            let first = try await tested.claim(1).deliveries
            let claimed = try await first + tested.claim().deliveries
            tested.expect("what is claimed", claimed.map(\.record.id), is: [early, late, last])
            tested.expect("their bodies", claimed.map(\.payload.body), is: [[2], [1], [3]])
            for one in claimed {
                tested.expect("the state", one.record.state, is: .running)
                tested.expect("the start", one.record.started, is: tested.now)
                tested.expect("the record", try await tested.record(one.record.id), is: one.record)
                tested.expect("the attempt", one.run.attempt, is: one.record.attempt)
            }
        }
        try await check("A claim returns at most as many as asked for, and says whether more are due") { tested in
            for _ in 1...3 { try await tested.add(tested.delivery()) }
            let none = try await tested.claim(0)
            tested.expect("what a claim of 0 returns", none.deliveries.count, is: 0)
            tested.expect("whether more are due", none.isMoreDue, is: true)
            let two = try await tested.claim(2)
            tested.expect("what a claim of 2 returns", two.deliveries.count, is: 2)
            tested.expect("whether more are due", two.isMoreDue, is: true)
            let one = try await tested.claim(2)
            tested.expect("what the next returns", one.deliveries.count, is: 1)
            tested.expect("whether more are due", one.isMoreDue, is: false)
        }
        try await checkDueTimes()
        try await checkPausedRoutes()
    }

    private func checkDueTimes() async throws {
        try await check("A claim says when the next one becomes due") { tested in
            tested.expect("the next of none", try await tested.claim().nextDue, is: nil)
            for seconds in [50, 30, 40] {
                let due = tested.later(seconds)
                try await tested.addEnded(tested.delivery(), .retry(due: due, error: "no"))
            }
            tested.expect("the next", try await tested.claim().nextDue, is: tested.later(30))
            tested.clock.advance(by: .seconds(30))
            tested.expect("the next while one is due", try await tested.claim(0).nextDue, is: tested.later(10))
            let claimed = try await tested.claim()
            tested.expect("what is due", claimed.deliveries.count, is: 1)
            tested.expect("the next after it", claimed.nextDue, is: tested.later(10))
        }
        try await check("Those that have run before are limited, and do not hold up fresh ones") { tested in
            for _ in 1...2 { try await tested.addEnded(tested.delivery(), .retry(due: tested.now, error: "no")) }
            for _ in 1...2 { try await tested.addEnded(tested.delivery(), .postponed(due: tested.now, reason: "no")) }
            tested.clock.advance(by: .seconds(1))
            for _ in 1...2 { try await tested.add(tested.delivery()) }
            let claimed = try await tested.store.claim(ClaimLimits(total: 5, retried: 1))
            tested.expect("the starts", claimed.deliveries.map(\.run.token), is: [2, 1, 1])
            tested.expect("whether more are due", claimed.isMoreDue, is: true)
            let unlimited = try await tested.claim(5)
            tested.expect("what a claim without the limit returns", unlimited.deliveries.count, is: 3)
        }
        try await check("An expired delivery is not claimed, and not waited for") { tested in
            try await tested.add(tested.delivery(life: 10))
            let run = try await tested.start(tested.delivery(life: 10))
            try await tested.finish(run, .retry(due: tested.later(20), error: "no"))
            tested.clock.advance(by: .seconds(10))
            tested.expect("what is found", try await tested.claim(), is: ClaimedDeliveries())
        }
        try await check("The token of a delivery grows with each start") { tested in
            var run = try await tested.start(tested.delivery())
            for end in [RunEnd.released, .retry(due: tested.now, error: "no"), .dead(error: "no")] {
                try await tested.finish(run, end)
                if case .dead = end { _ = try await tested.store.replay(run.id, due: nil, note: "again") }
                let next = try await tested.claimOnly(run.id)
                tested.expect("whether the token is greater after \(end)", next.token > run.token, is: true)
                run = next
            }
        }
    }

    private func checkPausedRoutes() async throws {
        try await check("Deliveries of paused routes are left alone, as if there were none") { tested in
            try await tested.add(tested.delivery(route: StoreCase.otherRoute))
            try await tested.addEnded(
                tested.delivery(route: StoreCase.otherRoute), .retry(due: tested.later(10), error: "no"))
            let paused = ClaimLimits(total: 5, pausedRoutes: [StoreCase.otherRoute])
            tested.expect("what is found", try await tested.store.claim(paused), is: ClaimedDeliveries())
            let other = try await tested.add(tested.delivery())
            let found = try await tested.store.claim(paused)
            tested.expect("what is claimed", found.deliveries.map(\.record.id), is: [other])
            tested.expect("whether more are due", found.isMoreDue, is: false)
            tested.expect("what is claimed without a pause", try await tested.claim().deliveries.count, is: 1)
        }
    }
}
