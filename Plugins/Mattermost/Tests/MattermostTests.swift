import HarkEvents
import HarkTesting
import XCTest

@testable import MattermostPlugin

final class MattermostTests: MattermostTestCase {
    func testManifest_isSound() { checkManifest(Mattermost.self) }

    func testSend_postsToTheChannelOfThatName() async throws {
        let bot = try await bot()
        let first = OutgoingMessage("hi *all*")

        let id = try await network(bot).send(first, to: "#ops")
        _ = try await network(bot).send(OutgoingMessage("again", thread: id), to: "#ops")

        XCTAssertEqual(id, MessageID(Self.post))
        XCTAssertEqual(
            bot.http.requests.map(\.path),
            ["/teams/name/lab", "/teams/\(Self.team)/channels/name/ops", "/posts", "/posts"])
        XCTAssertEqual(bot.http.requests[2].headers[.authorization], "Bearer verysecret")
        // The server knows a key for 30 seconds.
        XCTAssertEqual(bot.http.requests[2].timeout, .seconds(10))
        XCTAssertEqual(
            try JSONValue(parsing: bot.http.requests[2].body),
            [
                "message": #"hi \*all\*"#, "channel_id": .string(Self.ops), "pending_post_id": .string(first.key),
            ])
        XCTAssertEqual(try JSONValue(parsing: bot.http.requests[3].body)["root_id"], .string(Self.post))
    }

    func testSend_showsASeverityAsAColour() async throws {
        let bot = try await bot()

        _ = try await network(bot).send(
            OutgoingMessage(ChatText("do\u{202e}wn"), severity: .error), to: "#ops")

        let body = try JSONValue(parsing: try XCTUnwrap(bot.http.requests.last?.body))
        XCTAssertEqual(body["message"], "")
        XCTAssertEqual(
            body["props"], ["attachments": [["fallback": "down", "color": "#E01E5A", "text": "down"]]])
    }

    func testSend_finds_otherTeamsAndPeople() async throws {
        let bot = try await bot(
            Self.server { request in
                switch request.path {
                case "/teams/name/web": .json(["id": "webwebwebwebwebwebwebweb11"])
                case "/teams/webwebwebwebwebwebwebweb11/channels/name/dev": .json(["id": .string(Self.ops)])
                case "/users/username/ada": .json(["id": "adaadaadaadaadaadaadaada11"])
                case "/channels/direct": .json(["id": "dmdmdmdmdmdmdmdmdmdmdmdm11"], status: .created)
                default: nil
                }
            })

        _ = try await network(bot).send(OutgoingMessage("hi"), to: "web/#Dev")
        _ = try await network(bot).send(OutgoingMessage("hi"), to: "@ada")

        let direct = try XCTUnwrap(bot.http.requests.first { $0.path == "/channels/direct" })
        XCTAssertEqual(try JSONValue(parsing: direct.body), [.string(Self.hark), "adaadaadaadaadaadaadaada11"])
        let last = try JSONValue(parsing: try XCTUnwrap(bot.http.requests.last?.body))
        XCTAssertEqual(last["channel_id"], "dmdmdmdmdmdmdmdmdmdmdmdm11")
    }

    func testSend_findsWhoHasAUsernameNow() async throws {
        let people = Answers([.json(["id": "adaadaadaadaadaadaadaada11"]), .json(["id": "evaevaevaevaevaevaevaeva11"])])
        let bot = try await bot(
            Self.server { request in
                if request.path == "/users/username/ada" { return people.next() }
                guard request.path == "/channels/direct" else { return nil }
                let isAda = request.text.contains("adaada")
                return .json(["id": .string(String(repeating: isAda ? "d" : "e", count: 26))], status: .created)
            })

        for _ in 0..<2 { _ = try await network(bot).send(OutgoingMessage("hi"), to: "@ada") }

        let channels = try bot.http.requests.filter { $0.path == "/posts" }
            .map { try JSONValue(parsing: $0.body)["channel_id"] }
        XCTAssertEqual(
            channels, [.string(String(repeating: "d", count: 26)), .string(String(repeating: "e", count: 26))])
    }

    func testSend_mentionsAPersonByTheirUsername() async throws {
        let ada = "adaadaadaadaadaadaadaada11"
        let bot = try await bot(
            Self.server { $0.path == "/users/\(ada)" ? .json(["username": "ada"]) : nil })

        let message = OutgoingMessage("\(Person(id: ada, on: "mattermost", displayName: "Ada")), look")
        _ = try await network(bot).send(message, to: "#ops")

        XCTAssertEqual(
            try JSONValue(parsing: try XCTUnwrap(bot.http.requests.last?.body))["message"], "@ada, look")
    }

    func testSend_namesTheNearestChannel_whenThereIsNone() async throws {
        let bot = try await bot(
            Self.server { request in
                guard request.path.hasSuffix("/channels") || request.path.contains("?per_page") else { return nil }
                return .json([["id": .string(Self.ops), "name": "ops", "type": "O"]])
            })

        let network = try network(bot)
        for name in ["#opps", "lab/#opps"] {
            do {
                _ = try await network.send(OutgoingMessage("hi"), to: Room(name))
                XCTFail("it was sent")
            } catch {
                XCTAssertEqual(error.kind, .noSuchRoom)
                XCTAssertTrue(error.reason.hasSuffix(name == "#opps" ? "mean #ops?" : "mean lab/#ops?"), error.reason)
            }
        }
    }

