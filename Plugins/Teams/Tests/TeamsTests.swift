import HarkEvents
import HarkTesting
import XCTest

@testable import TeamsPlugin

final class TeamsTests: XCTestCase {
    static let environment = [
        "HARK_TEAMS_ROOMS":
            "ops=https://flows.example/workflows/1/invoke?sp=%2Ftriggers&sig=hush,dev=https://flows.example/2",
        "HARK_TEAMS_SECRET": "dGVhbXMtb3V0Z29pbmctdG9rZW4tMzItYnl0ZXMhISE=",
        "HARK_TEAMS_CHANNELS": "ops=19:0123abcd@thread.tacv2",
    ]

    private func bot(_ answers: [ScriptedHTTP.Answer]) async throws -> TestBot {
        try await TestBot(Teams.self, environment: Self.environment, http: ScriptedHTTP(answers))
    }

    /// Says something past the host's queues.
    @discardableResult
    private func send(_ message: OutgoingMessage, to room: Room, _ bot: TestBot) async throws -> MessageID? {
        try await XCTUnwrap(bot.host.network(Teams.self)).send(message, to: room)
    }

    func testChannel_isAFault_whenItsRoomHasNoFlow() async {
        let environment = Self.environment.merging(["HARK_TEAMS_CHANNELS": "opps=19:0123abcd@thread.tacv2"]) { $1 }

        do {
            _ = try await TestBot(Teams.self, environment: environment)
            XCTFail("it starts")
        } catch {
            XCTAssertTrue(
                "\(error)".contains("“opps”, which is not in HARK_TEAMS_ROOMS. Did you mean ops?"), "\(error)")
        }
    }

    private func failure(_ answers: [ScriptedHTTP.Answer], room: Room = "#ops") async throws -> ChatError? {
        let bot = try await bot(answers)
        do { try await send(OutgoingMessage("hi"), to: room, bot) } catch { return error as? ChatError }
        return nil
    }

    func testManifest_isSound() { checkManifest(Teams.self) }

    func testSend_postsACardToTheFlowOfTheRoom() async throws {
        let bot = try await bot([.status(.accepted), .status(.accepted)])

        let id = try await send(OutgoingMessage("hi"), to: "#ops", bot)
        try await send(OutgoingMessage("hi"), to: "dev", bot)

        XCTAssertNil(id)
        XCTAssertEqual(
            bot.http.requests.map(\.url),
            ["https://flows.example/workflows/1/invoke?sp=%2Ftriggers&sig=hush", "https://flows.example/2"])
        XCTAssertEqual(bot.http.requests[0].method, .post)
        XCTAssertEqual(bot.http.requests[0].headers[.contentType], "application/json")
        XCTAssertEqual(
            try JSONValue(parsing: bot.http.requests[0].body), TeamsCard.activity(of: OutgoingMessage("hi")))
    }

    func testSend_namesTheNearestRoom_whenThereIsNoSuchOne() async throws {
        let error = try await failure([], room: "#opps")

        XCTAssertEqual(error?.kind, .noSuchRoom)
        XCTAssertTrue(error?.reason.hasSuffix("Did you mean #ops?") == true, "\(error?.reason ?? "")")
    }

    func testFailures_haveTheKindThatSaysWhatToDo() async throws {
        let code: JSONValue = ["error": ["code": "WorkflowNotFound", "message": "sig=hush is unknown"]]
        let table: [(HTTPResponse.Status, ChatError.Kind)] = [
            (.unauthorized, .unauthorized), (.forbidden, .unauthorized), (.notFound, .noSuchRoom), (.gone, .noSuchRoom),
            (.contentTooLarge, .tooLong(limit: 28_000)), (.badRequest, .refused), (.requestTimeout, .transient),
            (.internalServerError, .transient), (.movedPermanently, .refused),
        ]
        for (status, kind) in table {
            let error = try await failure([.json(code, status: status)])

            XCTAssertEqual(error?.kind, kind, "\(status)")
            XCTAssertFalse(error?.reason.contains("hush") ?? true, "\(status)")
            XCTAssertFalse(error?.reason.contains("workflows") ?? true, "\(status)")
        }
    }

    func testFailures_nameWhatTheFlowSays() async throws {
        let error = try await failure([.json(["error": ["code": "WorkflowTriggerIsNotEnabled"]], status: .badRequest)])

        XCTAssertTrue(error?.reason.contains("(WorkflowTriggerIsNotEnabled)") == true, "\(error?.reason ?? "")")
    }

    func testFailures_areTransient_whenTheFlowCannotBeReached() async throws {
        let answers: [(ScriptedHTTP.Answer, mayHaveArrived: Bool)] = [
            (.text("<html>Bad gateway</html>", status: .badGateway), false), (.failure(.cannotConnect), false),
            (.failure(.interrupted, mayHaveArrived: true), true), (.text("\n<html>Sign in</html>"), true),
        ]
        for (answer, mayHaveArrived) in answers {
            let error = try await failure([answer])

            XCTAssertEqual(error?.kind, .transient, "\(answer)")
            XCTAssertEqual(error?.mayHaveArrived, mayHaveArrived, "\(answer)")
            XCTAssertFalse(error?.reason.contains("hush") ?? true, "\(answer)")
        }
    }

    func testSend_succeeds_whateverAFlowAnswersWithAStatusOf200() async throws {
        let answers: [ScriptedHTTP.Answer] = [
            .text("1"), .json(["ok": true]), .status(.ok), .text("<p>", status: .accepted),
        ]
        for answer in answers {
            let error = try await failure([answer])

            XCTAssertNil(error, "\(answer)")
        }
    }

    func testSend_saysWhenTheFlowTakesTheNextMessage() async throws {
        let busy = ClientResponse(status: .tooManyRequests, headers: [.retryAfter: "30"])

        let error = try await failure([.response(busy)])

        XCTAssertEqual(error?.kind, .rateLimited(retryAfter: .seconds(30)))
    }

    func testRoom_hasOneName() async throws {
        let bot = try await bot([])
        let teams = try XCTUnwrap(bot.host.network(Teams.self))

        for (name, canonical) in [("ops", "#ops"), ("#ops", "#ops"), ("19:a@thread.tacv2", "19:a@thread.tacv2")] {
            XCTAssertEqual(teams.canonicalName(of: Room(named: name, on: nil)), canonical)
        }
    }

    func testResolve_saysWhereTheFlowIs_andNothingOfItsURL() async throws {
        let bot = try await bot([])
        let teams = try XCTUnwrap(bot.host.network(Teams.self))

        let found = try await teams.resolve("#ops")

        XCTAssertTrue(found.hasPrefix("a flow at https://flows.example;"), found)
        XCTAssertEqual(bot.http.requests.count, 0)
    }

    func testStart_isRefused_withoutSayingTheURL_whenItIsMalformed() async {
        var environment = Self.environment
        environment["HARK_TEAMS_ROOMS"] = "https://flows.example/?sig=hush"
        do throws(Faults) {
            _ = try await TestBot(Teams.self, environment: environment)
            XCTFail("it started")
        } catch {
            let text = error.list.map(\.description).joined(separator: "\n")
            XCTAssertTrue(text.contains("HARK_TEAMS_ROOMS"), text)
            XCTAssertFalse(text.contains("hush"), text)
        }
    }
}
