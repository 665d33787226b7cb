import HarkTesting
import HarkTools
import XCTest

@testable import HarkHost

/// Cannot be made.
private struct Unmakeable: Plugin {
    struct Failure: Error {}

    static let manifest = Manifest<Self>(
        name: "unmakeable", summary: "Cannot be made.",
        settings: [Setting<Int>("HARK_UNMAKEABLE_COUNT", help: "Must be set.")],
        routes: [.get("/unmakeable/<int:id>", show)], commands: [.command("count", help: "Counts.", count)])

    init(_ context: PluginContext) throws { throw Failure() }

    func show(id: Int) -> String { "\(id)" }
    func count() -> String { "1" }
}

/// Has the same route and the same command.
private struct Rival: Plugin {
    static let manifest = Manifest<Self>(
        name: "rival", summary: "",
        routes: [.get("/unmakeable/<int:number>", show)], commands: [.command("count", help: "Counts.", count)])

    init(_ context: PluginContext) {}

    func show(id: Int) -> String { "\(id)" }
    func count() -> String { "1" }
}

final class CatalogTests: XCTestCase {
    func testCatalog_listsAPlugin_thatCannotBeMade() throws {
        let catalog = try Catalog([Unmakeable.self])

        XCTAssertEqual(
            catalog.routesTable(width: nil).split(separator: "\n").last.map { $0.split(separator: " ") },
            ["GET,HEAD", "/unmakeable/<int:id>", "unmakeable", "open"])
        XCTAssertEqual(catalog.pluginVersions.map(\.name), ["unmakeable"])
    }

    func testCatalog_listsSchedules() throws {
        let catalog = try Catalog([ReminderProbe.self])

        let lines = catalog.schedulesTable(width: nil).split(separator: "\n")

        XCTAssertEqual(
            lines.dropFirst().map { $0.split(separator: "  ").map { $0.drop { $0 == " " } } },
            [
                ["reminders", "every 5m", "every 5m", "1m"],
                ["reminders", "standup", "0 9 * * 1-5 Europe/Berlin", "1m"],
            ])
    }

    func testCatalog_throwsEveryFault_ofAllManifestsAndBetweenThem() {
        XCTAssertThrowsError(try Catalog([Unmakeable.self, Rival.self])) { error in
            XCTAssertEqual(
                (error as? Faults)?.list.map(\.subject),
                ["plugin rival", "plugin rival, route GET /unmakeable/<int:number>", "command “count”"])
        }
    }
}
