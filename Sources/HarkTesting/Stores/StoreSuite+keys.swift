internal import HarkStore

/// Checks of the policies of keys.
extension StoreSuite {
    func checkSerialKeys() async throws {
        try await check("With serial, all of a key run one after the other in the order of arrival") { tested in
            var run = try await tested.start(tested.delivery(key: "k"))
            var waiting: [StoredDeliveryID] = []
            for _ in 1...3 {
                let added = try await tested.store.add(tested.delivery(key: "k"), startsNow: true)
                guard case .stored(let id, .waiting, due: nil, blocker: run.id) = added else {
                    return tested.fail("a later one is \(added)")
                }
                waiting.append(id)
            }
            for id in waiting {
                tested.expect("what is claimed before", try await tested.claim().deliveries.count, is: 0)
                try await tested.finish(run)
                run = try await tested.claimOnly(id)
            }
        }
        try await check("A ready delivery of a key blocks later ones, but is no running blocker") { tested in
            try await tested.add(tested.delivery(key: "k"))
            let added = try await tested.store.add(tested.delivery(key: "k"), startsNow: true)
            guard case .stored(_, .waiting, due: nil, blocker: nil) = added else {
                return tested.fail("the later one is \(added)")
            }
        }
        try await check("With serial, a delivery that waits for its retry keeps its key") { tested in
            let run = try await tested.start(tested.delivery(key: "k"))
            let later = try await tested.add(tested.delivery(key: "k"))
            try await tested.finish(run, .retry(due: tested.later(60), error: "no"))
            tested.expect("what is claimed", try await tested.claim().deliveries.count, is: 0)
            tested.clock.advance(by: .seconds(60))
            try await tested.finish(try await tested.claimOnly(run.id))
            _ = try await tested.claimOnly(later)
        }
        let ends: [RunEnd] = [.done(outcome: "OK"), .dead(error: "no"), .cancelled(reason: "no")]
        for end in ends {
            try await check("The next of a key is ready after the one before ended as \(end)") { tested in
                let run = try await tested.start(tested.delivery(key: "k"))
                let next = try await tested.add(tested.delivery(key: "k"))
                try await tested.finish(run, end)
                _ = try await tested.claimOnly(next)
            }
        }
    }

    func checkLatestKeys() async throws {
        try await check("With latest, one runs and the newest waits") { tested in
            let run = try await tested.start(tested.delivery(key: "k", .latest))
            let second = try await tested.add(tested.delivery(key: "k", .latest))
            let third = try await tested.add(tested.delivery(key: "k", .latest))
            try await tested.expectState("the second", second, is: .superseded)
            tested.expect("when the second ended", try await tested.record(second).finished, is: tested.now)
            try await tested.expectState("the third", third, is: .waiting)
            try await tested.finish(run)
            _ = try await tested.claimOnly(third)
        }
        try await check("With latest, a newer one supersedes one that is ready but not due, and starts") { tested in
            let first = try await tested.addEnded(
                tested.delivery(key: "k", .latest), .retry(due: tested.later(60), error: "no"))
            _ = try await tested.start(tested.delivery(key: "k", .latest))
            try await tested.expectState("the first", first, is: .superseded)
        }
        try await check("With latest, one that is ready and due goes on, and a newer one waits") { tested in
            let first = try await tested.add(tested.delivery(key: "k", .latest))
            let second = try await tested.add(tested.delivery(key: "k", .latest), startsNow: true)
            try await tested.expectState("the first", first, is: .ready)
            try await tested.expectState("the second", second, is: .waiting)
        }
        let delays: [(String, (StoreCase) -> RunEnd)] = [
            ("a retry", { .retry(due: $0.later(60), error: "no") }),
            ("another time", { .postponed(due: $0.later(60), reason: "later") }),
        ]
        for (name, end) in delays {
            try await check("With latest, one that would wait for \(name) gives way to a newer one") { tested in
                let run = try await tested.start(tested.delivery(key: "k", .latest))
                let newer = try await tested.add(tested.delivery(key: "k", .latest))
                try await tested.finish(run, end(tested))
                try await tested.expectState("the older", run.id, is: .superseded)
                _ = try await tested.claimOnly(newer)
            }
        }
        try await check("With latest, one that is released, or retried at once, does not give way") { tested in
            var run = try await tested.start(tested.delivery(key: "k", .latest))
            try await tested.add(tested.delivery(key: "k", .latest))
            try await tested.finish(run, .retry(due: tested.now, error: "no"))
            run = try await tested.claimOnly(run.id)
            try await tested.finish(run, .released)
            _ = try await tested.claimOnly(run.id)
        }
        try await check("The policy of the newer one decides what becomes of older ones") { tested in
            let run = try await tested.start(tested.delivery(key: "k", .latest))
            let second = try await tested.add(tested.delivery(key: "k", .latest))
            let third = try await tested.add(tested.delivery(key: "k", .serial))
            try await tested.expectState("the second", second, is: .waiting)
            let fourth = try await tested.add(tested.delivery(key: "k", .latest))
            for id in [second, third] { try await tested.expectState("an older one", id, is: .superseded) }
            try await tested.finish(run)
            _ = try await tested.claimOnly(fourth)
        }
    }

