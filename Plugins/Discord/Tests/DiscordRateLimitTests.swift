import HarkClient
import HarkEvents
import HarkTesting
import XCTest

@testable import DiscordPlugin

final class DiscordRateLimitTests: XCTestCase {
    private func fields(_ values: [String: String]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in values { fields[HTTPField.Name(name) ?? .age] = value }
        return fields
    }

    private func answer(
        _ status: HTTPResponse.Status, _ headers: [String: String], _ body: String = #"{"id":"7"}"#
    ) -> ScriptedHTTP.Answer {
        .response(ClientResponse(status: status, headers: fields(headers), body: Array(body.utf8)))
    }

    private func bot(_ answers: ScriptedHTTP.Answer...) async throws -> TestBot {
        try await TestBot(Discord.self, environment: ["HARK_DISCORD_TOKEN": "t"], http: ScriptedHTTP(answers))
    }

    private func send(_ bot: TestBot, to room: Room = "101") async throws -> ChatError.Kind? {
        let network = try XCTUnwrap(bot.host.network(Discord.self))
        do { _ = try await network.send(OutgoingMessage("hi"), to: room) } catch { return error.kind }
        return nil
    }

    func testRoute_isTheSame_forAllMessagesOfAChannel() {
        let routes = ["/channels/1/messages/2", "/channels/1/messages/3", "/channels/2/messages/3"].map {
            RateLimits.Route(.patch, $0)
        }

        XCTAssertEqual(routes[0], routes[1])
        XCTAssertNotEqual(routes[0], routes[2])
        XCTAssertEqual(
            RateLimits.Route(.put, "/channels/1/messages/2/reactions/%F0/@me").template,
            "PUT/channels/*/messages/*/reactions/*/@me")
    }

    func testLimits_areSharedByRoutesOfOneBucket() {
        var limits = RateLimits()
        let now = ContinuousClock.now
        let (post, patch) = (RateLimits.Route(.post, "/channels/1/messages"), RateLimits.Route(.patch, "/channels/1/x"))
        limits.note(fields(["X-RateLimit-Bucket": "b", "X-RateLimit-Remaining": "4"]), of: patch, at: now)

        limits.note(
            fields(["X-RateLimit-Bucket": "b", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "1.2345"]),
            of: post, at: now)

        XCTAssertEqual(limits.wait(for: patch, at: now), .milliseconds(1235))
        XCTAssertNil(limits.wait(for: RateLimits.Route(.post, "/channels/2/messages"), at: now))
        XCTAssertNil(limits.wait(for: patch, at: now + .seconds(2)))
    }

    func testSend_waits_whenNothingRemains() async throws {
        let bot = try await bot(
            answer(.ok, ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "2.5"]), answer(.ok, [:]))

        let first = try await send(bot)
        let second = try await send(bot)
        bot.clock.advance(by: .milliseconds(2500))
        let third = try await send(bot)

        XCTAssertEqual([first, second, third], [nil, .rateLimited(retryAfter: .milliseconds(2500)), nil])
        XCTAssertEqual(bot.http.requests.count, 2)
    }

    func testSend_saysWhenDiscordTakesTheNextMessage() async throws {
        let busy = answer(
            .tooManyRequests, ["Via": "1.1 google", "Retry-After": "1"], #"{"retry_after":0.654,"global":false}"#)
        let bot = try await bot(busy, answer(.ok, [:]))

        let first = try await send(bot)
        let second = try await send(bot)
        let elsewhere = try await send(bot, to: "102")

        XCTAssertEqual(first, .rateLimited(retryAfter: .milliseconds(654)))
        XCTAssertEqual(second, first)
        XCTAssertNil(elsewhere)
    }

    func testSend_waitsEverywhere_whenTheLimitIsGlobal() async throws {
        let bot = try await bot(
            answer(.tooManyRequests, ["Via": "1.1 google"], #"{"retry_after":3,"global":true}"#))

        _ = try await send(bot)
        let elsewhere = try await send(bot, to: "102")

        XCTAssertEqual(elsewhere, .rateLimited(retryAfter: .seconds(3)))
    }

    func testSend_waitsTenMinutes_whenTheAddressIsBanned() async throws {
        let bans = [
            answer(.tooManyRequests, ["Retry-After": "1"], #"{"retry_after":1,"global":false}"#),
            answer(.tooManyRequests, ["Via": "1.1 google"], "<html>error code: 1015</html>"),
        ]
        for ban in bans {
            let bot = try await bot(ban)

            let kinds = [try await send(bot), try await send(bot, to: "102")]

            XCTAssertEqual(kinds, Array(repeating: .rateLimited(retryAfter: .seconds(600)), count: 2))
            XCTAssertEqual(bot.http.requests.count, 1)
        }
    }
}
