import HarkHost
import HarkTesting
import XCTest

private struct Probe: Plugin {
    struct Failure: Error {}
    struct Item: Codable { let name: String }
    enum Action: String, ParameterValue { case open, close }

    static let manifest = Manifest<Self>(
        name: "probe",
        summary: "Answers in every way there is.",
        routes: [
            .get("/page", page),
            .post("/page", nothing),
            .post("/door/<action>", door),
            .post("/number/<int:value>", number),
            .post("/refuse", refuse),
            .post("/fail", fail),
            .post("/item", .json, item),
            .post("/field", .form("payload"), item),
            .post("/bytes", .raw, size).accepting(atMost: 8),
            .post("/any", .payload, describe),
            .post("/skip", skip),
            .post("/later", later),
            .post("/unwanted", unwanted),
            .post(nothing),
        ]
    )

    init(_ context: PluginContext) {}

    func page() -> String { "page" }
    func nothing() {}
    func door(action: Action) -> String { action.rawValue }
    func number(value: Int) -> String { "\(value + 1)" }
    func refuse() throws { throw Rejection(.forbidden, "Not on Sundays.", headers: [.retryAfter: "86400"]) }
    func fail() throws { throw Failure() }
    func item(_ delivery: Delivery<Item>) throws -> Response { try .json(delivery.body) }
    func size(_ delivery: Delivery<[UInt8]>) -> String { "\(delivery.body.count)" }
    func skip() -> HandlerOutcome { .ignored("nothing to do") }
    func later() -> HandlerOutcome { .retry(after: .milliseconds(1_001)) }
    func unwanted() -> HandlerOutcome { .rejected(Rejection(.gone, "No more.")) }
    func describe(_ delivery: Delivery<Payload>) -> String {
        switch delivery.body {
        case .json: "json"
        case .form: "form"
        case .text: "text"
        case .bytes: "bytes"
        }
    }
}

final class PipelineTests: XCTestCase {
    private var bot: TestBot!

    override func setUp() async throws { bot = try await TestBot(Probe.self) }

    func testManifest_hasNoFault() {
        checkManifest(Probe.self)
    }

    func testAnswer_isTextInUTF8_forAString() async throws {
        let response = try await bot.get("/page")

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(response.text, "page")
        XCTAssertEqual(response.headers[.contentType], "text/plain; charset=utf-8")
    }

    func testAnswer_asksForAnotherAttempt_whenTheHandlerWantsOne() async throws {
        let response = try await bot.post("/later")

        XCTAssertEqual(response.status, .serviceUnavailable)
        XCTAssertEqual(response.headers[.retryAfter], "2")
    }

    func testAnswer_isTheRejection_whenTheHandlerEndsWithOne() async throws {
        let response = try await bot.post("/unwanted")

        XCTAssertEqual(response.status, .gone)
        XCTAssertEqual(response.text, "No more.")
    }

    func testAnswer_isAnEmpty200_whenNothingIsReturned() async throws {
        let responses = [try await bot.post("/page"), try await bot.post("/probe")]

        XCTAssertEqual(responses.map(\.status), [.ok, .ok])
        XCTAssertEqual(responses.map(\.body), [[], []])
    }

    func testAnswer_is404_forAnUnknownPath() async throws {
        let response = try await bot.post("/nowhere")

        XCTAssertEqual(response.status, .notFound)
    }

    func testAnswer_is405WithEveryMethodOfThePath_forAnotherMethod() async throws {
        let response = try await bot.send(.delete, "/page")

        XCTAssertEqual(response.status, .methodNotAllowed)
        XCTAssertEqual(response.headers[.allow], "GET, HEAD, POST")
    }

    func testAnswer_listsTheMethods_forOPTIONS() async throws {
        let response = try await bot.send(.options, "/page")

        XCTAssertEqual(response.status, .noContent)
        XCTAssertEqual(response.headers[.allow], "GET, HEAD, OPTIONS, POST")
    }

    func testAnswer_isWithoutContent_forHEADOnAGETRow() async throws {
        let response = try await bot.send(.head, "/page")

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(response.body, [])
    }

    func testAnswer_redirectsAndKeepsTheQuery_whenSlashesMerge() async throws {
        let response = try await bot.send(.post, "/door//open?a=1")

        XCTAssertEqual(response.status, .permanentRedirect)
        XCTAssertEqual(response.headers[.location], "/door/open?a=1")
    }

    func testPathValues_bindByPosition_asTheirTypes() async throws {
        let texts = [
            try await bot.post("/door/open").text, try await bot.post("/number/41").text,
        ]

        XCTAssertEqual(texts, ["open", "42"])
    }

    func testAnswer_is404_whenAPathValueIsNone() async throws {
        let response = try await bot.post("/door/ajar")

        XCTAssertEqual(response.status, .notFound)
    }

    func testAnswer_is400_forABrokenEscape() async throws {
        let statuses = [try await bot.post("/door/%zz").status, try await bot.post("/door/%00").status]

        XCTAssertEqual(statuses, [.badRequest, .badRequest])
    }

