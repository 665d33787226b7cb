internal import HarkStore

internal import struct FoundationEssentials.Date

/// Checks of what is stored, and of duplicates.
extension StoreSuite {
    func checkAdding() async throws {
        try await check("A delivery that starts at once is running, attempt 1") { tested in
            let run = try await tested.start(tested.delivery())
            tested.expect("the attempt", run.attempt, is: 1)
            tested.expect("the generation", run.generation, is: 0)
            let record = try await tested.record(run.id)
            tested.expect("the state", record.state, is: .running)
            tested.expect("the attempt of the record", record.attempt, is: 1)
            tested.expect("the start", record.started, is: tested.now)
            tested.expect("what is claimed", try await tested.claim().deliveries.count, is: 0)
        }
        try await check("A delivery that does not start is ready and due now") { tested in
            let added = try await tested.store.add(tested.delivery(), startsNow: false)
            guard case .stored(let id, let state, let due, let blocker) = added else {
                return tested.fail("it is \(added)")
            }
            tested.expect("the state", state, is: .ready)
            tested.expect("the due time", due, is: tested.now)
            tested.expect("the blocker", blocker, is: nil)
            tested.expect("the attempt", try await tested.record(id).attempt, is: 0)
        }
        try await check("A delivery is kept as it was stored") { tested in
            let body = (0...255).map(UInt8.init)
            var delivery = tested.delivery("”% _'\u{1F680}", key: "acme/rocket", duplicateKey: .max, body: body)
            delivery.origin = .schedule
            delivery.event = "push"
            delivery.head = Array("{\"method\": \"POST\"}".utf8)
            let id = try await tested.add(delivery)
            let expected = DeliveryRecord(
                id: id, requestID: delivery.requestID, origin: .schedule, route: StoreCase.route, event: "push",
                key: "acme/rocket", state: .ready, received: tested.now, due: tested.now, started: nil, finished: nil,
                expiry: delivery.expiry, attempt: 0, crashes: 0, generation: 0, outcome: nil, size: 256)
            tested.expect("the record", try await tested.record(id), is: expected)
            tested.expect(
                "the request", try await tested.store.payload(of: id),
                is: StoredPayload(head: delivery.head, body: body))
        }
        for size in [0, (1 << 20) + 1] {
            try await check("A body of \(size) bytes is kept") { tested in
                let body = [UInt8](repeating: 0xa5, count: size)
                let id = try await tested.add(tested.delivery(body: body))
                let claimed = try await tested.claim().deliveries.first
                tested.expect("whether it is claimed", claimed?.payload.body == body, is: true)
                tested.expect("whether it is read", try await tested.store.payload(of: id)?.body == body, is: true)
                tested.expect("the size", try await tested.record(id).size, is: size)
            }
        }
        try await check("There is no request of a delivery that is not stored") { tested in
            let none = StoredDeliveryID(rawValue: 4711)
            tested.expect("the request", try await tested.store.payload(of: none), is: nil)
        }
        try await checkOrderOfArrival()
        try await checkKeysOfDeliveries()
    }

    private func checkOrderOfArrival() async throws {
        try await check("Numbers grow and times of arrival do not decrease when the clock is set back") { tested in
            var records: [DeliveryRecord] = []
            for step in [0, 10, -3600, 5] {
                tested.clock.advance(by: .seconds(step))
                records.append(try await tested.record(tested.add(tested.delivery())))
            }
            for (earlier, later) in zip(records, records.dropFirst()) {
                tested.expect("the order of the numbers", earlier.id < later.id, is: true)
                tested.expect("the order of the times", earlier.received <= later.received, is: true)
            }
            let due = try await tested.claim().deliveries.count
            tested.expect("whether those are due that arrived since then", due >= 2, is: true)
        }
    }

    private func checkKeysOfDeliveries() async throws {
        try await check("A key has at most \(StoreLimits.deliveryKey) bytes") { tested in
            let longest = String(repeating: "k", count: StoreLimits.deliveryKey)
            _ = try await tested.start(tested.delivery(key: longest))
            await tested.expectError("a longer key", { if case .tooLarge = $0 { true } else { false } }) {
                _ = try await tested.store.add(tested.delivery(key: longest + "k"), startsNow: true)
            }
            tested.expect("what is stored", try await tested.store.deliveries(DeliveryQuery()).count, is: 1)
        }
        try await check("Keys are compared as bytes, and belong to a plugin and a route") { tested in
            _ = try await tested.start(tested.delivery(key: "caf\u{e9}"))
            _ = try await tested.start(tested.delivery(key: "cafe\u{301}"))
            _ = try await tested.start(tested.delivery(key: "CAF\u{e9}"))
            _ = try await tested.start(tested.delivery(route: StoreCase.otherRoute, key: "caf\u{e9}"))
            var sameLabel = StoreCase.route
            sameLabel.plugin = "other"
            _ = try await tested.start(tested.delivery(route: sameLabel, key: "caf\u{e9}"))
        }
        try await check("Deliveries without a key do not wait for each other") { tested in
            for policy in [StoredKeyPolicy.serial, .latest, .first] {
                _ = try await tested.start(tested.delivery(key: nil, policy))
            }
        }
    }

