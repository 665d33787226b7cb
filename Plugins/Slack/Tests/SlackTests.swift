import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import SlackPlugin

final class SlackTests: XCTestCase {
    private static let environment = ["HARK_SLACK_TOKEN": "xoxb-1", "HARK_SLACK_API": "https://slack.example/api/"]

    private static let channels: ScriptedHTTP.Answer = .json([
        "ok": true, "channels": [["id": "C0000000A", "name": "ops"], ["id": "C0000000B", "name": "general"]],
        "response_metadata": ["next_cursor": ""],
    ])

    private static let sent: ScriptedHTTP.Answer = .json([
        "ok": true, "channel": "C0000000A", "ts": "1700000000.000100",
    ])

    private func bot(_ answers: [ScriptedHTTP.Answer]) async throws -> TestBot {
        try await TestBot(Slack.self, environment: Self.environment, http: ScriptedHTTP(answers))
    }

    /// Says something past the host's queues.
    @discardableResult
    private func send(_ message: OutgoingMessage, to room: Room, _ bot: TestBot) async throws -> MessageID? {
        try await XCTUnwrap(bot.host.network(Slack.self)).send(message, to: room)
    }

    private func failure(_ answer: ScriptedHTTP.Answer) async throws -> ChatError? {
        let bot = try await bot([answer])
        do { try await send(OutgoingMessage("hi"), to: "C0000000A", bot) } catch { return error as? ChatError }
        return nil
    }

    func testManifest_isSound() { checkManifest(Slack.self) }

    func testSend_postsToTheChannelOfThatName() async throws {
        let bot = try await bot([Self.channels, Self.sent, Self.sent])

        let id = try await send(OutgoingMessage("hi & bye"), to: "#ops", bot)
        try await send(OutgoingMessage("again", thread: id), to: "slack:#ops", bot)

        XCTAssertEqual(id, "1700000000.000100")
        XCTAssertEqual(
            bot.http.requests.map(\.url),
            ["conversations.list", "chat.postMessage", "chat.postMessage"].map { "https://slack.example/api/\($0)" })
        XCTAssertEqual(bot.http.requests[1].headers[.authorization], "Bearer xoxb-1")
        XCTAssertEqual(bot.http.requests[1].headers[.contentType], "application/json; charset=utf-8")
        XCTAssertEqual(
            try JSONValue(parsing: bot.http.requests[2].body),
            [
                "channel": "C0000000A", "text": "again", "unfurl_links": false, "unfurl_media": false,
                "thread_ts": "1700000000.000100",
            ])
    }

    func testSend_readsEveryPageOfChannels() async throws {
        let first: ScriptedHTTP.Answer = .json([
            "ok": true, "channels": [["id": "C0000000X", "name": "first"]],
            "response_metadata": ["next_cursor": "next="],
        ])
        let bot = try await bot([first, Self.channels, Self.sent])

        try await send(OutgoingMessage("hi"), to: "#ops", bot)

        XCTAssertEqual(try JSONValue(parsing: bot.http.requests[1].body)["cursor"], "next=")
    }

    func testSend_namesTheNearestChannel_whenThereIsNone() async throws {
        let bot = try await bot([Self.channels])

        do {
            try await send(OutgoingMessage("hi"), to: "#opps", bot)
            XCTFail("it was sent")
        } catch let error as ChatError {
            XCTAssertEqual(error.kind, .noSuchRoom)
            XCTAssertTrue(error.reason.hasSuffix("Did you mean #ops?"), error.reason)
        }
    }

    func testSend_opensADirectRoom_forAPerson() async throws {
        let opened: ScriptedHTTP.Answer = .json(["ok": true, "channel": ["id": "D0000000A"]])
        let bot = try await bot([opened, Self.sent])

        try await send(OutgoingMessage("hi"), to: "@U024BE7LH", bot)

        XCTAssertEqual(try JSONValue(parsing: bot.http.requests[0].body), ["users": "U024BE7LH"])
        XCTAssertEqual(try JSONValue(parsing: bot.http.requests[1].body)["channel"], "D0000000A")
    }

    func testFailures_haveTheKindThatSaysWhatToDo() async throws {
        let table: [(String, ChatError.Kind)] = [
            ("channel_not_found", .noSuchRoom), ("is_archived", .noSuchRoom), ("not_in_channel", .notAMember),
            ("invalid_auth", .unauthorized), ("token_revoked", .unauthorized), ("missing_scope", .unauthorized),
            ("msg_too_long", .tooLong(limit: 4000)), ("internal_error", .transient), ("no_text", .refused),
        ]
        for (code, kind) in table {
            let error = try await failure(.json(["ok": false, "error": .string(code), "needed": "chat:write"]))

            XCTAssertEqual(error?.kind, kind, code)
            XCTAssertFalse(error?.reason.contains("xoxb") ?? true, code)
        }
    }

