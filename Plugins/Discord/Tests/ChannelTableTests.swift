import HarkEvents
import XCTest

@testable import DiscordPlugin

final class ChannelTableTests: XCTestCase {
    private func channel(_ id: String, _ name: String, guild: String, kind: Int = 0) throws -> ChannelTable.Channel {
        let json: JSONValue = ["id": .string(id), "name": .string(name), "type": .integer(kind), "parent_id": "101"]
        return try XCTUnwrap(ChannelTable.Channel(PayloadView(json), guild: guild))
    }

    private func table(home: String? = "acme") throws -> ChannelTable {
        var table = ChannelTable(home: home)
        table.learn(guild: "10", name: "acme")
        table.learn(guild: "20", name: "lab/#x")
        table.learn(try channel("101", "ops", guild: "10"))
        table.learn(try channel("102", "general", guild: "10"))
        table.learn(try channel("201", "general", guild: "20"))
        table.learn(try channel("301", "ops", guild: "10", kind: 11))
        table.learn(try channel("302", "ops", guild: "10", kind: 4))
        return table
    }

    func testMatch_findsRoomsByName_andNeitherThreadsNorCategories() throws {
        var table = try table()

        XCTAssertEqual(table.match("#ops"), .one("101"))
        XCTAssertEqual(table.match("ops"), .one("101"))
        XCTAssertEqual(table.match("acme/#general"), .one("102"))
        XCTAssertEqual(table.match("20/#general"), .one("201"))
        XCTAssertEqual(table.match("lab/#x/#general"), .one("201"))
        XCTAssertEqual(table.match("#general"), .one("102"))
        XCTAssertEqual(table.match("#opps"), .none(nearest: "#ops"))
        XCTAssertEqual(table.match("acme/#generl"), .none(nearest: "acme/#general"))
        XCTAssertEqual(table.match(""), .none(nearest: nil))
    }

    func testMatch_isUnclear_whenThereAreSeveralServersAndNoneIsNamed() throws {
        var table = try table(home: nil)
        let unclear = ChannelTable.Match.unclear(servers: ["acme (10)", "lab/#x (20)"])

        XCTAssertEqual(table.match("#ops"), unclear)
        XCTAssertEqual(table.match("#nowhere"), unclear)
        XCTAssertEqual(table.match("acme/#ops"), .one("101"))
        XCTAssertEqual(table.name(of: "101"), "acme/#ops")

        table.forget(guild: "20")
        XCTAssertEqual(table.match("#ops"), .one("101"))
    }

    func testMatch_isUnclear_whenAnotherServerHasTheSameName() throws {
        var (byName, byID) = (try table(), try table(home: "10"))
        for guild in ["30", "31"] {
            byName.learn(guild: guild, name: "acme")
            byID.learn(guild: guild, name: "10")
        }
        byName.forget("101")
        byName.learn(try channel("901", "ops", guild: "30"))

        let unclear = ChannelTable.Match.unclear(servers: ["acme (10)", "acme (30)", "acme (31)"])
        XCTAssertEqual(byName.match("#ops"), unclear)
        XCTAssertEqual(byName.match("acme/#ops"), unclear)
        XCTAssertEqual(byName.match("30/#ops"), .one("901"))
        XCTAssertEqual(byID.match("#ops"), .one("101"))
    }

    func testMatch_ofAnIdentifier_isNoServerOfThatName() throws {
        var table = ChannelTable(home: "1234567890123456789")
        table.learn(guild: "20", name: "1234567890123456789")
        table.learn(try channel("201", "ops", guild: "20"))

        for name in ["#ops", "1234567890123456789/#ops"] {
            guard case .none = table.match(name) else { return XCTFail(name) }
        }
        XCTAssertEqual(table.name(of: "201"), "201")
    }

    func testName_isWhatMatches() throws {
        var table = try table()

        XCTAssertEqual(table.name(of: "101"), "#ops")
        XCTAssertEqual(table.name(of: "102"), "#general")
        XCTAssertEqual(table.name(of: "201"), "lab/#x/#general")
        XCTAssertEqual(table.name(of: "999"), "999")
    }

    func testName_isTheIdentifier_whereNoNameIsUnique() throws {
        var table = try table()
        table.learn(try channel("103", "ops", guild: "10"))

        XCTAssertEqual(table.match("acme/#ops"), .several(["101", "103"]))
        XCTAssertEqual(table.name(of: "101"), "101")
    }

    func testChanges_areSeen() throws {
        var table = try table()
        _ = table.match("#ops")

        table.learn(try channel("101", "war-room", guild: "10"))
        let renamed = (table.match("#ops"), table.match("#war-room"))
        table.forget("101")
        table.forget(guild: "20")

        XCTAssertEqual(renamed.0, .none(nearest: nil))
        XCTAssertEqual(renamed.1, .one("101"))
        XCTAssertEqual(table.match("#war-room"), .none(nearest: nil))
        XCTAssertEqual(table.match("#general"), .one("102"))
    }

    func testThreads_giveWayToChannels_whenThereAreTooMany() throws {
        var table = try table()
        for number in 1000..<11_000 { table.learn(try channel("\(number)", "t", guild: "10", kind: 11)) }

        table.learn(try channel("401", "late", guild: "10"))

        XCTAssertEqual(table.match("#late"), .one("401"))
        XCTAssertEqual(table.match("#ops"), .one("101"))
        XCTAssertNil(table["1000"])
    }
}
