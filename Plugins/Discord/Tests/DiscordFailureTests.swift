import HarkEvents
import HarkTesting
import XCTest

@testable import DiscordPlugin

final class DiscordFailureTests: DiscordTestCase {
    func testFailures_haveTheKindThatSaysWhatToDo() async throws {
        let table: [(HTTPResponse.Status, Int, ChatError.Kind)] = [
            (.notFound, 10003, .noSuchRoom), (.forbidden, 50001, .notAMember), (.forbidden, 50013, .notAMember),
            (.forbidden, 50007, .refused), (.badRequest, 50006, .refused), (.unauthorized, 0, .unauthorized),
            (.badRequest, 130_000, .transient), (.notFound, 10008, .refused),
        ]
        for (status, code, kind) in table {
            let error = try await failure(.json(["message": "No", "code": .integer(code)], status: status))

            XCTAssertEqual(error?.kind, kind, "\(code)")
            XCTAssertFalse(error?.reason.contains("s3cret") ?? true, "\(code)")
        }
    }

    func testFailures_sayWhichFieldIsWrong() async throws {
        let errors: (String, String) -> ScriptedHTTP.Answer = { field, code in
            .json(
                [
                    "message": "Invalid Form Body", "code": 50035,
                    "errors": .object(
                        JSONObject([
                            JSONObject.Member(field, ["_errors": [["code": .string(code), "message": "No good."]]])
                        ])),
                ], status: .badRequest)
        }

        let tooLong = try await failure(errors("content", "BASE_TYPE_MAX_LENGTH"))
        let other = try await failure(errors("nonce", "NONCE_TYPE_TOO_LONG"))

        XCTAssertEqual(tooLong?.kind, .tooLong(limit: 2000))
        XCTAssertEqual(other, ChatError(.refused, "Discord refuses the form of a request: nonce: No good.."))
    }

    func testFailures_areTransient_whenDiscordIsInTrouble() async throws {
        let answers: [ScriptedHTTP.Answer] = [
            .text("<html>Bad gateway</html>", status: .badGateway), .text("<html>Welcome</html>"), .failure(.timedOut),
            .failure(.interrupted, mayHaveArrived: true), .status(.internalServerError), .text(#"{"id":"7"#),
            .text(String(repeating: "[", count: 100_000)),
        ]
        for answer in answers {
            let kind = try await failure(answer)?.kind
            XCTAssertEqual(kind, .transient)
        }
    }

    func testNothingIsSentAnyMore_onceTheTokenIsRefused() async throws {
        let bot = try await bot([.json(["message": "401: Unauthorized", "code": 0], status: .unauthorized)])

        for _ in 0..<3 { _ = try? await network(bot).send(OutgoingMessage("hi"), to: "101") }

        XCTAssertEqual(bot.http.requests.count, 1)
    }

    func testToken_isTriedAgain_whenSomethingElseThanDiscordRefusesIt() async throws {
        let portal: [ScriptedHTTP.Answer] = [
            .text("<html>Log in</html>", status: .unauthorized), .json(["error": "login"], status: .unauthorized),
        ]
        for answer in portal {
            let bot = try await bot([answer, Self.sent])
            let network = try network(bot)

            do {
                _ = try await network.send(OutgoingMessage("hi"), to: "101")
                XCTFail("it was sent")
            } catch { XCTAssertEqual(error.kind, .transient) }
            let id = try await network.send(OutgoingMessage("hi"), to: "101")

            XCTAssertEqual(id, "7001")
        }
    }

    func testRefusal_isRememberedForAMinute() async throws {
        let refused: ScriptedHTTP.Answer = .json(["message": "No", "code": 50013], status: .forbidden)
        let bot = try await bot([refused, Self.sent, Self.sent])
        let network = try network(bot)
        var kinds: [ChatError.Kind?] = []

        for room: Room in ["101", "101", "102"] {
            do {
                _ = try await network.send(OutgoingMessage("hi"), to: room)
                kinds.append(nil)
            } catch { kinds.append(error.kind) }
        }
        let early = bot.http.requests.count
        bot.clock.advance(by: .seconds(60))
        let id = try await network.send(OutgoingMessage("hi"), to: "101")

        XCTAssertEqual(kinds, [.notAMember, .notAMember, nil])
        XCTAssertEqual(early, 2)
        XCTAssertEqual(id, "7001")
    }
}
