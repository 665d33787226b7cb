import HarkEvents
import HarkTesting
import XCTest

@testable import XMPPPlugin

final class XMPPTests: XCTestCase {
    private func bot(_ more: [String: String] = [:]) async throws -> TestBot {
        try await TestBot(
            XMPP.self,
            environment: ["HARK_XMPP_JID": "hark@lab.test", "HARK_XMPP_PASSWORD": "x"].merging(more) { $1 })
    }

    func testManifest_isSound() { checkManifest(XMPP.self) }

    func testBot_starts_withAnAccountAlone() async throws {
        let bot = try await bot()

        XCTAssertNotNil(bot.host.network(XMPP.self))
    }

    func testSend_isTransient_beforeThereIsAConnection() async throws {
        let bot = try await bot()
        let network = try XCTUnwrap(bot.host.network(XMPP.self))

        do {
            _ = try await network.send(OutgoingMessage("hi"), to: "ops@muc.lab.test")
            XCTFail("it was sent")
        } catch {
            XCTAssertEqual(error.kind, .transient)
        }
    }

    func testRooms_thatAreNoAddresses_areRefused() async throws {
        let bot = try await bot()
        let network = try XCTUnwrap(bot.host.network(XMPP.self))
        for name in ["", "ops", "#ops", "@muc", "ops@", "a b@muc", "a\n@muc", "a@b@c", "a@muc/"] {
            do {
                _ = try await network.send(OutgoingMessage("hi"), to: Room(named: name, on: nil))
                XCTFail("it was sent to \(name)")
            } catch {
                XCTAssertEqual(error.kind, .noSuchRoom, name)
            }
        }
    }

    func testRoom_hasOneName() async throws {
        let bot = try await bot()
        let network = try XCTUnwrap(bot.host.network(XMPP.self))

        for (name, canonical) in [
            ("Ops@MUC.lab.test", "ops@muc.lab.test"), ("Ops@muc.lab.test/Ada", "ops@muc.lab.test/Ada"), ("Ops", "Ops"),
        ] {
            XCTAssertEqual(network.canonicalName(of: Room(named: name, on: nil)), canonical)
        }
    }

    func testDirectRoom_isTheAccount() async throws {
        let bot = try await bot()
        let network = try XCTUnwrap(bot.host.network(XMPP.self))

        XCTAssertEqual(network.directRoom(of: Person(id: "ada@lab.test"))?.name, "ada@lab.test")
        for id in ["occupant:x@ops@muc.test", "ops@muc.test, ada", "ada", "ops@muc.test/ada"] {
            XCTAssertNil(network.directRoom(of: Person(id: id)), id)
        }
    }

    func testServers_haveTheirPorts() throws {
        for (text, shown) in [
            ("chat.test", "xmpp://chat.test:5222"), ("chat.test:15222", "xmpp://chat.test:15222"),
            ("xmpps://chat.test", "xmpps://chat.test:5223"), ("xmpps://[::1]:443/", "xmpps://[::1]:443"),
        ] {
            XCTAssertEqual(try XMPPServer(settingText: text).settingText, shown)
        }
        for text in ["", "http://x", "x:", "x:0", "x:70000", "a b", "x/y"] {
            XCTAssertThrowsError(try XMPPServer(settingText: text), text)
        }
    }

    func testAddresses_areRead() {
        XCTAssertEqual(JID("Ada@Lab.Test/a/b@c")?.text, "Ada@lab.test/a/b@c")
        XCTAssertEqual(JID("Ada@Lab.Test/x")?.folded, "ada@lab.test")
        XCTAssertEqual(JID("lab.test")?.local, nil)
        for text in ["", "@x", "a@", "a@b/", "a@b@c", "a:b@c", String(repeating: "a", count: 1024) + "@b"] {
            XCTAssertNil(JID(text), text)
        }
    }
}