    func testFailures_areTransient_whenSlackIsInTrouble() async throws {
        let answers: [ScriptedHTTP.Answer] = [
            .text("<html>Bad gateway</html>", status: .badGateway), .text("<html>Welcome</html>"), .failure(.timedOut),
            .failure(.interrupted, mayHaveArrived: true), .status(.internalServerError),
        ]
        for answer in answers {
            let kind = try await failure(answer)?.kind
            XCTAssertEqual(kind, .transient, "\(answer)")
        }
    }

    func testSend_saysWhenSlackTakesTheNextMessage() async throws {
        let busy = ClientResponse(
            status: .tooManyRequests, headers: [.retryAfter: "30"],
            body: Array(#"{"ok":false,"error":"ratelimited"}"#.utf8))

        let error = try await failure(.response(busy))

        XCTAssertEqual(error?.kind, .rateLimited(retryAfter: .seconds(30)))
    }

    func testSend_showsSeverityAsAColour_andAReplyInTheRoomToo() async throws {
        let bot = try await bot([Self.sent])

        try await send(
            OutgoingMessage("a < b", severity: .error, thread: "1.1", isAlsoInRoom: true), to: "C0000000A", bot)

        let body = try JSONValue(parsing: bot.http.requests[0].body)
        XCTAssertEqual(body["attachments"]?[0]?["color"], "#E01E5A")
        XCTAssertEqual(body["attachments"]?[0]?["text"], "a &lt; b")
        XCTAssertEqual(body["attachments"]?[0]?["fallback"], "a &lt; b")
        XCTAssertNil(body["text"])
        XCTAssertEqual(body["reply_broadcast"], true)
    }

    func testEdit_replacesTextAndColour() async throws {
        let bot = try await bot([Self.sent])
        let slack = try XCTUnwrap(bot.host.network(Slack.self))

        try await slack.edit("1.1", in: "C0000000A", to: OutgoingMessage("well again"))

        XCTAssertTrue(bot.http.requests[0].url.hasSuffix("/chat.update"))
        XCTAssertEqual(
            try JSONValue(parsing: bot.http.requests[0].body),
            ["channel": "C0000000A", "ts": "1.1", "text": "well again", "attachments": []])
    }

    func testEdit_leavesNoTextBesideTheBar_whenAColourIsNew() async throws {
        let bot = try await bot([Self.sent])
        let slack = try XCTUnwrap(bot.host.network(Slack.self))

        try await slack.edit("1.1", in: "C0000000A", to: OutgoingMessage("it failed", severity: .error))

        let body = try JSONValue(parsing: bot.http.requests[0].body)
        XCTAssertEqual(body["text"], "")
        XCTAssertEqual(body["attachments"]?[0]?["text"], "it failed")
    }

    func testReact_isDone_whenTheReactionIsThereAlready() async throws {
        let bot = try await bot([.json(["ok": false, "error": "already_reacted"])])
        let slack = try XCTUnwrap(bot.host.network(Slack.self))

        try await slack.react(.done, to: "1.1", in: "C0000000A")

        XCTAssertEqual(
            try JSONValue(parsing: bot.http.requests[0].body),
            ["channel": "C0000000A", "timestamp": "1.1", "name": "white_check_mark"])
    }

    func testResolve_saysThatTheBotIsToBeInvited() async throws {
        let bot = try await bot([.json(["ok": true, "channel": ["id": "C0000000A", "is_member": false]])])
        let slack = try XCTUnwrap(bot.host.network(Slack.self))

        do {
            _ = try await slack.resolve("C0000000A")
            XCTFail("it is well")
        } catch {
            XCTAssertEqual(error.kind, .notAMember)
        }
    }

    func testResolve_findsADirectRoomWell() async throws {
        let bot = try await bot([.json(["ok": true, "channel": ["id": "D0000000A", "is_im": true]])])

        let channel = try await XCTUnwrap(bot.host.network(Slack.self)).resolve("D0000000A")

        XCTAssertEqual(channel, "D0000000A")
    }

    func testSlashCommand_isAnsweredAtItsURL_whereTheBotIsNot() async throws {
        let refused: ScriptedHTTP.Answer = .json(["ok": false, "error": "not_in_channel"])
        let bot = try await bot([refused, .text("ok"), .json(["ok": false, "error": "is_archived"])])
        let slack = try XCTUnwrap(bot.host.network(Slack.self))
        let id = slack.commands.insert("7", answeredAt: "https://hooks.slack.example/commands/1")

        let sent = try await slack.send(OutgoingMessage("well", thread: id, replyTo: id), to: "C0000000A")

        XCTAssertNil(sent)
        XCTAssertNil(try JSONValue(parsing: bot.http.requests[0].body)["thread_ts"])
        XCTAssertEqual(bot.http.requests[1].url, "https://hooks.slack.example/commands/1")
        XCTAssertNil(bot.http.requests[1].headers[.authorization])
        XCTAssertEqual(
            try JSONValue(parsing: bot.http.requests[1].body), ["text": "well", "response_type": "ephemeral"])
        // What answers nothing is refused as ever.
        do {
            _ = try await slack.send(OutgoingMessage("hi"), to: "C0000000A")
            XCTFail("it was sent")
        } catch { XCTAssertEqual(error.kind, .noSuchRoom) }
    }

    func testIdentify_triesTheAppTokenToo() async throws {
        let bot = try await TestBot(
            Slack.self, environment: Self.environment.merging(["HARK_SLACK_APP_TOKEN": "xapp-1"]) { $1 },
            http: [
                .json(["ok": true, "user": "hark", "team": "acme"]), .json(["ok": false, "error": "missing_scope"]),
            ])

        do {
            _ = try await XCTUnwrap(bot.host.network(Slack.self)).identify()
            XCTFail("it is well")
        } catch let error as ChatError {
            XCTAssertEqual(error.kind, .unauthorized)
            XCTAssertTrue(error.reason.contains("HARK_SLACK_APP_TOKEN lacks the scope connections:write"), error.reason)
        }
    }

    func testIdentify_namesTheScopesThatTheTokenLacks() async throws {
        var answer = ClientResponse.json(["ok": true, "user": "hark", "team": "acme"], status: .ok)
        answer.headers[try XCTUnwrap(HTTPField.Name("X-OAuth-Scopes"))] = "chat:write, channels:read,im:write"
        let bot = try await bot([.response(answer)])

        let name = try await XCTUnwrap(bot.host.network(Slack.self)).identify()

        XCTAssertTrue(name?.hasPrefix("hark in acme, whose token lacks the scopes groups:read: ") == true, name ?? "")
    }

    func testRun_ends_whenAMessageIsRefusedForARevokedToken() async throws {
        let (well, revoked) = (
            ScriptedHTTP.Answer.json(["ok": true]), ScriptedHTTP.Answer.json(["ok": false, "error": "token_revoked"])
        )
        let bot = try await bot([well, revoked, revoked])
        let slack = try XCTUnwrap(bot.host.network(Slack.self))
        let run = Task { try await slack.run(ChatInbox { _ in }) }
        await bot.clock.sleepsBegun(1)

        _ = try? await slack.send(OutgoingMessage("hi"), to: "C0000000A")

        do {
            try await run.value
            XCTFail("it goes on")
        } catch let error as ChatError { XCTAssertEqual(error.kind, .unauthorized) }
    }

    func testRun_goesOn_whenAScopeIsMissing() async throws {
        let (well, refused) = (
            ScriptedHTTP.Answer.json(["ok": true]), ScriptedHTTP.Answer.json(["ok": false, "error": "missing_scope"])
        )
        let bot = try await bot([well, refused, well])
        let slack = try XCTUnwrap(bot.host.network(Slack.self))
        let run = Task { try await slack.run(ChatInbox { _ in }) }
        await bot.clock.sleepsBegun(1)

        _ = try? await slack.send(OutgoingMessage("hi"), to: "C0000000A")
        await bot.clock.sleepsBegun(2)
        run.cancel()

        do { try await run.value } catch { XCTAssertTrue(error is CancellationError, "\(error)") }
        XCTAssertEqual(bot.http.requests.count, 3)
    }

    func testRun_asksNowAndThen_whenTheBotOnlySpeaks() async throws {
        let bot = try await bot([.json(["ok": true]), .failure(.cannotConnect), .json(["ok": true])])
        let slack = try XCTUnwrap(bot.host.network(Slack.self))
        let states = Recording<NetworkState>()
        let run = Task { try await slack.run(ChatInbox(onMessage: { _ in }, onState: { states.append($0) })) }

        await bot.clock.sleepsBegun(1)
        bot.clock.advance(by: .seconds(180))
        await bot.clock.sleepsBegun(2)
        bot.clock.advance(by: .seconds(1))
        await bot.clock.sleepsBegun(3)
        run.cancel()

        XCTAssertEqual(states.all.map { "\($0)".prefix(12) }, ["connected", "disconnected", "connected"])
    }
}