    func checkDuplicates() async throws {
        try await check("A repetition of an unfinished delivery is a duplicate, and is not stored") { tested in
            let run = try await tested.start(tested.delivery(key: "k", duplicateKey: 1))
            let waiting = try await tested.add(tested.delivery(key: "k", duplicateKey: 2))
            let ready = try await tested.add(tested.delivery(duplicateKey: 3))
            let expected: [(UInt128, StoredDeliveryID, DeliveryState)] = [
                (1, run.id, .running), (2, waiting, .waiting), (3, ready, .ready),
            ]
            for (key, id, state) in expected {
                let added = try await tested.store.add(tested.delivery(duplicateKey: key), startsNow: true)
                tested.expect("a repetition", added, is: .duplicate(id, state: state))
            }
            tested.expect("what is stored", try await tested.store.deliveries(DeliveryQuery()).count, is: 3)
        }
        try await check("A repetition of a done or superseded delivery is a duplicate") { tested in
            let done = try await tested.addEnded(tested.delivery(duplicateKey: 1), .done(outcome: "OK"))
            _ = try await tested.start(tested.delivery(key: "k"))
            let superseded = try await tested.add(tested.delivery(key: "k", .first, duplicateKey: 2))
            for (key, id, state) in [(1, done, DeliveryState.done), (2, superseded, .superseded)] {
                let again = tested.delivery(duplicateKey: UInt128(key))
                let added = try await tested.store.add(again, startsNow: true)
                tested.expect("a repetition", added, is: .duplicate(id, state: state))
            }
        }
        try await checkRedeliveries()
        try await checkDuplicateLifetime()
    }

    private func checkRedeliveries() async throws {
        try await check("A redelivery of a dead or cancelled delivery replays it") { tested in
            let dead = try await tested.addEnded(tested.delivery(duplicateKey: 1), .dead(error: "no"))
            let cancelled = try await tested.addEnded(tested.delivery(duplicateKey: 2), .cancelled(reason: "no"))
            for (key, id) in [(1, dead), (2, cancelled)] {
                let again = tested.delivery(duplicateKey: UInt128(key))
                tested.expect("it", try await tested.store.add(again, startsNow: true), is: .replayed(id))
                let record = try await tested.record(id)
                tested.expect("the state", record.state, is: .ready)
                tested.expect("the generation", record.generation, is: 1)
                tested.expect("the attempt", record.attempt, is: 0)
            }
            tested.expect("what is stored", try await tested.store.deliveries(DeliveryQuery()).count, is: 2)
        }
        try await check("A redelivery waits while its key is busy") { tested in
            let dead = try await tested.addEnded(tested.delivery(key: "k", duplicateKey: 1), .dead(error: "no"))
            _ = try await tested.start(tested.delivery(key: "k"))
            let again = try await tested.store.add(tested.delivery(key: "k", duplicateKey: 1), startsNow: true)
            tested.expect("it", again, is: .replayed(dead))
            try await tested.expectState("it", dead, is: .waiting)
        }
    }

    private func checkDuplicateLifetime() async throws {
        try await check("Repetitions are recognised for as long as was asked, and without a key never") { tested in
            let first = try await tested.addEnded(tested.delivery(duplicateKey: 1), .done(outcome: "OK"))
            try await tested.pass(hours: 23)
            tested.clock.advance(by: .seconds(3599))
            let soon = try await tested.store.add(tested.delivery(duplicateKey: 1), startsNow: true)
            tested.expect("a repetition in time", soon, is: .duplicate(first, state: .done))
            tested.clock.advance(by: .seconds(1))
            let second = try await tested.add(tested.delivery(duplicateKey: 1))
            let again = try await tested.store.add(tested.delivery(duplicateKey: 1), startsNow: true)
            tested.expect("one of the later one", again, is: .duplicate(second, state: .ready))
            _ = try await tested.start(tested.delivery())
            _ = try await tested.start(tested.delivery())
        }
        try await check("Hours in which nobody used the store do not count for repetitions") { tested in
            let first = try await tested.addEnded(tested.delivery(duplicateKey: 1), .done(outcome: "OK"))
            try await tested.add(tested.delivery())
            tested.clock.advance(by: .seconds(10 * 86_400))
            let again = try await tested.store.add(tested.delivery(duplicateKey: 1), startsNow: true)
            tested.expect("a repetition after them", again, is: .duplicate(first, state: .done))

            let keep = Retention(payloads: .seconds(100), records: .seconds(200))
            try await tested.pass(hours: 23, keep)
            let soon = try await tested.store.add(tested.delivery(duplicateKey: 1), startsNow: true)
            tested.expect("one after 23 hours more", soon, is: .duplicate(first, state: .done))
            tested.clock.advance(by: .seconds(3600))
            try await tested.add(tested.delivery(duplicateKey: 1))
        }
    }
}
