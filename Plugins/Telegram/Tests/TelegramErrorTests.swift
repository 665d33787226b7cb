import HarkEvents
import HarkTesting
import XCTest

@testable import TelegramPlugin

final class TelegramErrorTests: XCTestCase {
    func testRefusals_haveTheKindThatSaysWhatToDo() async throws {
        let table: [(Int, JSONValue, ChatError.Kind)] = [
            (401, "Unauthorized", .unauthorized), (404, "Not Found", .unauthorized),
            (404, "Not Found: method not found", .refused), (400, "Bad Request: chat not found", .noSuchRoom),
            (400, "Bad Request: message thread not found", .noSuchRoom),
            (400, "Bad Request: message is too long", .tooLong(limit: 4096)),
            (400, "Bad Request: not enough rights to send text messages to the chat", .notAMember),
            (400, "Bad Request: can't parse entities: Unsupported start tag", .refused),
            (403, "Forbidden: bot was kicked from the supergroup chat", .notAMember),
            (403, "Forbidden: bot was blocked by the user", .notAMember),
            (403, "Forbidden: bot can't initiate conversation with a user", .notAMember),
            (403, "Forbidden: the group chat was deleted", .noSuchRoom),
            (409, "Conflict: terminated by other getUpdates request", .transient), (500, "Internal", .transient),
            (400, "a description without the usual words", .refused), (400, 7, .refused),
        ]
        for (code, description, kind) in table {
            let error = try await TelegramProbe([.refused(code, description)]).failure()

            XCTAssertEqual(error?.kind, kind, "\(description)")
        }
    }

    func testSend_saysWhenTelegramTakesTheNextMessage() async throws {
        let table: [(JSONValue?, Duration?)] = [
            (["retry_after": 35], .seconds(35)), (["retry_after": 1.5], .milliseconds(1500)), (nil, nil),
            (["retry_after": "soon"], nil), (["retry_after": -1], nil), (["retry_after": 1e300], nil),
        ]
        for (parameters, wait) in table {
            let error = try await TelegramProbe([.refused(429, "Too Many Requests", parameters)]).failure()

            XCTAssertEqual(error?.kind, .rateLimited(retryAfter: wait), "\(String(describing: parameters))")
        }
    }

    func testSend_isWorthAnotherTry_whenSomethingElseAnswers() async throws {
        let answers: [ScriptedHTTP.Answer] = [
            .text("<html>Bad gateway</html>", status: .badGateway), .text("<html>Welcome</html>"), .failure(.timedOut),
            .text("<html>Login</html>", status: .unauthorized), .text("<html>No</html>", status: .notFound),
            .failure(.interrupted, mayHaveArrived: true), .status(.internalServerError), .status(.ok),
            .json(["status": "up"]), .json([]), .json(["error": "no"], status: .forbidden),
            .text(String(repeating: "[", count: 100_000)), .text(#"{"ok":false,"error_co"#),
            .text("\u{FFFD}\u{0}", status: .requestTimeout),
        ]
        for answer in answers {
            let error = try await TelegramProbe([answer]).failure()

            XCTAssertEqual(error?.kind, .transient, "\(answer)")
        }
    }

    func testSend_waits_whenAProxySaysSo() async throws {
        let busy = ClientResponse(status: .tooManyRequests, headers: [.retryAfter: "3"], body: Array("slow down".utf8))

        let error = try await TelegramProbe([.response(busy)]).failure()

        XCTAssertEqual(error?.kind, .rateLimited(retryAfter: .seconds(3)))
    }

    func testErrors_holdNoToken() async throws {
        let token = TelegramProbe.token
        let answers: [ScriptedHTTP.Answer] = [
            .refused(400, .string("cannot POST /bot\(token)/sendMessage")), .refused(403, .string(token)),
            .refused(409, .string("no \(token)")), .text("/bot\(token)/", status: .notFound), .failure(.invalidURL),
            .failure(.cannotResolve), .failure(.timedOut), .failure(.responseTooLong(limit: 7)), .failure(.cancelled),
            .failure(.malformedResponse), .failure(.proxyFailed(status: 407)), .failure(.tlsFailed(.wrongName)),
            .refused(401, "Unauthorized"), .refused(404, "Not Found"), .refused(500, .string(token)),
        ]
        for answer in answers {
            let probe = try await TelegramProbe([answer])

            let error = try await probe.failure()

            XCTAssertNotNil(error)
            for text in ["\(String(describing: error))", "\(probe.bot.http.requests)", "\(try probe.network)"] {
                XCTAssertFalse(text.contains("AAHdq"), text)
            }
        }
    }
}
