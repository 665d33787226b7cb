import HarkEvents
import HarkHost
import HarkTesting
import XCTest

private struct Sink: Plugin {
    static let manifest = Manifest<Self>(
        name: "sink",
        summary: "Has one row that takes a body at a path without placeholders.",
        routes: [
            .get("/page", page), .post("/sink", .payload, take), .post("/sink/<name>", .payload, takeNamed),
            .put("/picture", .raw, takePicture), .post("/ping", ping),
        ]
    )

    init(_ context: PluginContext) {}

    func page() -> String { "page" }
    func ping() {}
    func take(_ delivery: Delivery<Payload>) {}
    func takeNamed(_ delivery: Delivery<Payload>, name: String) {}
    func takePicture(_ delivery: Delivery<[UInt8]>) {}
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

private struct Mixed: Plugin {
    static let events = EventTable(["thing": { _ in nil }], namedBy: .header("X-Event"), nameless: { _ in nil })

    static let manifest = Manifest<Self>(
        name: "mixed",
        summary: "Takes events and other bodies.",
        routes: [
            .post("/things/<room>", .event(of: events), happened), .post("/other", .payload, take),
        ],
        events: events.declaration()
    )

    init(_ context: PluginContext) {}

    func happened(_ delivery: Delivery<WebhookEvent>, room: String) {}
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
            let reason =
                "Plugin twins has no single route that payloads go to. It takes bodies at 2 routes; write for"
                + "\nPOST /one: --path /one\nPOST /two: --path /two"
            XCTAssertEqual((error as? Rejection)?.reason, reason)
        }
    }

    func testDelivery_goesToThePathThatIsNamed() async throws {
        let sink = try await TestBot(Sink.self).host
        let forms = try await TestBot(Forms.self).host

        let room = try sink.delivery(
            to: "sink", event: nil, payload: Array("[1]".utf8), at: "/sink/%23ops?template=deploy")
        let picture = try sink.delivery(to: "sink", event: nil, payload: [1], contentType: "image/png", at: "/picture")
        let form = try forms.delivery(to: "forms", event: nil, payload: [], contentType: "text/plain", at: "/forms?a=1")

        XCTAssertEqual([room, picture, form].map(\.method), [.post, .put, .post])
        XCTAssertEqual(
            [room, picture, form].map { "\($0.target)" }, ["/sink/%23ops?template=deploy", "/picture", "/forms?a=1"])
        XCTAssertEqual(
            [room, picture, form].map { $0.headers[.contentType] },
            ["application/json", "image/png", "application/x-www-form-urlencoded"])
    }

    func testDelivery_isRefused_whenThePathIsNoneOfThePlugins() async throws {
        let host = try await TestBot(Sink.self, Twins.self).host
        let places =
            "It takes bodies at 3 routes; write for\nPOST /sink: --path /sink"
            + "\nPOST /sink/<name>: --value name=…, or the whole path, such as --path /sink/name"
            + "\nPUT /picture: --path /picture"
        let reasons = [
            "/page": "Plugin sink takes no body at “/page”. \(places)",
            "/ping": "Plugin sink takes no body at “/ping”. \(places)",
            "/one": "Plugin sink takes no body at “/one”. \(places)",
            "sink/ops": "“sink/ops” is not a path: it does not begin with a slash. Write /sink/ops.",
            "/sink/#ops": "“/sink/#ops” is not a valid path in a URL. Write # as %23, a space as %20.",
            "/sink/a b": "“/sink/a b” is not a valid path in a URL. Write # as %23, a space as %20.",
        ]

        for (path, reason) in reasons {
            XCTAssertThrowsError(
                try host.delivery(to: "sink", event: nil, payload: [], at: RequestTarget(path)), path
            ) { error in
                XCTAssertEqual((error as? Rejection)?.reason, reason)
            }
        }
    }

    func testDelivery_isAnEvent_onlyWhereThePathTakesEvents() async throws {
        let host = try await TestBot(Mixed.self).host

        let event = try host.delivery(to: "mixed", event: "thing", payload: [], at: "/things/ops")
        let other = try host.delivery(
            to: "mixed", event: host.registry.event(ofFile: "a.txt", for: "mixed", at: "/other"), payload: [],
            contentType: "text/plain", at: "/other")

        XCTAssertEqual(event.headers[.contentType], "application/json")
        XCTAssertEqual(event.headers["X-Event"], "thing")
        XCTAssertEqual(other.headers[.contentType], "text/plain")
        XCTAssertNil(other.headers["X-Event"])
        XCTAssertThrowsError(try host.registry.event(ofFile: "a.txt", for: "mixed", at: "/things/ops"))
    }
}
