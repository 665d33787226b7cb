import HarkTesting
import XCTest

@testable import HarkHost

/// The subscriptions of two machines that share a store.
final class SharedSubscriptionTests: XCTestCase {
    private static let ada = Person(id: "ada")

    private struct Machines {
        let here: SubscriptionKeeper
        let there: SubscriptionKeeper
        let values: WatchedValues
        let clock: TestClock
    }

    /// Two machines that have read the subscriptions of two rooms.
    private func machines() async throws -> Machines {
        let bots = [try await TestBot(ReminderProbe.self), try await TestBot(ReminderProbe.self)]
        let clock = bots[0].clock
        let values = WatchedValues(clock: clock.reading)
        let keepers = bots.map { bot in
            SubscriptionKeeper(
                rules: bot.host.bot.chat.rules, store: PluginStore(values, clock: clock.reading), isKept: true,
                networks: bot.host.networks, clock: clock.reading)
        }
        for room: Room in ["#dev", "#ops"] { try await subscribe("reminders acme/shop", in: room, on: keepers[1]) }
        try await keepers[0].read()
        return Machines(here: keepers[0], there: keepers[1], values: values, clock: clock)
    }

    private func subscribe(_ words: String, in room: Room, on keeper: SubscriptionKeeper) async throws {
        _ = try await keeper.add(SubscriptionWords(words), of: room, by: Self.ada)
    }

    private func conditions(of room: Room, on keeper: SubscriptionKeeper) -> [String] {
        keeper.subscriptions(of: room).map(\.stored.conditions)
    }

    func testCheck_isOneQuery_whileNothingChanges() async throws {
        let machines = try await machines()
        let before = machines.values.readCount

        for _ in 0..<10 {
            machines.clock.advance(by: .seconds(3))
            try await machines.here.readAgain()
        }

        XCTAssertEqual(machines.values.readCount, before + 5)
    }

    func testCheck_readsWhatAnotherMachineHasChanged() async throws {
        let machines = try await machines()
        try await subscribe("reminders acme/api", in: "#dev", on: machines.there)
        _ = try await machines.there.remove(SubscriptionWords("reminders acme/shop"), of: "#ops")

        machines.clock.advance(by: .seconds(5))
        try await machines.here.readAgain()

        XCTAssertEqual(
            conditions(of: "#dev", on: machines.here),
            ["plugin=reminders place=acme/shop", "plugin=reminders place=acme/api"])
        XCTAssertEqual(conditions(of: "#ops", on: machines.here), [])
    }

    func testCheck_readsEverything_afterTenMinutes() async throws {
        let machines = try await machines()
        let before = machines.values.readCount

        machines.clock.advance(by: .seconds(600))
        try await machines.here.readAgain()

        XCTAssertEqual(machines.values.readCount, before + 4)
    }

    func testReading_isDropped_whenOneThatBeganLaterIsInUse() async throws {
        let machines = try await machines()
        machines.values.holdNext(of: "subscriptions/")
        async let older: Void = machines.here.read()
        for await _ in machines.values.holds.prefix(1) {}
        try await subscribe("reminders acme/api", in: "#dev", on: machines.there)
        try await machines.here.read()

        machines.values.handOver()
        try await older

        XCTAssertEqual(
            conditions(of: "#dev", on: machines.here),
            ["plugin=reminders place=acme/shop", "plugin=reminders place=acme/api"])
    }

    func testReading_thatIsHeldBack_doesNotUndoAChangeOfARoom() async throws {
        let machines = try await machines()
        machines.values.holdNext(of: "subscriptions/")
        async let older: Void = machines.here.read()
        for await _ in machines.values.holds.prefix(1) {}
        try await subscribe("reminders acme/api", in: "#dev", on: machines.here)

        machines.values.handOver()
        try await older

        XCTAssertEqual(
            conditions(of: "#dev", on: machines.here),
            ["plugin=reminders place=acme/shop", "plugin=reminders place=acme/api"])
    }

    func testSubscription_applies_whenItIsStoredAndItsVersionIsNot() async throws {
        let machines = try await machines()
        machines.values.refuseNext(of: "subscriptions-version")

        // Nobody hears of a failure.
        try await subscribe("reminders acme/api", in: "#dev", on: machines.here)

        XCTAssertEqual(
            conditions(of: "#dev", on: machines.here),
            ["plugin=reminders place=acme/shop", "plugin=reminders place=acme/api"])
        XCTAssertEqual(conditions(of: "#ops", on: machines.here), ["plugin=reminders place=acme/shop"])
    }

    func testSubscriptions_areReadAgain_soonHere_andWithinTenMinutesElsewhere_whenAVersionIsNotStored() async throws {
        let machines = try await machines()
        try await machines.there.read()
        machines.values.refuseNext(of: "subscriptions-version")
        let ended = try await machines.here.remove(SubscriptionWords("reminders acme/shop"), of: "#ops")
        let before = machines.values.readCount

        try await machines.here.readAgain()
        let after = machines.values.readCount
        machines.clock.advance(by: .seconds(600))
        try await machines.there.readAgain()

        XCTAssertEqual(ended.map(\.conditions), ["plugin=reminders place=acme/shop"])
        XCTAssertEqual(after, before + 4)
        for machine in [machines.here, machines.there] {
            XCTAssertEqual(conditions(of: "#ops", on: machine), [])
            XCTAssertEqual(conditions(of: "#dev", on: machine), ["plugin=reminders place=acme/shop"])
        }
    }

    func testSubscriptions_stayAsTheyWere_whenAChangeIsNotStored() async throws {
        let machines = try await machines()
        machines.values.refuseNext(of: "subscriptions/")

        do {
            try await subscribe("reminders acme/api", in: "#dev", on: machines.here)
            XCTFail("it is stored")
        } catch { XCTAssertEqual((error as? PluginStoreError)?.kind, .unavailable) }

        XCTAssertEqual(conditions(of: "#dev", on: machines.here), ["plugin=reminders place=acme/shop"])
    }
}