    func checkFirstAndDebouncedKeys() async throws {
        try await check("With first, newer ones are superseded while one is unfinished") { tested in
            let run = try await tested.start(tested.delivery(key: "k", .first))
            let added = try await tested.store.add(tested.delivery(key: "k", .first), startsNow: true)
            guard case .stored(let second, .superseded, due: nil, blocker: run.id) = added else {
                return tested.fail("the second is \(added)")
            }
            tested.expect("when the second ended", try await tested.record(second).finished, is: tested.now)
            try await tested.finish(run, .retry(due: tested.later(60), error: "no"))
            let third = try await tested.add(tested.delivery(key: "k", .first), startsNow: true)
            try await tested.expectState("one during the wait for a retry", third, is: .superseded)
            tested.clock.advance(by: .seconds(60))
            try await tested.finish(try await tested.claimOnly(run.id))
            _ = try await tested.start(tested.delivery(key: "k", .first))
        }
        let policy = StoredKeyPolicy.debounced(delay: .seconds(10), limit: .seconds(25))
        try await check("A debounced delivery is due after its delay; a newer one replaces it") { tested in
            let first = try await tested.add(tested.delivery(key: "k", policy), startsNow: true)
            tested.expect("when the first is due", try await tested.record(first).due, is: tested.later(10))
            tested.clock.advance(by: .seconds(8))
            let second = try await tested.add(tested.delivery(key: "k", policy), startsNow: true)
            try await tested.expectState("the first", first, is: .superseded)
            tested.expect("when the second is due", try await tested.record(second).due, is: tested.later(10))
            tested.clock.advance(by: .seconds(9))
            tested.expect("what is claimed before", try await tested.claim().deliveries.count, is: 0)
            tested.clock.advance(by: .seconds(1))
            _ = try await tested.claimOnly(second)
        }
        try await check("A burst is due at most the limit after its first delivery") { tested in
            let end = tested.later(25)
            var latest = try await tested.add(tested.delivery(key: "k", policy))
            for _ in 1...3 {
                tested.clock.advance(by: .seconds(7))
                latest = try await tested.add(tested.delivery(key: "k", policy))
            }
            tested.expect("when the last is due", try await tested.record(latest).due, is: end)
        }
        try await check("A burst during a run is due after it, and begins anew after each start") { tested in
            try await tested.add(tested.delivery(key: "k", policy))
            tested.clock.advance(by: .seconds(20))
            let run = try await tested.require("due delivery", tested.claim().deliveries.first).run
            let second = try await tested.add(tested.delivery(key: "k", policy))
            tested.clock.advance(by: .seconds(8))
            let third = try await tested.add(tested.delivery(key: "k", policy))
            let due = tested.later(10)
            try await tested.expectState("the second", second, is: .superseded)
            try await tested.finish(run)
            try await tested.expectState("the third", third, is: .ready)
            tested.expect("when the third is due", try await tested.record(third).due, is: due)
        }
    }
}
