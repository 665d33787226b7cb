import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

final class NetworkProbeTests: XCTestCase {
    /// A network that knows one room, and speaks with or without a connection.
    private struct Probed<Name: NetworkNaming>: ChatNetwork {
        static var networkName: NetworkName { Name.name }

        let said = Recording<String>()
        var identity: String?
        var failure: ChatError?

        func identify() async throws(ChatError) -> String? {
            if let failure { throw failure }
            return identity
        }

        func run(_ inbox: ChatInbox) async throws {
            await inbox.receive(IncomingMessage("!status", from: Person(id: "ada"), in: "#ops"))
            inbox.report(.connected)
            while true { try await Task.sleep(for: .seconds(3600)) }
        }

        func resolve(_ room: Room) async throws(ChatError) -> String {
            guard room.name == "#ops" else { throw ChatError(.noSuchRoom, "There is no \(room.name).") }
            return "C1"
        }

        func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
            guard room.name == "#ops" else { throw ChatError(.noSuchRoom, "There is no \(room.name).") }
            said.append(message.text.plain)
            return "1"
        }
    }

    private func host(_ networks: [any ChatNetwork], rooms: String) throws -> HarkHost.Host {
        try HarkHost.Host(BotConfiguration([], ["HARK_ROOMS": rooms]), networks: networks)
    }

    func testCheck_looksUpEveryRoomOfEveryNetwork() async throws {
        let (first, second) = (Probed<FirstName>(identity: "@hark"), Probed<SecondName>())
        let host = try host([first, second], rooms: "#ops,first:#opps,second:#ops")

        let checks = await host.checkNetworks()

        XCTAssertEqual(checks.map(\.network), ["first", "second"])
        XCTAssertEqual(checks.map { try? $0.login.get() }, ["@hark", ""])
        XCTAssertEqual(checks[0].rooms.map(\.room), ["#ops", "#opps"])
        XCTAssertEqual(checks[0].rooms.map(\.variables), [["HARK_ROOMS"], ["HARK_ROOMS"]])
        XCTAssertEqual(checks[0].rooms.map { try? $0.outcome.get() }, ["C1", nil])
        XCTAssertEqual(checks[1].rooms.map(\.room), ["second:#ops"])
        XCTAssertEqual(checks.map(\.isSound), [false, true])
        XCTAssertEqual(first.said.all + second.said.all, [], "a check runs a command")
    }

    func testCheck_saysWhyANetworkDoesNotKnowTheBot() async throws {
        let error = ChatError(.unauthorized, "The token is wrong.")
        let host = try host([Probed<FirstName>(failure: error)], rooms: "#ops")

        let checks = await host.checkNetworks()

        XCTAssertThrowsError(try checks[0].login.get()) { XCTAssertEqual($0 as? ChatError, error) }
        XCTAssertFalse(checks[0].isSound)
    }

    func testSay_isSaidOnce_overAConnectionWhereOneIsNeeded() async throws {
        let (first, second) = (Probed<FirstName>(identity: "@hark"), Probed<SecondName>())
        let host = try host([first, second], rooms: "#ops")

        try await host.say("Deploy at five", in: "#ops")
        try await host.say("Deploy at six", in: "second:#ops")

        XCTAssertEqual([first.said.all, second.said.all], [["Deploy at five"], ["Deploy at six"]])
    }

    func testSay_throws_whatTheNetworkDoesNotTake() async throws {
        let host = try host([Probed<FirstName>(identity: "@hark")], rooms: "#ops")

        for (room, reason) in [
            ("#opps", "There is no #opps."),
            ("third:#ops", "third:#ops cannot be reached: this bot is connected to first."),
        ] {
            do {
                try await host.say("hi", in: Room(room))
                XCTFail("it was said in \(room)")
            } catch {
                XCTAssertEqual(error, ChatError(.noSuchRoom, reason))
            }
        }
    }
}
