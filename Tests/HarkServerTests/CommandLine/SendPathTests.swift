import HarkHost
import HarkTools
import TerminalPlugin
import XCTest

@testable import HarkServer

/// Which paths a payload may go to, and how a person fills in their placeholders.
final class SendPathTests: XCTestCase {
    private struct Backups: Plugin {
        static let manifest = Manifest<Self>(
            name: "backups",
            summary: "Announces backups.",
            routes: [.post("/backup/<host>", .json, finished)]
        )

        struct Backup: Decodable {}

        init(_ context: PluginContext) {}

        func finished(_ delivery: Delivery<Backup>, host: String) -> String { host }
    }

    private struct Files: Plugin {
        static let manifest = Manifest<Self>(
            name: "files",
            summary: "Takes files.",
            routes: [
                .put("/a b/<host>/<path:file>", .raw, taken), .put("/old/<host>/<path:file>", .raw, taken),
                .get("/list/<host>", list),
            ]
        )

        init(_ context: PluginContext) {}

        func taken(_ delivery: Delivery<[UInt8]>, host: String, file: String) -> String { "\(host) \(file)" }
        func list(host: String) -> String { host }
    }

    private func host(_ plugins: any Plugin.Type...) throws -> HarkHost.Host {
        try HarkHost.Host(BotConfiguration(plugins, [:]))
    }

    private func reason(_ work: () throws -> Void) -> String? {
        do { try work() } catch { return (error as? Rejection)?.reason ?? "\(error)" }
        return nil
    }

    func testDelivery_isRefused_withTheRouteAndHowToFillIt() throws {
        let host = try host(Backups.self)
        let place =
            "It takes a body at POST /backup/<host>; write --value host=…, or the whole path, such as "
            + "--path /backup/host."

        let reasons = [
            reason { _ = try host.delivery(to: "backups", event: nil, payload: []) },
            reason { _ = try host.delivery(to: "backups", event: nil, payload: [], at: "/backup") },
            reason { _ = try host.registry.path(of: "backups", filledWith: ["hots": "web-1"], rule: nil) },
        ]

        XCTAssertEqual(
            reasons,
            [
                "Plugin backups has no single route that payloads go to. \(place)",
                "Plugin backups takes no body at “/backup”. \(place)",
                "Plugin backups has no route for a body with just <hots>. \(place)",
            ])
    }

    func testPath_isFilledAndEncoded() throws {
        let backups = try host(Backups.self).registry
        let files = try host(Files.self).registry

        let paths = [
            try backups.path(of: "backups", filledWith: ["host": "web-1"], rule: nil),
            try backups.path(of: "backups", filledWith: ["host": "a/b c?é"], rule: nil),
            try files.path(of: "files", filledWith: ["host": "web", "file": "x/y#z"], rule: "/a b/<host>/<path:file>"),
        ]

        XCTAssertEqual(paths, ["/backup/web-1", "/backup/a%2Fb%20c%3F%C3%A9", "/a%20b/web/x/y%23z"])
    }

    func testPath_isRefused_whenSeveralRoutesHaveThePlaceholders_orAValueIsEmpty() throws {
        let backups = try host(Backups.self).registry
        let files = try host(Files.self).registry

        XCTAssertEqual(
            reason { _ = try files.path(of: "files", filledWith: ["host": "a", "file": "b"], rule: nil) },
            "Several routes have these placeholders: /a b/<host>/<path:file>, /old/<host>/<path:file>. "
                + "Name one with --path.")
        XCTAssertEqual(
            reason { _ = try backups.path(of: "backups", filledWith: ["host": ""], rule: nil) },
            "POST /backup/<host> does not take host=: /backup/ is not a path of it.")
    }

    func testRouteBehindPrefix_isTheEndOfAPath() throws {
        let host = try host(Backups.self)

        let routes = ["/hooks/backup/web-1", "/a/b/c/backup/x", "/backup/web-1", "/nothing/here"].map {
            host.routeBehindPrefix(of: $0, method: .post)
        }

        XCTAssertEqual(routes, ["/backup/web-1", "/backup/x", nil, nil])
        XCTAssertNil(host.routeBehindPrefix(of: String(repeating: "/", count: 100_000), method: .post))
    }
}