    func testSend_refusesNamesThatNoChannelHas_withoutAsking() async throws {
        let bot = try await bot()
        let network = try network(bot)

        for name in ["#../users", "#", "a/b/#c", "#o ps", "@../x", "#..", "lab/", "@"] {
            do {
                _ = try await network.send(OutgoingMessage("hi"), to: Room(named: name, on: nil))
                XCTFail("\(name) was sent")
            } catch { XCTAssertEqual(error.kind, .noSuchRoom, name) }
        }
        XCTAssertEqual(bot.http.requests.map(\.path), [])
    }

    func testSend_joinsAPublicChannel_thatTheBotIsNotIn() async throws {
        let answers = Answers([.error(.forbidden, "api.context.permissions.app_error")])
        let bot = try await bot(
            Self.server { request in
                if request.path == "/posts" { return answers.next() }
                return request.path == "/channels/\(Self.ops)/members" ? .json([:], status: .created) : nil
            })

        let id = try await network(bot).send(OutgoingMessage("hi"), to: "#ops")

        XCTAssertEqual(id, MessageID(Self.post))
        XCTAssertEqual(bot.http.requests.filter { $0.path == "/posts" }.count, 2)
    }

    func testEdit_replacesTextAndAttachments() async throws {
        let bot = try await bot(Self.server { $0.method == .put ? .json(["id": .string(Self.post)]) : nil })

        try await network(bot).edit(MessageID(Self.post), in: "#ops", to: OutgoingMessage("done"))

        let request = try XCTUnwrap(bot.http.requests.last)
        XCTAssertEqual(request.path, "/posts/\(Self.post)/patch")
        XCTAssertEqual(
            try JSONValue(parsing: request.body),
            ["message": "done", "props": ["from_bot": "true", "attachments": []]])
    }

    func testEdit_isRefused_whenTheMessageIsGone() async throws {
        let network = try network(try await bot(Self.server { _ in .error(.notFound, "app.post.get.app_error") }))

        for id in [Self.post, "../users/me"] {
            do {
                try await network.edit(MessageID(id), in: "#ops", to: OutgoingMessage("done"))
                XCTFail("it was changed")
            } catch { XCTAssertEqual(error.kind, .refused) }
        }
    }

    func testReact_namesTheBotAndTheEmoji() async throws {
        let bot = try await bot(Self.server { $0.path == "/reactions" ? .json([:], status: .created) : nil })

        try await network(bot).react(.done, to: MessageID(Self.post), in: "#ops")

        XCTAssertEqual(
            try JSONValue(parsing: try XCTUnwrap(bot.http.requests.last?.body)),
            [
                "user_id": .string(Self.hark), "post_id": .string(Self.post), "emoji_name": "white_check_mark",
            ])
    }

    func testResolve_saysWhetherTheBotIsThere() async throws {
        let table: [(type: String, deleted: Int, isIn: Bool, result: String)] = [
            ("O", 0, true, "#ops, public (\(Self.ops))"), ("P", 0, true, "#ops, private (\(Self.ops))"),
            (
                "O", 0, false,
                "#ops, public (\(Self.ops)); the bot joins it when it first sends there, and receives nothing before"
            ),
            ("P", 0, false, "The bot is not in #ops. Say “/invite @” and its name there."),
            ("O", 5, true, "The channel #ops is archived."),
        ]
        for row in table {
            let bot = try await bot(
                Self.server { request in
                    switch request.path {
                    case "/channels/\(Self.ops)":
                        .json(["type": .string(row.type), "delete_at": .integer(row.deleted)])
                    case "/channels/\(Self.ops)/members/me":
                        row.isIn ? .json([:]) : .error(.forbidden, "api.context.permissions.app_error")
                    default: nil
                    }
                })
            let network = try network(bot)
            var result: String
            do { result = try await network.resolve("#ops") } catch { result = error.reason }
            XCTAssertEqual(result, row.result)
        }
    }

    func testHomeTeam_isTheOnlyOne_unlessASettingNamesIt() async throws {
        var environment = Self.environment
        environment["HARK_MATTERMOST_TEAM"] = nil
        for count in 1...2 {
            let teams = [JSONValue](repeating: ["id": .string(Self.team), "name": "lab"], count: count)
            let http = Self.server { $0.path == "/users/me/teams" ? .json(.array(teams)) : nil }
            let bot = try await TestBot(Mattermost.self, environment: environment, http: http)
            let network = try network(bot)
            var reason: String?
            do { _ = try await network.send(OutgoingMessage("hi"), to: "#ops") } catch { reason = error.reason }
            let expected =
                count == 1
                ? nil : "The bot is in 2 teams. Set HARK_MATTERMOST_TEAM, or write the room as team/#name."
            XCTAssertEqual(reason, expected)
        }
    }

    func testDirectRoom_isThePersonByIdentifier() async throws {
        let network = try network(try await bot())

        XCTAssertEqual(
            network.directRoom(of: Person(id: Self.hark)), Room(named: "@\(Self.hark)", on: "mattermost"))
        XCTAssertNil(network.directRoom(of: Person(id: "ada")))
    }
}
