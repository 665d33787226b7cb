import HarkEvents
import HarkTesting
import XCTest

@testable import WebhookPlugin

final class WebhookTests: XCTestCase {
    private static let rooms =
        "ops=https://hooks.example.org/services/T1/B1/hush,games=https://discord.example/api/webhooks/1/hush/slack"

    private func bot(_ answers: [ScriptedHTTP.Answer], body: String? = nil) async throws -> TestBot {
        var environment = ["HARK_WEBHOOK_ROOMS": Self.rooms]
        environment["HARK_WEBHOOK_BODY"] = body
        return try await TestBot(Webhook.self, environment: environment, http: ScriptedHTTP(answers))
    }

    /// Says something past the host's queues.
    @discardableResult
    private func send(
        _ message: OutgoingMessage = OutgoingMessage("hi"), to room: Room = "#ops", on bot: TestBot
    ) async throws -> MessageID? {
        try await XCTUnwrap(bot.host.network(Webhook.self)).send(message, to: room)
    }

    private func failure(
        _ answer: ScriptedHTTP.Answer, room: Room = "#ops", body: String? = nil
    ) async throws -> ChatError? {
        let bot = try await bot([answer], body: body)
        do { try await send(to: room, on: bot) } catch { return error as? ChatError }
        return nil
    }

    func testManifest_isSound() { checkManifest(Webhook.self) }

