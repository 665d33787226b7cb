import HarkEvents
import HarkTesting
import XCTest

@testable import ZulipPlugin

final class ZulipTests: XCTestCase {
    private static let environment = [
        "HARK_ZULIP_URL": "https://chat.example.org/", "HARK_ZULIP_EMAIL": "hark-bot@example.org",
        "HARK_ZULIP_KEY": "verysecret",
    ]
    private static let sent: ScriptedHTTP.Answer = .json(["result": "success", "msg": "", "id": 1042])

    private func bot(_ answers: [ScriptedHTTP.Answer]) async throws -> TestBot {
        try await TestBot(Zulip.self, environment: Self.environment, http: ScriptedHTTP(answers))
    }

    private func network(_ bot: TestBot) throws -> Zulip { try XCTUnwrap(bot.host.network(Zulip.self)) }

    private func failure(_ answers: ScriptedHTTP.Answer..., room: Room = "#ops") async throws -> ChatError? {
        let network = try network(try await bot(answers))
        do { _ = try await network.send(OutgoingMessage("hi"), to: room) } catch { return error }
        return nil
    }

    func testManifest_isSound() { checkManifest(Zulip.self) }

    func testSend_postsAFormToTheTopic() async throws {
        let bot = try await bot([Self.sent, Self.sent, Self.sent])

        let id = try await network(bot).send(OutgoingMessage("hi & bye"), to: "#ops")
        _ = try await network(bot).send(OutgoingMessage("again", thread: id), to: "#ops>other")
        _ = try await network(bot).send(OutgoingMessage("hello"), to: "@101")

        XCTAssertEqual(id, "1042>hark")
        XCTAssertEqual(Set(bot.http.requests.map(\.url)), ["https://chat.example.org/api/v1/messages"])
        XCTAssertEqual(
            bot.http.requests[0].headers[.authorization], "Basic aGFyay1ib3RAZXhhbXBsZS5vcmc6dmVyeXNlY3JldA==")
        XCTAssertEqual(bot.http.requests[0].headers[.contentType], "application/x-www-form-urlencoded")
        XCTAssertEqual(
            bot.http.requests.map(\.form),
            [
                ["type": "stream", "to": "\"ops\"", "topic": "hark", "content": "hi & bye"],
                ["type": "stream", "to": "\"ops\"", "topic": "hark", "content": "again"],
                ["type": "private", "to": "[101]", "content": "hello"],
            ])
    }

    func testSend_saysNothingAgain_thatHasComeBack() async throws {
        let bot = try await bot([.failure(.interrupted, mayHaveArrived: true)])
        let network = try network(bot)
        let message = OutgoingMessage("hi")
        network.echoes.queue = "q1"

        do {
            _ = try await network.send(message, to: "#ops")
            XCTFail("it was sent")
        } catch { XCTAssertEqual(error.kind, .transient) }
        network.echoes.learn(7, of: message.key)
        let id = try await network.send(message, to: "#ops")

        XCTAssertEqual(id, "7>hark")
        XCTAssertEqual(bot.http.requests.map(\.form["local_id"]), [message.key])
        XCTAssertEqual(bot.http.requests.map(\.form["queue_id"]), ["q1"])
    }

    func testSend_namesTheNearestChannel_whenThereIsNone() async throws {
        let error = try await failure(
            .error(.badRequest, "STREAM_DOES_NOT_EXIST"),
            .json(["result": "success", "streams": [["name": "general"], ["name": "ops"]]]), room: "#opps")

        XCTAssertEqual(error?.kind, .noSuchRoom)
        XCTAssertTrue(error?.reason.hasSuffix("Did you mean #ops?") ?? false, error?.reason ?? "")
    }

    func testFailures_haveTheKindThatSaysWhatToDo() async throws {
        let table: [(HTTPResponse.Status, String, String, ChatError.Kind)] = [
            (.unauthorized, "INVALID_API_KEY", "", .unauthorized), (.unauthorized, "UNAUTHORIZED", "", .unauthorized),
            (.badRequest, "BAD_REQUEST", "Not authorized to send to channel 'ops'", .notAMember),
            (.badRequest, "STREAM_DOES_NOT_EXIST", "", .noSuchRoom),
            (.badRequest, "BAD_REQUEST", "Message must not be empty", .refused),
            (.forbidden, "", "", .refused), (.internalServerError, "INTERNAL_SERVER_ERROR", "", .transient),
            (.movedPermanently, "", "", .refused), (.notFound, "", "", .refused),
        ]
        for (status, code, message, kind) in table {
            let error = try await failure(.error(status, code, message))

            XCTAssertEqual(error?.kind, kind, "\(status) \(code) \(message)")
            XCTAssertFalse(error?.reason.contains("verysecret") ?? true, code)
        }
        let direct = try await failure(.error(.badRequest, "BAD_REQUEST", "Invalid user ID 7"), room: "@7")
        XCTAssertEqual(direct?.kind, .noSuchRoom)
    }

