import HarkEvents
import HarkTesting
import XCTest

@testable import DiscordPlugin

final class DiscordTests: DiscordTestCase {
    func testManifest_isSound() { checkManifest(Discord.self) }

    func testSend_postsToTheChannelOfThatName() async throws {
        let bot = try await bot([Self.guilds, Self.acme, Self.lab, Self.sent])

        let id = try await network(bot).send(
            OutgoingMessage("hi *you*", key: "0123456789abcdef0123456789abcdef"), to: "#ops")

        XCTAssertEqual(id, "7001")
        XCTAssertEqual(
            bot.http.requests.map { "\($0.method) \($0.url.dropFirst("https://discord.example/api/v10".count))" },
            [
                "GET /users/@me/guilds", "GET /guilds/10/channels", "GET /guilds/20/channels",
                "POST /channels/101/messages",
            ])
        let request = bot.http.requests[3]
        XCTAssertEqual(request.headers[.authorization], "Bot s3cret.token")
        XCTAssertEqual(request.headers[.userAgent], "DiscordBot (hark, 1)")
        XCTAssertEqual(
            try body(request),
            [
                "content": #"hi \*you\*"#, "embeds": [], "flags": 4, "nonce": "0123456789abcdef012345678",
                "enforce_nonce": true, "allowed_mentions": ["parse": [], "users": [], "replied_user": false],
            ])
    }

    func testSend_readsTheChannelsOnce() async throws {
        let bot = try await bot([Self.guilds, Self.acme, Self.lab, Self.sent, Self.sent])

        for room: Room in ["#ops", "acme/#general"] { _ = try await network(bot).send(OutgoingMessage("hi"), to: room) }

        XCTAssertEqual(
            bot.http.requests.suffix(2).map(\.url),
            ["101", "102"].map { "https://discord.example/api/v10/channels/\($0)/messages" })
    }

    func testSend_showsSeverityAsAColor() async throws {
        let bot = try await bot([Self.sent])
        let text: ChatText = "Disk full, \(Person(id: "42", displayName: "Ada"))"

        _ = try await network(bot).send(OutgoingMessage(text, severity: .error), to: "101")

        let body = try body(bot.http.requests[0])
        XCTAssertEqual(body["embeds"], [["description": "Disk full, <@42>", "color": 14_687_834]])
        XCTAssertEqual(body["content"], "<@42>")
        XCTAssertEqual(body["flags"], 0)
        XCTAssertEqual(body["allowed_mentions"], ["parse": [], "users": ["42"], "replied_user": false])
    }

    func testSend_mentionsNobodyButPeople() async throws {
        let bot = try await bot([Self.sent])
        let text: ChatText = "\("<@13> @everyone") \(Person(id: "42", displayName: "Ada"))"

        _ = try await network(bot).send(OutgoingMessage(text), to: "101")

        let body = try body(bot.http.requests[0])
        XCTAssertEqual(body["content"], #"\<\@13> \@everyone <@42>"#)
        XCTAssertEqual(body["allowed_mentions"], ["parse": [], "users": ["42"], "replied_user": false])
    }

    func testSend_namesTheNearestChannel_whenThereIsNone() async throws {
        let error = try await failure(Self.guilds, Self.acme, Self.lab, room: "#opps")

        XCTAssertEqual(error?.kind, .noSuchRoom)
        XCTAssertTrue(error?.reason.hasSuffix("Did you mean #ops?") ?? false, error?.reason ?? "")
    }

    func testSend_namesAll_whenThereAreSeveral() async throws {
        let twins: ScriptedHTTP.Answer = .json([
            ["id": "101", "name": "general", "type": 0], ["id": "102", "name": "general", "type": 0],
        ])

        let error = try await failure(Self.guilds, twins, Self.lab, room: "#general")

        XCTAssertEqual(error?.kind, .noSuchRoom)
        XCTAssertTrue(error?.reason.hasSuffix("101, 102.") ?? false, error?.reason ?? "")
    }

    func testSend_saysInNoServerOfStrangers_whenNoneIsNamed() async throws {
        let error = try await failure(Self.guilds, Self.acme, Self.lab, room: "#ops", server: nil)

        XCTAssertEqual(error?.kind, .noSuchRoom)
        XCTAssertTrue(
            error?.reason.contains("acme (10), lab (20). Set HARK_DISCORD_SERVER") ?? false, error?.reason ?? "")
    }

    func testSend_opensADirectRoom_forAPerson() async throws {
        let bot = try await bot([.json(["id": "900"]), Self.sent, Self.sent])

        for _ in 0..<2 { _ = try await network(bot).send(OutgoingMessage("hi"), to: "@42") }

        XCTAssertEqual(try body(bot.http.requests[0]), ["recipient_id": "42"])
        XCTAssertEqual(
            bot.http.requests.dropFirst().map(\.url),
            Array(repeating: "https://discord.example/api/v10/channels/900/messages", count: 2))
    }

    func testSend_answersAMessage() async throws {
        let bot = try await bot([Self.sent])

        _ = try await network(bot).send(OutgoingMessage("yes", replyTo: "6000"), to: "101")

        XCTAssertEqual(
            try body(bot.http.requests[0])["message_reference"], ["message_id": "6000", "fail_if_not_exists": false])
    }

    func testEdit_replacesAllOfTheMessage() async throws {
        let bot = try await bot([.json(["id": "7001"])])

        try await network(bot).edit("7001", in: "101", to: OutgoingMessage("now"))

        XCTAssertEqual(bot.http.requests[0].method, .patch)
        XCTAssertEqual(bot.http.requests[0].url, "https://discord.example/api/v10/channels/101/messages/7001")
        XCTAssertEqual(
            try body(bot.http.requests[0]),
            [
                "content": "now", "embeds": [], "flags": 4,
                "allowed_mentions": ["parse": [], "users": [], "replied_user": false],
            ])
    }

    func testReact_putsAnEmoji_whereTheMessageIs() async throws {
        let bot = try await bot([.status(.noContent), .status(.noContent)])

        for id: MessageID in ["7001", "800/7002"] { try await network(bot).react(.done, to: id, in: "101") }

        XCTAssertEqual(
            bot.http.requests.map(\.url),
            ["101/messages/7001", "800/messages/7002"].map {
                "https://discord.example/api/v10/channels/\($0)/reactions/%E2%9C%85/@me"
            })
    }

    func testResolve_saysWhatTheRoomIs_onceTheBotMaySpeakThere() async throws {
        let bot = try await bot([.json(["id": "101", "name": "ops"]), .status(.noContent)])

        let found = try await network(bot).resolve("101")

        XCTAssertEqual(found, "#ops, channel 101")
    }

    func testIdentify_saysThatTheIntentIsOff() async throws {
        let me: ScriptedHTTP.Answer = .json(["id": "5", "username": "hark"])
        let table: [(ScriptedHTTP.Answer, Bool)] = [
            (.json(["id": "1", "flags": .integer(1 << 18)]), false), (.json(["flags": .integer(1 << 19)]), false),
            (.json(["flags": 0]), true), (.json(["id": "1"]), false), (.status(.notFound), false),
        ]
        for (application, isSaid) in table {
            let bot = try await bot([me, application])

            let name = try await network(bot).identify()

            XCTAssertEqual(name?.hasPrefix("hark"), true)
            XCTAssertEqual(name?.contains("Message Content Intent"), isSaid, name ?? "")
        }
    }

    func testRun_ends_whenTheTokenIsRefused() async throws {
        let bot = try await bot([.json(["message": "401: Unauthorized", "code": 0], status: .unauthorized)])

        do {
            try await network(bot).run(ChatInbox { _ in })
            XCTFail("it runs on")
        } catch {
            XCTAssertEqual((error as? ChatError)?.kind, .unauthorized)
        }
    }

    func testDirectRoom_isThePerson() async throws {
        let network = try network(try await bot([]))

        XCTAssertEqual(network.directRoom(of: Person(id: "42")), "@42")
        XCTAssertNil(network.directRoom(of: Person(id: "ada")))
    }
}
