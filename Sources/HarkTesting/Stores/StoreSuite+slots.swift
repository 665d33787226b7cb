internal import HarkStore

/// Checks of the slots of schedules.
extension StoreSuite {
    func checkSlots() async throws {
        try await check("A slot of a schedule can be taken once") { tested in
            tested.expect("the latest of none", try await tested.store.latestSlot(of: "nightly"), is: nil)
            tested.expect("the first", try await tested.store.takeSlot(of: "nightly", at: tested.now), is: true)
            tested.expect("again", try await tested.store.takeSlot(of: "nightly", at: tested.now), is: false)
            let later = tested.later(60)
            tested.expect("a later one", try await tested.store.takeSlot(of: "nightly", at: later), is: true)
            let earlier = tested.later(-60)
            tested.expect("an earlier one", try await tested.store.takeSlot(of: "nightly", at: earlier), is: true)
            tested.expect("the latest", try await tested.store.latestSlot(of: "nightly"), is: later)
            tested.expect("another's", try await tested.store.takeSlot(of: "hourly", at: later), is: true)
        }
        try await check("Old slots are deleted, but not the latest of a schedule") { tested in
            let yearly = tested.now
            for schedule in ["yearly", "hourly"] { _ = try await tested.store.takeSlot(of: schedule, at: yearly) }
            _ = try await tested.store.takeSlot(of: "hourly", at: tested.later(3600))
            tested.clock.advance(by: .seconds(1000))
            _ = try await tested.store.prune(Retention(slots: .seconds(1000)))
            tested.expect("the yearly one", try await tested.store.latestSlot(of: "yearly"), is: yearly)
            let isTaken = try await tested.store.takeSlot(of: "hourly", at: yearly)
            tested.expect("whether the old slot is forgotten", isTaken, is: true)
        }
    }
}