    func testRejection_sendsStatusReasonAndHeaders() async throws {
        let response = try await bot.post("/refuse")

        XCTAssertEqual(response.status, .forbidden)
        XCTAssertEqual(response.text, "Not on Sundays.")
        XCTAssertEqual(response.headers[.retryAfter], "86400")
    }

    func testRejection_isJSON_whereTheSenderAcceptsIt() async throws {
        let response = try await bot.post("/refuse", headers: ["Accept": "application/json"])

        XCTAssertEqual(response.headers[.contentType], "application/json")
        XCTAssertEqual(response.text, #"{"error":"Not on Sundays.","status":403}"#)
    }

    func testAnswer_is500WithNothingButTheRequestID_whenAHandlerThrows() async throws {
        let response = try await bot.post("/fail", headers: ["X-Request-Id": "abc-1"])

        XCTAssertEqual(response.status, .internalServerError)
        XCTAssertEqual(response.text, "Internal error; the request's id is abc-1.")
    }

    func testTypedJSON_isDecoded() async throws {
        let response = try await bot.post("/item", json: #"{"name":"Ada"}"#)

        XCTAssertEqual(response.text, #"{"name":"Ada"}"#)
    }

    func testTypedJSON_is415_forAnotherMediaType() async throws {
        let response = try await bot.post("/item", text: #"{"name":"Ada"}"#)

        XCTAssertEqual(response.status, .unsupportedMediaType)
    }

    func testTypedJSON_is400NamingTheKey_whenOneIsMissing() async throws {
        let response = try await bot.post("/item", json: "{}")

        XCTAssertEqual(response.status, .badRequest)
        XCTAssertEqual(response.text, "The body does not decode: name is missing.")
    }

    func testTypedJSON_is400NamingLineAndColumn_whenMalformed() async throws {
        let response = try await bot.post("/item", json: "{\n  \"name\": }")

        XCTAssertEqual(response.status, .badRequest)
        XCTAssertTrue(response.text.contains("line 2"), response.text)
    }

    func testFormField_isDecodedFromJSON() async throws {
        let response = try await bot.post("/field", form: ["payload": #"{"name":"Ada & Bob"}"#])

        XCTAssertEqual(response.text, #"{"name":"Ada & Bob"}"#)
    }

    func testFormField_is400NamingIt_whenMissing() async throws {
        let response = try await bot.post("/field", form: ["other": "1"])

        XCTAssertEqual(response.status, .badRequest)
        XCTAssertEqual(response.text, "The form has no field “payload”.")
    }

    func testPayload_isWhatTheMediaTypeMakesOfIt() async throws {
        let kinds = [
            try await bot.post("/any", json: "null").text,
            try await bot.post("/any", form: ["a": "1"]).text,
            try await bot.post("/any", text: "hi").text,
            try await bot.post("/any", bytes: [0xff]).text,
        ]

        XCTAssertEqual(kinds, ["json", "form", "text", "bytes"])
    }

    func testPayload_isWhatItSeemsToBe_whenItIsCalledAFormAndCannotBeOne() async throws {
        let type = "application/x-www-form-urlencoded"
        let kinds = [
            try await bot.post("/any", bytes: Array(#"{"a":"b=c & d"}"#.utf8), contentType: type).text,
            try await bot.post("/any", bytes: Array("It is = done & dusted".utf8), contentType: type).text,
            try await bot.post("/any", bytes: [0xff], contentType: type).text,
            try await bot.post("/any", bytes: Array("a=1".utf8), contentType: type).text,
        ]

        XCTAssertEqual(kinds, ["json", "text", "bytes", "form"])
    }

    func testBody_is413_overTheRoutesOwnLimit() async throws {
        let statuses = [
            try await bot.post("/bytes", bytes: [UInt8](repeating: 1, count: 8)).status,
            try await bot.post("/bytes", bytes: [UInt8](repeating: 1, count: 9)).status,
        ]

        XCTAssertEqual(statuses, [.ok, .contentTooLarge])
    }

    func testRequestID_isKeptWhenSane_andMadeOtherwise() async throws {
        let kept = try await bot.get("/page", headers: ["X-Request-Id": "trace:1/2"]).headers["X-Request-Id"]
        let made = try await bot.get("/page", headers: ["X-Request-Id": "a b\u{1b}"]).headers["X-Request-Id"]
        let other = try await bot.get("/page").headers["X-Request-Id"]

        XCTAssertEqual(kept, "trace:1/2")
        XCTAssertEqual(made?.count, 16)
        XCTAssertNotEqual(made, other)
    }

    func testCounters_tellServedIgnoredRefusedAndFailedApart() async throws {
        _ = try await bot.post("/skip")
        _ = try await bot.post("/fail")
        _ = try await bot.post("/refuse")

        let status = await bot.send("!webstatus")[0]

        let rows = status.split(separator: "\n")
        XCTAssertTrue(rows.contains { $0.contains("/refuse") && $0.hasSuffix("0 served, 1 refused, 0 failed") }, status)
        XCTAssertTrue(rows.contains { $0.contains("/fail") && $0.hasSuffix("0 served, 0 refused, 1 failed") }, status)
        XCTAssertTrue(
            rows.contains { $0.contains("/skip") && $0.hasSuffix("1 served (1 ignored), 0 refused, 0 failed") },
            status
        )
    }
}
