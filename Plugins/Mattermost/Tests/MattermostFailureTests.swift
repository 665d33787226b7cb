import HarkEvents
import HarkTesting
import XCTest

@testable import MattermostPlugin

final class MattermostFailureTests: MattermostTestCase {
    func testFailures_haveTheKindThatSaysWhatToDo() async throws {
        let table: [(HTTPResponse.Status, String, ChatError.Kind)] = [
            (.unauthorized, "api.context.session_expired.app_error", .unauthorized),
            (.forbidden, "api.context.permissions.app_error", .notAMember),
            (.badRequest, "model.post.is_valid.message_length.app_error", .tooLong(limit: 16_383)),
            (.badRequest, "api.post.create_post.can_not_post_to_deleted.error", .noSuchRoom),
            (.badRequest, "api.context.invalid_body_param.app_error", .refused),
            (.badRequest, "api.post.create_post.root_id.app_error", .refused),
            (.badRequest, "api.post.create_post.channel_root_id.app_error", .refused),
            (.internalServerError, "api.post.deduplicate_create_post.pending", .transient),
            (.movedPermanently, "", .refused),
        ]
        for (status, id, kind) in table {
            let error = try await failure(.error(status, id))

            XCTAssertEqual(error?.kind, kind, id)
            XCTAssertFalse(error?.reason.contains("verysecret") ?? true, id)
        }
    }

    func testFailures_areTransient_whenTheServerIsInTrouble() async throws {
        let answers: [ScriptedHTTP.Answer] = [
            .text("<html>Please log in.", status: .unauthorized),
            .text("<html>Bad gateway</html>", status: .badGateway), .text("<html>Welcome</html>"), .failure(.timedOut),
            .failure(.interrupted, mayHaveArrived: true), .status(.internalServerError), .status(.created),
            .json(["id": .string(Self.post)]), .json([], status: .created), .json(["id": "../x"], status: .created),
            .text(String(repeating: "[", count: 100_000), status: .created),
        ]
        for answer in answers {
            let kind = try await failure(answer)?.kind
            XCTAssertEqual(kind, .transient, "\(answer)")
        }
    }

    func testFailures_sayWhenTheServerTakesTheNextMessage() async throws {
        let table: [(HTTPFields, Duration?)] = [
            ([.rateLimitReset: "7"], .seconds(7)), ([.rateLimitReset: "7", .retryAfter: "2"], .seconds(2)), ([:], nil),
            ([.rateLimitReset: "-1"], nil), ([.rateLimitReset: "soon"], nil),
        ]
        for (headers, wait) in table {
            let busy = ClientResponse(
                status: .tooManyRequests, headers: headers, body: Array("limit exceeded\n".utf8))
            let kind = try await failure(.response(busy))?.kind
            XCTAssertEqual(kind, .rateLimited(retryAfter: wait), "\(headers)")
        }
    }
}
