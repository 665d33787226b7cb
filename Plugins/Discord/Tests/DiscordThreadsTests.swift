import HarkClient
import HarkEvents
import HarkTesting
import XCTest

@testable import DiscordPlugin

final class DiscordThreadsTests: XCTestCase {
    private func bot(_ answers: ScriptedHTTP.Answer...) async throws -> (TestBot, any ChatNetwork) {
        let bot = try await TestBot(Discord.self, environment: ["HARK_DISCORD_TOKEN": "t"], http: ScriptedHTTP(answers))
        return (bot, try XCTUnwrap(bot.host.network(Discord.self)))
    }

    private func refusal(_ code: Int, _ status: HTTPResponse.Status = .badRequest) -> ScriptedHTTP.Answer {
        .json(["message": "No", "code": .integer(code)], status: status)
    }

    private func message(_ id: String) -> ScriptedHTTP.Answer { .json(["id": .string(id)]) }

    private func paths(_ bot: TestBot) -> [Substring] {
        bot.http.requests.map { $0.url.dropFirst("https://discord.com/api/v10/channels".count) }
    }

    func testThread_isBegunOnce_andNamedByItsFirstMessage() async throws {
        let (bot, network) = try await bot(message("500"), message("500"), message("501"), message("502"))

        let first = try await network.send(OutgoingMessage("acme/rocket#8 opened\nby ada"), to: "101")
        let second = try await network.send(OutgoingMessage("reviewed", thread: first), to: "101")
        _ = try await network.send(OutgoingMessage("merged", thread: first), to: "101")

        XCTAssertEqual(
            paths(bot), ["/101/messages", "/101/messages/500/threads", "/500/messages", "/500/messages"])
        XCTAssertEqual(try JSONValue(parsing: bot.http.requests[1].body), ["name": "acme/rocket#8 opened"])
        XCTAssertEqual(second, "500/501")
    }

    func testThreadsName_hasNoDirectionControls() async throws {
        let (bot, network) = try await bot(message("500"), message("500"), message("501"))

        let first = try await network.send(OutgoingMessage("acme\u{202e}/rocket#8"), to: "101")
        _ = try await network.send(OutgoingMessage("merged", thread: first), to: "101")

        XCTAssertEqual(try JSONValue(parsing: bot.http.requests[1].body), ["name": "acme/rocket#8"])
    }

    func testThread_thatIsThereAlready_isUsed() async throws {
        let (bot, network) = try await bot(refusal(DiscordRefusal.threadExists), message("501"))

        let id = try await network.send(OutgoingMessage("merged", thread: "500"), to: "101")

        XCTAssertEqual(paths(bot), ["/101/messages/500/threads", "/500/messages"])
        XCTAssertEqual(id, "500/501")
    }

    func testMessage_answersTheFirst_whereNoThreadMayBegin() async throws {
        let (bot, network) = try await bot(refusal(50013, .forbidden), message("501"))

        let id = try await network.send(OutgoingMessage("merged", thread: "500"), to: "101")

        XCTAssertEqual(paths(bot), ["/101/messages/500/threads", "/101/messages"])
        XCTAssertEqual(
            try JSONValue(parsing: bot.http.requests[1].body)["message_reference"],
            ["message_id": "500", "fail_if_not_exists": false])
        XCTAssertEqual(id, "501")
    }

    func testMessage_isNotSaidInTheRoomTwice_whereNoThreadMayBegin() async throws {
        let (bot, network) = try await bot(refusal(50013, .forbidden), message("501"), message("502"), message("503"))

        let inThread = try await network.send(OutgoingMessage("merged", thread: "500"), to: "101")
        let inRoom = try await network.send(OutgoingMessage("merged"), to: "101")
        let later = try await network.send(OutgoingMessage("merged"), to: "101")
        let elsewhere = try await network.send(OutgoingMessage("merged"), to: "102")

        XCTAssertEqual([inThread, inRoom, later, elsewhere], ["501", "501", "502", "503"])
        XCTAssertEqual(bot.http.requests.count, 4)
    }

    func testMessage_isSaidInTheRoom_whenItIsNewsByChanceInTheSameWords() async throws {
        let (bot, network) = try await bot(refusal(50013, .forbidden), message("501"), message("502"))

        _ = try await network.send(OutgoingMessage("backup failed", thread: "500"), to: "101")
        bot.clock.advance(by: .seconds(86_400))
        let next = try await network.send(OutgoingMessage("backup failed"), to: "101")

        XCTAssertEqual(next, "502")
    }

    func testThread_isNotAskedForAgain_whereNoneMayBegin() async throws {
        let (bot, network) = try await bot(refusal(50013, .forbidden), message("501"), message("502"))

        for text in ["reviewed", "merged"] {
            _ = try await network.send(OutgoingMessage(ChatText(text), thread: "500"), to: "101")
        }

        XCTAssertEqual(paths(bot), ["/101/messages/500/threads", "/101/messages", "/101/messages"])
    }

    func testMessage_isSaidInTheRoom_whenTheThreadIsGone() async throws {
        let (bot, network) = try await bot(
            refusal(DiscordRefusal.unknownMessage, .notFound), refusal(DiscordRefusal.unknownChannel, .notFound),
            message("501"))

        _ = try await network.send(OutgoingMessage("merged", thread: "500"), to: "101")

        XCTAssertEqual(paths(bot), ["/101/messages/500/threads", "/500/messages", "/101/messages"])
    }

    func testThread_inADirectRoom_isAnAnswer() async throws {
        let (bot, network) = try await bot(message("900"), message("501"))

        _ = try await network.send(OutgoingMessage("yes", thread: "500"), to: "@42")

        XCTAssertEqual(paths(bot).last, "/900/messages")
        XCTAssertEqual(bot.http.requests.count, 2)
    }

    func testMessageID_isReadAsItIsWritten() {
        for id in [DiscordMessageID("5"), DiscordMessageID("5", thread: "4")] {
            XCTAssertEqual(DiscordMessageID(id.messageID), id)
        }
    }
}
