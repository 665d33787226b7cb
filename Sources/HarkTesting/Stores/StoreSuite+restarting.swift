internal import HarkStore

/// Checks of the end of a store's use, and of stores that are opened again.
extension StoreSuite {
    func checkClosing() async throws {
        try await check("A closed store refuses everything") { tested in
            let run = try await tested.start(tested.delivery())
            await tested.store.close()
            await tested.store.close()
            let store = tested.store
            let calls: [(String, () async throws -> Void)] = [
                ("add", { _ = try await store.add(tested.delivery(), startsNow: true) }),
                ("claim", { _ = try await store.claim(ClaimLimits(total: 1)) }),
                ("finish", { _ = try await store.finish(run, .released) }),
                ("replay", { _ = try await store.replay(run.id, due: nil, note: "again") }),
                ("cancel", { _ = try await store.cancel(run.id, note: "no") }),
                ("adopt", { _ = try await store.adopt(routes: []) }),
                ("deliveries", { _ = try await store.deliveries(DeliveryQuery()) }),
                ("payload", { _ = try await store.payload(of: run.id) }),
                ("attempts", { _ = try await store.attempts(of: run.id) }),
                ("summary", { _ = try await store.summary() }),
                (
                    "addMessage",
                    { _ = try await store.addMessage(NewStoredMessage(network: "irc", room: "#ops", content: [])) }
                ),
                (
                    "updateMessage",
                    { try await store.updateMessage(StoredMessageID(rawValue: 1), MessageChange(.sent)) }
                ),
                ("messages", { _ = try await store.messages(MessageQuery()) }),
                ("takeSlot", { _ = try await store.takeSlot(of: "nightly", at: tested.now) }),
                ("latestSlot", { _ = try await store.latestSlot(of: "nightly") }),
                ("value", { _ = try await store.value("k", of: "ci") }),
                (
                    "setValue",
                    { _ = try await store.setValue([1], for: "k", of: "ci", expiry: nil, ifVersion: nil) }
                ),
                ("removeValue", { _ = try await store.removeValue(for: "k", of: "ci", ifVersion: nil) }),
                ("keys", { _ = try await store.keys(of: "ci", prefix: "", limit: 1) }),
                ("prune", { _ = try await store.prune(Retention()) }),
            ]
            for (name, call) in calls { await tested.expectError(name, { $0 == .closed }, call) }
        }
    }

    func checkRestarts() async throws {
        try await checkAgain("What was stored is there after a restart") { first, again in
            let body = [UInt8](repeating: 7, count: (1 << 20) + 1)
            let ready = try await first.add(first.delivery(key: "k", body: body))
            let waiting = try await first.add(first.delivery(key: "k"))
            let done = try await first.addEnded(first.delivery(duplicateKey: 1), .done(outcome: "OK"))
            _ = try await first.store.addMessage(NewStoredMessage(network: "irc", room: "#ops", content: [1]))
            _ = try await first.store.takeSlot(of: "nightly", at: first.now)
            let version = try await first.store.setValue([1], for: "k", of: "ci", expiry: nil, ifVersion: nil)
            let records = try await first.store.deliveries(DeliveryQuery())
            let messages = try await first.store.messages(MessageQuery())

            let second = try await again(first, .closed)
            second.expect("the deliveries", try await second.store.deliveries(DeliveryQuery()), is: records)
            second.expect("the messages", try await second.store.messages(MessageQuery()), is: messages)
            second.expect("the slot", try await second.store.latestSlot(of: "nightly"), is: second.now)
            second.expect("the value", try await second.store.value("k", of: "ci")?.version, is: version)
            let repetition = try await second.store.add(second.delivery(duplicateKey: 1), startsNow: true)
            second.expect("a repetition", repetition, is: .duplicate(done, state: .done))
            let claimed = try await second.claim().deliveries
            second.expect("what is claimed", claimed.map(\.record.id), is: [ready])
            second.expect("whether its body is the same", claimed.first?.payload.body == body, is: true)
            if let run = claimed.first?.run { try await second.finish(run) }
            _ = try await second.claimOnly(waiting)
        }
        try await checkAgain("Hours in which no process used the store do not count for repetitions") { first, again in
            let done = try await first.addEnded(first.delivery(duplicateKey: 1), .done(outcome: "OK"))
            first.clock.advance(by: .seconds(10 * 86_400))
            let second = try await again(first, .closed)
            let repetition = try await second.store.add(second.delivery(duplicateKey: 1), startsNow: true)
            second.expect("a repetition", repetition, is: .duplicate(done, state: .done))
        }
        try await checkAgain("Numbers and versions are not given again after a restart") { first, again in
            let id = try await first.addEnded(first.delivery(), .done(outcome: "OK"))
            let version = try await first.store.setValue([1], for: "k", of: "ci", expiry: nil, ifVersion: nil)
            _ = try await first.store.removeValue(for: "k", of: "ci", ifVersion: nil)
            first.clock.advance(by: .seconds(400 * 86_400))
            _ = try await first.store.prune(Retention())

            let second = try await again(first, .closed)
            let next = try await second.add(second.delivery())
            second.expect("whether the next number is greater", next > id, is: true)
            let newer = try await second.store.setValue([1], for: "k", of: "ci", expiry: nil, ifVersion: nil)
            second.expect("whether the next version is greater", newer ?? 0 > version ?? 0, is: true)
        }
        try await checkAgain("A delivery that ran when its store was closed has not crashed") { first, again in
            let run = try await first.start(first.delivery())

            let second = try await again(first, .closed)
            second.expect("the crashes", try await second.record(run.id).crashes, is: 0)
            let next = try await second.claimOnly(run.id)
            second.expect("the attempt", next.attempt, is: 1)
            second.expect("whether the token is greater", next.token > run.token, is: true)
            let isOwner = try await second.store.finish(run, .done(outcome: "late"))
            second.expect("whether the run before owns it", isOwner, is: false)
        }
    }

