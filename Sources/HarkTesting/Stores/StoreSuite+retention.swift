internal import HarkStore

/// Checks of what is deleted when.
extension StoreSuite {
    private var keep: Retention {
        Retention(payloads: .seconds(100), records: .seconds(200), dead: .seconds(300), homeless: .seconds(400))
    }

    func checkRetention() async throws {
        try await check("Requests of finished deliveries are deleted, then their records, dead ones last") { tested in
            let done = try await tested.addEnded(tested.delivery(), .done(outcome: "OK"))
            let cancelled = try await tested.addEnded(tested.delivery(), .cancelled(reason: "no"))
            let dead = try await tested.addEnded(tested.delivery(), .dead(error: "no"))
            let ready = try await tested.add(tested.delivery())
            let nothing = try await tested.store.prune(keep)
            tested.expect("what is deleted at once", nothing, is: PruneReport())

            tested.clock.advance(by: .seconds(150))
            let payloads = try await tested.store.prune(keep)
            tested.expect("what is deleted first", payloads, is: PruneReport(payloads: 2))
            for id in [done, cancelled] {
                tested.expect("the request", try await tested.store.payload(of: id), is: nil)
                tested.expect("a replay", try await tested.store.replay(id, due: nil, note: "again"), is: nil)
            }
            tested.expect("the state of one", try await tested.record(done).state, is: .done)

            tested.clock.advance(by: .seconds(100))
            let records = try await tested.store.prune(keep)
            tested.expect("what is deleted then", records, is: PruneReport(records: 2))
            let kept = try await tested.store.deliveries(DeliveryQuery()).map(\.id)
            tested.expect("what is kept", kept, is: [ready, dead])
            let hasPayload = try await tested.store.payload(of: dead) != nil
            tested.expect("whether the dead one has its request", hasPayload, is: true)

            tested.clock.advance(by: .seconds(100))
            let last = try await tested.store.prune(keep)
            tested.expect("what is deleted last", last, is: PruneReport(payloads: 1, records: 1))
            tested.expect("the notes", try await tested.store.attempts(of: dead), is: [])
        }
        try await check("A store that is asked for nothing but pruning becomes older") { tested in
            try await tested.addEnded(tested.delivery(), .done(outcome: "OK"))
            try await tested.add(tested.delivery(life: 1_000_000))
            let keep = Retention(payloads: .seconds(6 * 3600))
            var payloads = 0
            for _ in 0..<26 {
                tested.clock.advance(by: StoreLimits.pruneInterval + .seconds(5))
                payloads += try await tested.store.prune(keep).payloads
            }
            tested.expect("the requests that are deleted", payloads, is: 1)
        }
        try await check("A number is not given again when the newest delivery is old") { tested in
            let id = try await tested.addEnded(tested.delivery(), .done(outcome: "OK"))
            tested.clock.advance(by: .seconds(1000))
            _ = try await tested.store.prune(keep)
            let next = try await tested.add(tested.delivery())
            tested.expect("whether the next is greater", next > id, is: true)
        }
        try await checkDeletedRepetitions()
        try await checkPayloadQuota()
        try await checkDeadRequests()
        try await checkIdleTime()
        try await checkClockChanges()
        try await checkExpiry()
    }

    private func checkDeletedRepetitions() async throws {
        try await check("A record is kept for as long as repetitions are recognised") { tested in
            let id = try await tested.addEnded(tested.delivery(duplicateKey: 1), .done(outcome: "OK"))
            try await tested.add(tested.delivery())
            tested.clock.advance(by: .seconds(1000))
            _ = try await tested.store.prune(keep)
            let again = try await tested.store.add(tested.delivery(duplicateKey: 1), startsNow: true)
            tested.expect("a repetition", again, is: .duplicate(id, state: .done))
        }
        try await check("A redelivery of a cancelled delivery whose request was deleted is a new one") { tested in
            let id = try await tested.addEnded(tested.delivery(duplicateKey: 1), .cancelled(reason: "no"))
            try await tested.add(tested.delivery())
            tested.clock.advance(by: .seconds(1000))
            _ = try await tested.store.prune(keep)
            let run = try await tested.start(tested.delivery(duplicateKey: 1))
            tested.expect("whether it has another number", run.id > id, is: true)
        }
    }

