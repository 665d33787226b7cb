import HarkEvents
import HarkTesting
import XCTest

@testable import MatrixPlugin

final class MatrixFailureTests: XCTestCase {
    /// What a message comes to when the server answers so, also to the attempt to join.
    private func failure(_ answer: ScriptedHTTP.Answer) async throws -> ChatError? {
        let server = FakeHomeserver()
        server.on("PUT rooms", answer)
        server.on("POST join", answer)
        let bot = try await server.bot()
        let matrix = try XCTUnwrap(bot.host.network(Matrix.self))
        return await chatError { _ = try await matrix.send(OutgoingMessage("hi"), to: "!ops") }
    }

    func testRefusals_haveTheKindThatSaysWhatToDo() async throws {
        let table: [(String, HTTPResponse.Status, ChatError.Kind)] = [
            ("M_FORBIDDEN", .forbidden, .notAMember), ("M_BAD_STATE", .forbidden, .notAMember),
            ("M_NOT_FOUND", .notFound, .noSuchRoom), ("M_UNRECOGNIZED", .notFound, .refused),
            ("M_UNRECOGNIZED", .methodNotAllowed, .refused), ("M_BAD_JSON", .badRequest, .refused),
            ("M_UNKNOWN", .badRequest, .refused), ("M_UNKNOWN_TOKEN", .unauthorized, .unauthorized),
            ("M_USER_DEACTIVATED", .forbidden, .unauthorized), ("M_RESOURCE_LIMIT_EXCEEDED", .forbidden, .refused),
            ("M_TOO_LARGE", .contentTooLarge, .tooLong(limit: Message.limit)),
            ("M_UNKNOWN", .internalServerError, .transient),
        ]
        for (code, status, kind) in table {
            let error = try await failure(FakeHomeserver.refusal(code, status))

            XCTAssertEqual(error?.kind, kind, "\(code) \(status.code)")
            XCTAssertFalse(error?.reason.contains("syt_1") ?? true, code)
        }
    }

    func testFailures_areTransient_whenTheServerIsInTrouble() async throws {
        let deep = String(repeating: "[", count: 100_000)
        let answers: [ScriptedHTTP.Answer] = [
            .text("<html>Bad gateway</html>", status: .badGateway), .text("<html>Welcome</html>"), .failure(.timedOut),
            .failure(.interrupted, mayHaveArrived: true), .status(.serviceUnavailable), .text(deep), .json([:]),
            .text("<html>", status: .init(code: 522)), .response(ClientResponse(body: [0xFF, 0xFE])),
            .text(#"{"event_id":"#), .text("<html>Please log in.", status: .unauthorized),
        ]
        for answer in answers {
            let kind = try await failure(answer)?.kind
            XCTAssertEqual(kind, .transient, "\(answer)".clipped(to: 100))
        }
    }

    func testRateLimit_isTheFinerOfTwoTimes() async throws {
        let table: [(String, String?, Duration)] = [
            (#"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":343}"#, "1", .milliseconds(343)),
            (#"{"errcode":"M_LIMIT_EXCEEDED"}"#, "7", .seconds(7)),
            (#"{"errcode":"M_LIMIT_EXCEEDED"}"#, nil, .seconds(5)),
            ("<html>", "2", .seconds(2)), (#"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":-1}"#, "soon", .seconds(5)),
        ]
        for (body, header, wait) in table {
            var response = ClientResponse(status: .tooManyRequests, body: Array(body.utf8))
            response.headers[.retryAfter] = header

            let kind = try await failure(.response(response))?.kind

            XCTAssertEqual(kind, .rateLimited(retryAfter: wait), body)
        }
    }
}
