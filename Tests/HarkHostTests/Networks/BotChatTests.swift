import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

final class BotChatTests: XCTestCase {
    private func load(
        _ environment: [String: String], _ networks: [any ChatNetwork] = [ScriptedNetwork<FirstName>()]
    ) throws -> (chat: BotChat, rooms: [String], faults: [String]) {
        let configuration = BotConfiguration([], environment)
        let options = try HostOptions(configuration.reading.settings)
        let chat = BotChat(options, services: [], storeCounters: StoreCounters(), HostDependencies())

        let (rooms, faults) = chat.load(configuration, options, plugins: [], networks: networks)

        return (chat, rooms.map { "\($0.variable) \($0.room)" }, faults.map(\.description))
    }

    func testRooms_areThoseOfSettingsAndRules_eachWithItsVariable() throws {
        let loaded = try load(["HARK_ROOMS": "#a,#b", "HARK_RULES": "#oncall severity>=critical"])

        XCTAssertEqual(loaded.rooms, ["HARK_ROOMS #a", "HARK_ROOMS #b", "HARK_RULES #oncall"])
        XCTAssertEqual(loaded.faults, [])
    }

    func testFaults_areThoseOfRulesPeopleAndRooms_together() throws {
        let loaded = try load(["HARK_RULES": "#a colour=red", "HARK_PEOPLE": "ada", "HARK_ROOMS": "radio:#a"])

        let starts = loaded.faults.map { $0.prefix { $0 != "," && $0 != ":" } }
        XCTAssertEqual(starts, ["HARK_RULES", "HARK_PEOPLE", "HARK_ROOMS"])
    }

    func testNetworks_areInTheOrderOfTheSetting() throws {
        let networks: [any ChatNetwork] = [ScriptedNetwork<FirstName>(), ScriptedNetwork<SecondName>()]

        let loaded = try load(["HARK_CHAT": "second,first"], networks)

        XCTAssertEqual(loaded.chat.networks.names, ["second", "first"])
    }
}
