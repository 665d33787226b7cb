import HarkHost
import HarkTesting
import XCTest

private struct Sink: Plugin {
    static let manifest = Manifest<Self>(
        name: "sink",
        summary: "Has one row that takes a body at a path without placeholders.",
        routes: [.get("/page", page), .post("/sink", .payload, take), .post("/sink/<name>", .payload, takeNamed)]
    )

    init(_ context: PluginContext) {}

    func page() -> String { "page" }
    func take(_ delivery: Delivery<Payload>) {}
    func takeNamed(_ delivery: Delivery<Payload>, name: String) {}
}

private struct Forms: Plugin {
    static let manifest = Manifest<Self>(
        name: "forms", summary: "Takes forms.", routes: [.post("/forms", .form("payload"), take)])

    init(_ context: PluginContext) {}

    func take(_ delivery: Delivery<String>) {}
}

private struct Twins: Plugin {
    static let manifest = Manifest<Self>(
        name: "twins", summary: "Takes bodies twice.",
        routes: [.post("/one", .payload, take), .post("/two", .payload, take)])

    init(_ context: PluginContext) {}

    func take(_ delivery: Delivery<Payload>) {}
}

final class PayloadDeliveryTests: XCTestCase {
    func testDelivery_goesToTheOnlyRowThatTakesABody_whenThereAreNoEvents() async throws {
        let host = try await TestBot(Sink.self).host

        let guessed = try host.delivery(to: "sink", event: nil, payload: Array("a=1".utf8))
        let named = try host.delivery(to: "sink", event: nil, payload: Array("a=1".utf8), contentType: "text/plain")

        XCTAssertEqual([guessed, named].map { "\($0.target)" }, ["/sink", "/sink"])
        XCTAssertEqual(guessed.headers[.contentType], "application/x-www-form-urlencoded")
        XCTAssertEqual(named.headers[.contentType], "text/plain")
    }

    func testDelivery_isOfTheTypeThatTheRowAsksFor() async throws {
        let host = try await TestBot(Forms.self).host

        let delivery = try host.delivery(to: "forms", event: nil, payload: [], contentType: "text/plain")

        XCTAssertEqual(delivery.headers[.contentType], "application/x-www-form-urlencoded")
    }

    func testDelivery_isRefused_whenSeveralRowsTakeABody() async throws {
        let host = try await TestBot(Twins.self).host

        XCTAssertThrowsError(try host.delivery(to: "twins", event: nil, payload: [])) { error in
            let reason = "Plugin twins has no route for events, nor just one for payloads."
            XCTAssertEqual((error as? Rejection)?.reason, reason)
        }
    }
}