    func testFailures_areTransient_whenTheServerIsInTrouble() async throws {
        let answers: [ScriptedHTTP.Answer] = [
            .text("<html>Please log in.", status: .unauthorized),
            .text("<html>Bad gateway</html>", status: .badGateway), .text("<html>Welcome</html>"), .failure(.timedOut),
            .failure(.interrupted, mayHaveArrived: true), .status(.internalServerError), .status(.ok), .json([]),
            .json(["result": "success"]), .json(["result": "error"]), .text(String(repeating: "[", count: 100_000)),
        ]
        for answer in answers {
            let kind = try await failure(answer)?.kind
            XCTAssertEqual(kind, .transient, "\(answer)")
        }
    }

    func testFailures_sayWhenTheServerTakesTheNextMessage() async throws {
        let body = Array(#"{"result":"error","code":"RATE_LIMIT_HIT","retry-after":2.5}"#.utf8)
        let table: [(HTTPFields, [UInt8], Duration?)] = [
            ([.retryAfter: "1.25"], body, .milliseconds(1250)), ([:], body, .milliseconds(2500)), ([:], [], nil),
        ]
        for (headers, body, wait) in table {
            let busy = ClientResponse(status: .tooManyRequests, headers: headers, body: body)
            let kind = try await failure(.response(busy))?.kind
            XCTAssertEqual(kind, .rateLimited(retryAfter: wait))
        }
    }

    func testEditAndReact_nameTheMessageByItsNumber() async throws {
        let bot = try await bot([.success, .success, .error(.badRequest, "REACTION_ALREADY_EXISTS")])

        try await network(bot).edit("1042>hark", in: "#ops", to: OutgoingMessage("done", severity: .success))
        try await network(bot).react(.done, to: "1042>hark", in: "#ops")
        try await network(bot).react(.done, to: "1042>hark", in: "#ops")

        XCTAssertEqual(
            bot.http.requests.map { "\($0.method) \($0.url.dropFirst(31))" },
            ["PATCH /messages/1042", "POST /messages/1042/reactions", "POST /messages/1042/reactions"])
        XCTAssertEqual(bot.http.requests[0].form, ["content": "✅ done"])
        XCTAssertEqual(bot.http.requests[1].form, ["emoji_name": "check"])
    }

    func testResolve_saysWhetherTheBotIsSubscribed() async throws {
        let found: ScriptedHTTP.Answer = .json(["result": "success", "stream_id": 12])
        let subscribed: ScriptedHTTP.Answer = .json(["result": "success", "subscriptions": [["name": "Ops"]]])
        let none: ScriptedHTTP.Answer = .json(["result": "success", "subscriptions": []])
        let bot = try await bot([found, subscribed, found, none, .success])

        let first = try await network(bot).resolve("#ops")
        let second = try await network(bot).resolve("#ops>deploys")
        let third = try await network(bot).resolve("@ada@example.org")

        XCTAssertEqual(first, "#ops, topic “hark” (12)")
        XCTAssertEqual(second, "#ops, topic “deploys” (12); the bot is not subscribed, and receives nothing there")
        XCTAssertEqual(third, "@ada@example.org, direct messages")
        XCTAssertEqual(bot.http.requests.last?.url, "https://chat.example.org/api/v1/users/ada@example.org")
    }

    func testCanonicalName_isWithoutTheUsualTopic() async throws {
        let network = try network(try await bot([]))

        let names = [
            "#ops>hark", "#ops", "#ops>deploys", "#dev \\>hark", "#dev \\> ops>hark", "#ops>bots>hark", "@101",
        ]
        .map { network.canonicalName(of: Room($0)) }

        XCTAssertEqual(
            names, ["#ops", "#ops", "#ops>deploys", "#dev \\>hark", "#dev \\> ops", "#ops>bots>hark", "@101"])
    }

    func testDirectRoom_isThePersonByNumber() async throws {
        let network = try network(try await bot([]))

        XCTAssertEqual(network.directRoom(of: Person(id: "101")), Room(named: "@101", on: "zulip"))
        XCTAssertNil(network.directRoom(of: Person(id: "ada")))
    }
}
