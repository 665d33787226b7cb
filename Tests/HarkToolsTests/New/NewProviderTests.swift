import XCTest

@testable import HarkTools

final class NewProviderTests: XCTestCase {
    private func sample(_ event: String, _ members: String) throws -> ProviderSample {
        let fields = "X-Acme-Event: \(event)\nX-Acme-Token: hunter2"
        return try ProviderSample(name: "1.http", Array("POST /acme HTTP/1.1\n\(fields)\n\n{\(members)}".utf8))
    }

    private func text(_ path: String, in files: [NewFile]) throws -> String {
        try XCTUnwrap(files.first { $0.path == path }, "\(files.map(\.path))").text
    }

    func testFiles_areThePluginItsTestAndTheFixturesOfEachEvent() throws {
        let orders = try (1...7).map { try sample("order.created", #""number": \#($0)"#) }

        let files = try NewProvider(name: "Acme", samples: orders + [sample("ping", "")]).files(in: "mybot")

        XCTAssertEqual(
            files.map(\.path),
            ["Sources/mybot/Acme.swift", "Tests/mybotTests/Acme/AcmeTests.swift"]
                + ["order_created", "order_created.2", "order_created.3", "order_created.4", "order_created.5", "ping"]
                .map { "Tests/mybotTests/Acme/Fixtures/\($0).json" })
        XCTAssertEqual(try text("Tests/mybotTests/Acme/Fixtures/order_created.2.json", in: files), #"{"number": 2}"#)
        XCTAssertFalse(files.contains { $0.text.contains("hunter2") })
    }

    func testSource_hasAFormatterForEachEvent_ofWhatItsPayloadsHave() throws {
        let order = #""order": {"title": "Kettle", "html_url": "https://example.org/1"}, "project": {"name": "tea"}"#
        let samples = [try sample("order.created", order), try sample("in", ""), try sample("announce", "")]

        let source = try text(
            "Sources/mybot/Acme.swift", in: NewProvider(name: "Acme", samples: samples).files(in: "mybot"))

        XCTAssertTrue(
            source.contains(
                """
                        events: EventTable(
                            [
                                "announce": announceEvent,
                                "in": inEvent,
                                "order.created": orderCreated,
                            ])
                """), source)
        XCTAssertTrue(
            source.contains(
                """
                    /// `order.created`.
                    static func orderCreated(_ payload: PayloadView) -> EventNotification? {
                        EventNotification(about: payload[path: "project.name"].asText, "order created\\(payload[path: "order.title"], after: ": ")", \
                link: payload[path: "order.html_url"].asText)
                    }
                """), source)
        XCTAssertTrue(source.contains(#".token(.header("X-Acme-Token"), prefix: "")"#), source)
    }

    func testSteps_sayWhatWasRecognised_andWhatIsLeftToDo() throws {
        let provider = try NewProvider(name: "Acme", samples: [sample("ping", #""id": "7""#)])

        let steps = provider.steps(main: "Sources/mybot/main.swift", text: "", package: "mybot", manifest: "")

        XCTAssertTrue(steps.contains("- 1 event, named by header X-Acme-Event."), steps)
        XCTAssertTrue(steps.contains("- Deliveries bring a token in header X-Acme-Token."), steps)
        XCTAssertTrue(steps.contains("- A delivery is identified by body field id."), steps)
        XCTAssertTrue(
            steps.contains(#"Add .product(name: "HarkEvents", package: …) to the dependencies of mybot"#), steps)
        XCTAssertTrue(steps.contains("await Bot.run(Acme.self)"), steps)
    }

    func testProvider_isRefused_withoutSamplesOrAName() throws {
        XCTAssertThrowsError(try NewProvider(name: "Acme", samples: []))
        XCTAssertThrowsError(try NewProvider(name: "GitHub", samples: [sample("ping", "")]))
        XCTAssertThrowsError(try NewProvider(name: "Provider", samples: [sample("ping", "")]))
    }
}