    func checkCrashes() async throws {
        try await checkAgain("A delivery that ran when the process died is a suspect, and keeps its key") {
            first, again in
            let run = try await first.start(first.delivery(key: "k"))
            try await first.add(first.delivery(key: "k"))

            let second = try await again(first, .crashed)
            let record = try await second.record(run.id)
            second.expect("the state", record.state, is: .ready)
            second.expect("the crashes", record.crashes, is: 1)
            second.expect("the attempt, which counts", record.attempt, is: 1)
            second.expect("the attempts", try await second.store.attempts(of: run.id).map(\.number), is: [1])
            let next = try await second.claimOnly(run.id)
            second.expect("the next attempt", next.attempt, is: 2)
        }
        try await checkAgain("One suspect runs at a time, beside fresh deliveries") { first, again in
            let runs = [try await first.start(first.delivery()), try await first.start(first.delivery())]

            let second = try await again(first, .crashed)
            let fresh = try await second.add(second.delivery())
            let refused = try await second.store.claim(ClaimLimits(total: 0, acceptsSuspect: false))
            second.expect("whether more are due", refused.isMoreDue, is: true)
            let claimed = try await second.claim()
            second.expect("what is claimed", claimed.deliveries.map(\.record.id), is: [runs[0].id, fresh])
            second.expect("whether more are due then", claimed.isMoreDue, is: true)
            let none = try await second.store.claim(ClaimLimits(total: 5, acceptsSuspect: false))
            second.expect("what is claimed without suspects", none.deliveries.count, is: 0)
            second.expect("whether one must run alone", none.isIsolatedDue, is: false)
            _ = try await second.claimOnly(runs[1].id)
        }
        try await checkAgain("A delivery that ran in two processes that died runs alone") { first, again in
            let run = try await first.start(first.delivery())
            var second = try await again(first, .crashed)
            _ = try await second.claimOnly(run.id)
            second = try await again(second, .crashed)
            let fresh = try await second.add(second.delivery())

            let busy = try await second.store.claim(ClaimLimits(total: 5, acceptsIsolated: false))
            second.expect("what is claimed beside others", busy.deliveries.map(\.record.id), is: [fresh])
            second.expect("whether one must run alone", busy.isIsolatedDue, is: true)
            try await second.add(second.delivery())
            let alone = try await second.claim()
            second.expect("what is claimed by an idle caller", alone.deliveries.map(\.record.id), is: [run.id])
            second.expect("whether more are due", alone.isMoreDue, is: true)
            second.expect("whether another must run alone", alone.isIsolatedDue, is: false)
        }
        try await checkQuarantine()
    }

    private func checkQuarantine() async throws {
        try await checkAgain("After \(StoreLimits.crashes) crashes a delivery is quarantined, and its key goes on") {
            first, again in
            let run = try await first.start(first.delivery(key: "k", duplicateKey: 1))
            let next = try await first.add(first.delivery(key: "k"))
            var latest = try await again(first, .crashed)
            for _ in 2...StoreLimits.crashes {
                _ = try await latest.claimOnly(run.id)
                latest = try await again(latest, .crashed)
            }
            let record = try await latest.record(run.id)
            latest.expect("the state", record.state, is: .quarantined)
            latest.expect("the crashes", record.crashes, is: StoreLimits.crashes)
            latest.expect("when it finished", record.finished, is: latest.now)
            let successor = try await latest.claimOnly(next)
            try await latest.finish(successor)

            let redelivery = try await latest.store.add(latest.delivery(duplicateKey: 1), startsNow: true)
            latest.expect("a redelivery", redelivery, is: .replayed(run.id))
            let beside = try await latest.store.claim(ClaimLimits(total: 5, acceptsIsolated: false))
            latest.expect("what is claimed beside others", beside.deliveries.count, is: 0)
            latest.expect("whether it must run alone", beside.isIsolatedDue, is: true)
            _ = try await latest.claimOnly(run.id)
            latest = try await again(latest, .crashed)
            try await latest.expectState("it after another crash", run.id, is: .quarantined)
        }
        try await checkAgain("Deliveries that failed before a crash run soon after it, not all at once") {
            first, again in
            for _ in 1...10 {
                try await first.addEnded(first.delivery(), .retry(due: first.now, error: "no"))
            }
            let second = try await again(first, .crashed)
            let atOnce = try await second.claim().deliveries.count
            second.clock.advance(by: .seconds(10))
            let later = try await second.claim().deliveries.count
            second.expect("how many run within 10 s", atOnce + later, is: 10)
            second.expect("whether some run later", later > 0, is: true)
        }
    }
}
