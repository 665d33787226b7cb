import Hark
import XCTest

/// Rows of every durability.
private struct Rows: Plugin {
    static let manifest = Manifest<Self>(
        name: "rows",
        summary: "Has rows.",
        routes: [
            .post("/plain", .json, built),
            .post("/stored", .json, built).durable(),
            .post("/ci", .json, built).durable(key: \.body.repository, .latest, within: .seconds(600), attempts: 5),
            .post("/several", .json, built).durable(key: [\.query.room, \.headers["X-Part"], \.body["full-name"].id]),
            .post("/answered", .json, built).durable().answering(),
        ]
    )

    init(_ context: PluginContext) {}

    func built(_ delivery: Delivery<[String: String]>) {}
}

final class RouteDurabilityTests: XCTestCase {
    private func options(of rule: String) -> DurableOptions? {
        Rows.manifest.routes.first { $0.rule == rule }?.durableOptions
    }

    func testRow_isNotDurable_unlessItSaysSo() {
        let durable = Rows.manifest.routes.filter(\.isDurable).map(\.rule)

        XCTAssertEqual(durable, ["/stored", "/ci", "/several"])
    }

    func testDurable_hasDefaults() throws {
        let options = try XCTUnwrap(options(of: "/stored"))

        XCTAssertEqual(options.timeLimit, .seconds(60))
        XCTAssertEqual(options.attempts, 10)
        XCTAssertEqual(options.policy, .serial)
        XCTAssertTrue(options.key.isEmpty)
    }

    func testDurable_hasWhatTheRowSays() throws {
        let options = try XCTUnwrap(options(of: "/ci"))

        XCTAssertEqual(options.timeLimit, .seconds(600))
        XCTAssertEqual(options.attempts, 5)
        XCTAssertEqual(options.policy, .latest)
        XCTAssertEqual(options.key.map(\.recordedPlace.description), [#"\.body.repository"#])
    }

    func testKey_hasEveryField_asItIsWritten() throws {
        let options = try XCTUnwrap(options(of: "/several"))

        XCTAssertEqual(
            options.key.map(\.recordedPlace.description),
            [#"\.query.room"#, #"\.headers["X-Part"]"#, #"\.body["full-name"].id"#])
    }

    func testPolicies_differ() {
        let policies: Set<KeyPolicy> = [
            .serial, .latest, .latest(cancelling: true), .first,
            .debounced(for: .seconds(1), atMost: .seconds(2)), .debounced(for: .seconds(1), atMost: .seconds(3)),
        ]

        XCTAssertEqual(policies.count, 6)
        XCTAssertEqual(KeyPolicy.latest, .latest(cancelling: false))
    }
}
