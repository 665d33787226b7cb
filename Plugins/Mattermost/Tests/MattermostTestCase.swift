import HarkEvents
import HarkTesting
import XCTest

@testable import MattermostPlugin

/// A bot in Mattermost, with a server that a test plays.
class MattermostTestCase: XCTestCase {
    static let environment = [
        "HARK_MATTERMOST_URL": "https://chat.example.org/", "HARK_MATTERMOST_TOKEN": "verysecret",
        "HARK_MATTERMOST_TEAM": "lab",
    ]
    static let team = "teamteamteamteamteamteam11"
    static let ops = "opsopsopsopsopsopsopsops11"
    static let post = "postpostpostpostpostpost11"
    static let hark = "harkharkharkharkharkhark11"

    /// A server with a team `lab` and a channel `ops`, unless a test answers first.
    static func server(
        _ first: @escaping @Sendable (ClientRequest) -> ScriptedHTTP.Answer? = { _ in nil }
    ) -> ScriptedHTTP {
        ScriptedHTTP { request in
            if let answer = first(request) { return answer }
            return switch request.path {
            case "/users/me": .json(["id": .string(hark), "username": "hark"])
            case "/teams/name/lab": .json(["id": .string(team), "name": "lab"])
            case "/teams/\(team)/channels/name/ops": .json(["id": .string(ops)])
            case "/posts": .json(["id": .string(post)], status: .created)
            default: .error(.notFound, "app.channel.get_by_name.missing.app_error")
            }
        }
    }

    func bot(_ http: ScriptedHTTP = server()) async throws -> TestBot {
        try await TestBot(Mattermost.self, environment: Self.environment, http: http)
    }

    func network(_ bot: TestBot) throws -> Mattermost { try XCTUnwrap(bot.host.network(Mattermost.self)) }

    /// Why a post is not taken that is answered so.
    func failure(_ answer: ScriptedHTTP.Answer) async throws -> ChatError? {
        let network = try network(try await bot(Self.server { $0.path == "/posts" ? answer : nil }))
        do { _ = try await network.send(OutgoingMessage("hi"), to: Room(Self.ops)) } catch { return error }
        return nil
    }
}