    private func checkPayloadQuota() async throws {
        try await check("The oldest requests are deleted if all together are too large") { tested in
            var ids: [StoredDeliveryID] = []
            for _ in 1...5 {
                let delivery = tested.delivery(body: [UInt8](repeating: 1, count: 998))
                ids.append(try await tested.addEnded(delivery, .done(outcome: "OK")))
                tested.clock.advance(by: .seconds(1))
            }
            let running = try await tested.start(tested.delivery(body: [UInt8](repeating: 1, count: 998)))
            let report = try await tested.store.prune(Retention(payloadBytes: 2500))
            tested.expect("what is deleted", report, is: PruneReport(payloads: 3))
            for (id, isKept) in zip(ids + [running.id], [false, false, false, true, true, true]) {
                let hasPayload = try await tested.store.payload(of: id) != nil
                tested.expect("whether request \(id.rawValue) is kept", hasPayload, is: isKept)
            }
        }
    }

    private func checkDeadRequests() async throws {
        let keep = Retention(payloadBytes: 2500, dead: .seconds(300))
        try await check("The oldest requests of dead deliveries are deleted if they are too large, not their records") {
            tested in
            let body = [UInt8](repeating: 1, count: 998)
            var ids: [StoredDeliveryID] = []
            for number: UInt128 in 1...5 {
                let delivery = tested.delivery(duplicateKey: number, body: body)
                ids.append(try await tested.addEnded(delivery, .dead(error: "no")))
                try await tested.addEnded(
                    tested.delivery(body: [UInt8](repeating: 1, count: 398)), .done(outcome: "OK"))
                tested.clock.advance(by: .seconds(1))
            }
            try await tested.add(tested.delivery(body: body))

            tested.expect("what is deleted", try await tested.store.prune(keep), is: PruneReport(payloads: 3))
            tested.expect("what is deleted then", try await tested.store.prune(keep), is: PruneReport())
            for (id, isKept) in zip(ids, [false, false, false, true, true]) {
                let hasPayload = try await tested.store.payload(of: id) != nil
                tested.expect("whether request \(id.rawValue) is kept", hasPayload, is: isKept)
            }
            let listed = try await tested.store.deliveries(DeliveryQuery(states: [.dead, .quarantined])).map(\.id)
            tested.expect("what is listed", listed, is: ids.reversed())
            tested.expect("how many are counted", try await tested.store.summary().deliveries[.dead], is: 5)
            tested.expect("a replay", try await tested.store.replay(ids[0], due: nil, note: "again"), is: nil)
            tested.expect("another", try await tested.store.replay(ids[4], due: nil, note: "again"), is: .dead)
            let again = try await tested.start(tested.delivery(duplicateKey: 2, body: body))
            tested.expect("whether a redelivery has another number", again.id > ids[4], is: true)

            tested.clock.advance(by: .seconds(300))
            let last = try await tested.store.prune(keep)
            tested.expect("what is deleted at last", last, is: PruneReport(payloads: 1, records: 4))
        }
    }

    private func checkIdleTime() async throws {
        try await check("Hours in which nobody used the store do not make a delivery older") { tested in
            let ready = try await tested.add(tested.delivery(key: "k"))
            let waiting = try await tested.add(tested.delivery(key: "k"))
            let run = try await tested.start(tested.delivery())
            tested.clock.advance(by: .seconds(30 * 86_400))
            let report = try await tested.store.prune(Retention())
            tested.expect("what is deleted", report, is: PruneReport())
            for id in [ready, waiting, run.id] {
                tested.expect("the expiry", try await tested.record(id).expiry, is: tested.later(259_200))
            }
            _ = try await tested.claimOnly(ready)
        }
        try await check("Hours in which nobody used the store do not make older what is kept, or waits") { tested in
            let keep = Retention(
                payloads: .seconds(100), dead: .seconds(200), homeless: .seconds(300), messages: .seconds(400))
            try await tested.addEnded(tested.delivery(), .done(outcome: "OK"))
            try await tested.addEnded(tested.delivery(), .dead(error: "no"))
            let homeless = try await tested.add(tested.delivery(route: StoreCase.otherRoute))
            _ = try await tested.store.adopt(routes: [StoreCase.route])
            try await tested.add(tested.delivery())
            let message = NewStoredMessage(network: "slack", room: "#ops", content: [1])
            try await tested.store.updateMessage(tested.addMessage(message), MessageChange(.sent))
            let unsent = try await tested.addMessage(message)

            tested.clock.advance(by: .seconds(30 * 86_400))
            tested.expect("what is deleted", try await tested.store.prune(keep), is: PruneReport())
            let waiting = try await tested.store.messages(MessageQuery(states: [.pending]))
            tested.expect("the messages that wait", waiting.map(\.id), is: [unsent])
            tested.expect("since when", waiting.map(\.created), is: [tested.now])
            for expected in [PruneReport(payloads: 1), PruneReport(payloads: 1, records: 1)] {
                tested.clock.advance(by: .seconds(100))
                tested.expect("what is deleted then", try await tested.store.prune(keep), is: expected)
            }
            tested.clock.advance(by: .seconds(100))
            let expired = try await tested.store.prune(keep).expired
            tested.expect("what expires", expired.map(\.id), is: [homeless])
            tested.clock.advance(by: .seconds(100))
            tested.expect("the messages", try await tested.store.prune(keep).messages, is: 1)
        }
    }

