import HarkTesting
import TestSupport
import XCTest

private struct Refuser: Plugin {
    struct Failure: Error {}
    enum Side: String, ParameterValue { case left, right }

    static let manifest = Manifest<Self>(
        name: "refuser",
        summary: "Refuses in every way there is.",
        routes: [
            .post("/reject", reject),
            .post("/fail", fail),
            .post("/side/<side>", turn),
            .post("/item", .json, item),
            .post("/small", .raw, size).accepting(atMost: 8),
            .post("/answer", answer),
            .post("/long", long),
            .post("/lost", .raw, lost),
            .post("/nothing", nothing),
        ]
    )

    init(_ context: PluginContext) {}

    func reject() throws { throw Rejection(.unprocessableContent, "Not on Sundays.") }
    func fail() throws { throw Failure() }
    func turn(side: Side) {}
    func item(_ delivery: Delivery<[String: Int]>) {}
    func size(_ delivery: Delivery<[UInt8]>) -> String { "\(delivery.body.count)" }
    func answer() -> Response { Response(status: .conflict) }
    func long() throws { throw Rejection(.badRequest, String(repeating: "\u{301}", count: 100_000)) }
    func lost(_ delivery: Delivery<[UInt8]>) throws -> Response { .bytes(try SmallFile("/nowhere", atMost: 1).bytes()) }
    func nothing() {}
}

final class RefusalReasonTests: XCTestCase {
    func testEveryRefusal_hasItsReason() async throws {
        let bot = try await TrustBot(Refuser.self)
        var get = Request.delivery("/reject", body: "")
        get.method = .get
        let table: [(Request, Int, String)] = [
            (.delivery("/nowhere", body: ""), 404, "no route takes its path"),
            (.delivery("/%ff", body: ""), 400, "its path is not percent-encoded UTF-8"),
            (get, 405, "the routes of its path take POST alone"),
            (.delivery("/reject", body: ""), 422, "Not on Sundays."),
            (.delivery("/fail", body: ""), 500, "its handler failed: Failure()"),
            (.delivery("/side/up", body: ""), 404, "<side> in its path is not a valid Side"),
            (.delivery("/item", body: "x", type: "text/plain"), 415, ""),
            (.delivery("/item", body: "{"), 400, ""),
            (.delivery("/small", body: "123456789"), 413, "its body has 9 bytes, and 8 are taken"),
            (.delivery("/answer", body: ""), 409, "its handler answered 409"),
            (.delivery("/lost", body: ""), 500, "its handler failed: There is no file /nowhere."),
        ]

        for (request, status, reason) in table {
            let answer = try await bot.send(request)

            let record = try XCTUnwrap(bot.records.all.last)
            XCTAssertEqual([answer.status.code, record.status.code], [status, status], "\(request.target)")
            let refusal = try XCTUnwrap(record.refusal, "\(request.target)")
            XCTAssertFalse(refusal.isEmpty)
            if !reason.isEmpty { XCTAssertEqual(refusal, reason) }
        }
    }

    func testPath_takesLittleTime_whenItIsOneRunOfMarks() async throws {
        let bot = try await TrustBot(Refuser.self)
        let marks = String(repeating: "%CC%81%CC%96", count: 16_000)

        for path in ["/side/left\(marks)", "/\(marks)", "/side/\(marks)/\(marks)"] {
            let timer = ProcessorTimer()
            let answer = try await bot.send(.delivery(path, body: ""))

            XCTAssertLessThan(timer.elapsed, .seconds(1), String(path.prefix(12)))
            XCTAssertEqual(answer.status, .notFound)
        }
    }

    func testReason_isBounded_whateverAHandlerSays() async throws {
        let bot = try await TrustBot(Refuser.self)

        _ = try await bot.send(.delivery("/long", body: ""))

        XCTAssertEqual(bot.records.all.last?.refusal?.unicodeScalars.count, RequestRecord.longestRefusal)
    }

    func testAnswer_hasNoReason_whenItIsNoRefusal() async throws {
        let bot = try await TrustBot(Refuser.self)

        _ = try await bot.send(.delivery("/nothing", body: ""))

        XCTAssertEqual(bot.records.all.map(\.refusal), [nil])
    }

    func testCompressedBody_is415_thatNamesTheCoding() async throws {
        let bot = try await TrustBot(Refuser.self)
        let codings = ["gzip", "identity, br", "GZIP", "identity", "", "Identity"]

        var answers: [TestResponse] = []
        for coding in codings {
            answers.append(try await bot.send(.delivery("/item", ["Content-Encoding": coding], body: "{}")))
        }

        XCTAssertEqual(answers.map(\.status.code), [415, 415, 415, 200, 200, 200])
        XCTAssertEqual(answers[0].text, "Content-Encoding “gzip” is not supported; send the body as it is.")
        XCTAssertEqual(answers[1].text, "Content-Encoding “br” is not supported; send the body as it is.")
        XCTAssertEqual(answers.prefix(3).map { $0.headers[.acceptEncoding] }, ["identity", "identity", "identity"])
        XCTAssertEqual(bot.records.all.first?.refusal, "its Content-Encoding is gzip")
        let head = Request.delivery("/item", ["Content-Encoding": "gzip"], body: "")
        XCTAssertEqual(bot.host.pipeline.admit(head).body, .leave)
    }
}
