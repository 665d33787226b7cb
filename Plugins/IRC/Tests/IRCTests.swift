import HarkClient
import HarkEvents
import HarkTesting
import Synchronization
import TestSupport
import XCTest

@testable import IRCPlugin

final class IRCTests: XCTestCase {
    private func bot(_ more: [String: String] = [:]) async throws -> TestBot {
        try await TestBot(
            IRC.self, environment: ["HARK_IRC_SERVER": "irc.example.org"].merging(more) { $1 })
    }

    func testManifest_isSound() { checkManifest(IRC.self) }

    func testBot_starts_withAServerAlone() async throws {
        let bot = try await bot()

        XCTAssertNotNil(bot.host.network(IRC.self))
    }

    func testLogin_needsBothParts() async throws {
        for setting in ["HARK_IRC_ACCOUNT", "HARK_IRC_ACCOUNT_PASSWORD"] {
            do {
                _ = try await bot([setting: "x"])
                XCTFail("it started with \(setting) alone")
            } catch let faults as Faults {
                XCTAssertTrue("\(faults)".contains("HARK_IRC_ACCOUNT"), "\(faults)")
            }
        }
    }

    func testSend_isTransient_beforeThereIsAConnection() async throws {
        let bot = try await bot()
        let network = try XCTUnwrap(bot.host.network(IRC.self))

        do {
            _ = try await network.send(OutgoingMessage("hi"), to: "#ops")
            XCTFail("it was sent")
        } catch {
            XCTAssertEqual(error.kind, .transient)
        }
    }

    func testRooms_thatAreNoTargets_areRefused() async throws {
        let bot = try await bot()
        let network = try XCTUnwrap(bot.host.network(IRC.self))
        for name in [
            "", " ", "#a b", "#a,#b", "$*", "a\r\nQUIT", "0", ":x", "*!*@*", "@", "a\0b",
            String(repeating: "x", count: 300),
        ] {
            do {
                _ = try await network.send(OutgoingMessage("hi"), to: Room(named: name, on: nil))
                XCTFail("it was sent to \(name)")
            } catch {
                XCTAssertEqual(error.kind, .noSuchRoom, name)
            }
        }
    }

    func testCanonicalName_isInSmallLetters() async throws {
        let bot = try await bot()
        let network = try XCTUnwrap(bot.host.network(IRC.self))

        XCTAssertEqual(network.canonicalName(of: "#Ops"), "#ops")
    }

    func testDirectRoom_isNone_becauseWhoeverHasTheNickMayBeSomebodyElse() async throws {
        let bot = try await bot()
        let network = try XCTUnwrap(bot.host.network(IRC.self))

        XCTAssertNil(network.directRoom(of: Person(id: "Ada", displayName: "ada")))
    }
}