    private func checkClockChanges() async throws {
        try await check("A clock that is set forward and back makes nothing older, and nothing younger") { tested in
            let keep = Retention(payloads: .seconds(4 * 3600))
            try await tested.addEnded(tested.delivery(), .done(outcome: "OK"))
            let ready = try await tested.add(tested.delivery(life: 4 * 3600))
            for hours in [3, -3] {
                tested.clock.advance(by: .seconds(hours * 3600))
                tested.expect("what is deleted", try await tested.store.prune(keep), is: PruneReport())
            }
            var payloads: [Int] = []
            for _ in 1...16 {
                tested.clock.advance(by: StoreLimits.pruneInterval)
                let report = try await tested.store.prune(keep)
                payloads.append(report.payloads)
                if payloads.count == 16 { tested.expect("what expires", report.expired.map(\.id), is: [ready]) }
            }
            tested.expect("the requests that are deleted", payloads, is: [Int](repeating: 0, count: 15) + [1])
        }
        try await check("A delivery that is due stays so when the clock is set back") { tested in
            let ready = try await tested.add(tested.delivery())
            tested.clock.advance(by: .seconds(-3 * 3600))
            _ = try await tested.store.prune(Retention())
            _ = try await tested.claimOnly(ready)
        }
    }

    private func checkExpiry() async throws {
        try await check("An unfinished delivery that is too old is dead, and the next of its key is ready") { tested in
            let ready = try await tested.add(tested.delivery(key: "k", life: 10))
            let waiting = try await tested.add(tested.delivery(key: "k", life: 10))
            let next = try await tested.add(tested.delivery(key: "k"))
            let run = try await tested.start(tested.delivery(life: 10))
            tested.clock.advance(by: .seconds(9))
            tested.expect("what expires too early", try await tested.store.prune(Retention()).expired, is: [])
            tested.clock.advance(by: .seconds(1))
            let expired = try await tested.store.prune(Retention()).expired
            tested.expect("what expires", Set(expired.map(\.id)), is: [ready, waiting])
            for record in expired {
                tested.expect("the record", try await tested.record(record.id), is: record)
                tested.expect("the state", record.state, is: .dead)
                tested.expect("when it finished", record.finished, is: tested.now)
                tested.expect("whether it says why", record.outcome?.isEmpty, is: false)
            }
            try await tested.expectState("the running one", run.id, is: .running)
            _ = try await tested.claimOnly(next)
        }
        try await check("A homeless delivery is dead when it has been homeless for too long, not before") { tested in
            let id = try await tested.add(tested.delivery(life: 10))
            _ = try await tested.store.adopt(routes: [])
            tested.clock.advance(by: .seconds(399))
            let retention = Retention(homeless: .seconds(400))
            tested.expect("what expires too early", try await tested.store.prune(retention).expired, is: [])
            _ = try await tested.store.adopt(routes: [])
            tested.clock.advance(by: .seconds(1))
            tested.expect("what expires", try await tested.store.prune(retention).expired.map(\.id), is: [id])
            try await tested.expectState("it", id, is: .dead)
        }
    }
}
