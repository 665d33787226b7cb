import HarkClient
import HarkEvents
import HarkTesting
import XCTest

@testable import DiscordPlugin

/// A bot in Discord, with a server that a test plays.
class DiscordTestCase: XCTestCase {
    static let environment = [
        "HARK_DISCORD_TOKEN": "s3cret.token", "HARK_DISCORD_API": "https://discord.example/api/v10/",
    ]

    static let guilds: ScriptedHTTP.Answer = .json([
        ["id": "10", "name": "acme"], ["id": "20", "name": "lab"],
    ])
    static let acme: ScriptedHTTP.Answer = .json([
        ["id": "101", "name": "ops", "type": 0], ["id": "102", "name": "general", "type": 0],
        ["id": "103", "name": "dev", "type": 4],
    ])
    static let lab: ScriptedHTTP.Answer = .json([
        ["id": "201", "name": "general", "type": 0], ["id": "202", "name": "dev", "type": 5],
    ])
    static let sent: ScriptedHTTP.Answer = .json(["id": "7001", "channel_id": "101"])

    func bot(_ answers: [ScriptedHTTP.Answer], server: String? = "10") async throws -> TestBot {
        var environment = Self.environment
        environment["HARK_DISCORD_SERVER"] = server
        return try await TestBot(Discord.self, environment: environment, http: ScriptedHTTP(answers))
    }

    func network(_ bot: TestBot) throws -> any ChatNetwork {
        try XCTUnwrap(bot.host.network(Discord.self))
    }

    func body(_ request: ClientRequest) throws -> JSONValue { try JSONValue(parsing: request.body) }

    func failure(
        _ answers: ScriptedHTTP.Answer..., room: Room = "101", server: String? = "10"
    ) async throws -> ChatError? {
        let bot = try await bot(answers, server: server)
        do { _ = try await network(bot).send(OutgoingMessage("hi"), to: room) } catch { return error as? ChatError }
        return nil
    }
}