    func testSend_postsToTheURLOfTheRoom() async throws {
        let bot = try await bot([.text("ok")])

        let id = try await send(on: bot)

        XCTAssertNil(id)
        XCTAssertEqual(bot.http.requests.map(\.url), ["https://hooks.example.org/services/T1/B1/hush"])
        XCTAssertEqual(bot.http.requests[0].method, .post)
        XCTAssertEqual(bot.http.requests[0].headers[.contentType], "application/json")
        XCTAssertEqual(bot.http.requests[0].text, #"{"text":"hi"}"#)
    }

    func testSend_postsTheOperatorsBody() async throws {
        let bot = try await bot([.json(["id": 1])], body: #"{"topic":"{{room}}","message":"{{text}}"}"#)

        try await send(OutgoingMessage("a \"quoted\" {{room}}", severity: .error), on: bot)

        XCTAssertEqual(bot.http.requests[0].text, #"{"topic":"ops","message":"❌ a \"quoted\" {{room}}"}"#)
    }

    func testSend_cutsToWhatDiscordTakes_whereItIsDiscords() async throws {
        let bot = try await bot([.text("ok"), .text("ok")])
        let long = OutgoingMessage(ChatText(String(repeating: "a", count: 6000)))

        try await send(long, to: "#games", on: bot)
        try await send(long, to: "#ops", on: bot)

        let counts = try bot.http.requests.map {
            try JSONValue(parsing: $0.body)["text"]?.stringValue?.unicodeScalars.count
        }
        XCTAssertEqual(counts.map { ($0 ?? 0) <= 2000 }, [true, false])
        XCTAssertEqual(counts.map { ($0 ?? 0) <= 4000 }, [true, true])
    }

    func testSend_namesTheNearestRoom_whenThereIsNoSuchOne() async throws {
        let error = try await failure(.text("ok"), room: "#opss")

        XCTAssertEqual(error?.kind, .noSuchRoom)
        XCTAssertTrue(error?.reason.hasSuffix("Did you mean #ops?") == true, "\(error?.reason ?? "")")
    }

    func testFailures_haveTheKindThatSaysWhatToDo() async throws {
        let table: [(HTTPResponse.Status, String, ChatError.Kind)] = [
            (.badRequest, "invalid_payload", .refused), (.badRequest, "no_text", .refused),
            (.forbidden, "invalid_token", .unauthorized), (.forbidden, "action_prohibited", .notAMember),
            (.notFound, "channel_not_found", .noSuchRoom), (.notFound, "no_service", .noSuchRoom),
            (.gone, "channel_is_archived", .noSuchRoom), (.gone, "", .noSuchRoom), (.unauthorized, "", .unauthorized),
            (.notFound, #"{"message":"Unknown Webhook","code":10015}"#, .noSuchRoom),
            (.unauthorized, #"{"message":"Invalid Webhook Token","code":50027}"#, .unauthorized),
            (.badRequest, #"{"id":"web.incoming_webhook.invalid.app_error","message":"hush"}"#, .noSuchRoom),
            (.badRequest, #"{"success":false,"error":"invalid-channel hush"}"#, .refused),
            (.contentTooLarge, "", .tooLong(limit: 4000)), (.movedPermanently, "", .refused),
            (.internalServerError, "rollup_error", .transient), (.requestTimeout, "", .transient),
            (.ok, #"{"success":false,"error":"error-not-allowed hush"}"#, .refused),
        ]
        for (status, body, kind) in table {
            let error = try await failure(.text(body, status: status))

            XCTAssertEqual(error?.kind, kind, "\(status) \(body)")
            XCTAssertFalse(error?.reason.contains("hush") ?? true, "\(status) \(body)")
        }
    }

    func testFailures_nameTheWordOfTheAnswer() async throws {
        let error = try await failure(.text("action_prohibited\n", status: .forbidden))

        XCTAssertEqual(
            error?.reason, "The webhook of “#ops” may not post there (action_prohibited). Ask an admin of the channel.")
    }

    func testFailures_areTransient_whenTheReceiverCannotBeReached() async throws {
        let answers: [(ScriptedHTTP.Answer, mayHaveArrived: Bool)] = [
            (.text("<html>Bad gateway</html>", status: .badGateway), false), (.failure(.cannotConnect), false),
            (.failure(.timedOut, mayHaveArrived: true), true), (.text(" <html>Sign in</html>"), true),
        ]
        for (answer, mayHaveArrived) in answers {
            let error = try await failure(answer)

            XCTAssertEqual(error?.kind, .transient, "\(answer)")
            XCTAssertEqual(error?.mayHaveArrived, mayHaveArrived, "\(answer)")
            XCTAssertFalse(error?.reason.contains("hush") ?? true, "\(answer)")
        }
    }

    func testSend_succeeds_withAnythingThatIsNoRefusal() async throws {
        let answers: [ScriptedHTTP.Answer] = [
            .text("ok"), .status(.noContent), .json(["success": true]), .text(#"{"success":tr"#), .status(.created),
        ]
        for answer in answers {
            let error = try await failure(answer)

            XCTAssertNil(error, "\(answer)")
        }
        let error = try await failure(.text("<html>Thank you</html>"), body: #"["{{text}}"]"#)
        XCTAssertNil(error)
    }

    func testFailures_ofARetiredConnector_areSeen_inAnAnswerOfStatus200() async throws {
        let text = "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error"
        for (code, kind) in [("429", ChatError.Kind.rateLimited(retryAfter: nil)), ("403", .refused)] {
            let error = try await failure(.text("\(text) \(code) with ContextId tcid=0."))

            XCTAssertEqual(error?.kind, kind, code)
        }
    }

    func testSend_saysWhenTheReceiverTakesTheNextMessage() async throws {
        let busy = ClientResponse(status: .tooManyRequests, headers: [.retryAfter: "1.5"])

        let error = try await failure(.response(busy))

        XCTAssertEqual(error?.kind, .rateLimited(retryAfter: .milliseconds(1500)))
    }

    func testRoom_hasOneName() async throws {
        let bot = try await bot([])
        let webhook = try XCTUnwrap(bot.host.network(Webhook.self))

        XCTAssertEqual(webhook.canonicalName(of: Room(named: "ops", on: nil)), "#ops")
        XCTAssertEqual(webhook.canonicalName(of: Room(named: "#ops", on: nil)), "#ops")
    }

    func testResolve_saysWhereTheURLLeads_andNothingElseOfIt() async throws {
        let bot = try await bot([])
        let webhook = try XCTUnwrap(bot.host.network(Webhook.self))

        let found = try await webhook.resolve("#ops")

        XCTAssertTrue(found.hasPrefix("a URL of https://hooks.example.org;"), found)
        XCTAssertEqual(bot.http.requests.count, 0)
    }

    func testRun_isConnectedAtOnce_andReceivesNothing() async throws {
        let bot = try await bot([])

        let isConnected = try await bot.running(
            Webhook.self, onMessage: { _ in XCTFail("it receives") }, while: { true })

        XCTAssertTrue(isConnected)
    }
}
