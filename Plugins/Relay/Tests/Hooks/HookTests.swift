import HarkEvents
import HarkTesting
import XCTest

@testable import RelayPlugin

final class HookTests: XCTestCase {
    private func bot(_ environment: [String: String] = [:]) async throws -> TestBot {
        try await TestBot(
            Relay.self, environment: ["HARK_BASE_URL": "https://bot.example.org"].merging(environment) { $1 })
    }

    /// The path and query of the URL in an answer.
    private func target(in answer: String) throws -> String {
        let start = try XCTUnwrap(answer.range(of: "https://bot.example.org")?.upperBound, answer)
        return String(answer[start...].prefix { $0 != " " })
    }

    func testHook_speaksInTheRoomThatMadeIt() async throws {
        let bot = try await bot()
        let answer = await bot.send("!hook new Backups", in: "#ops")
        let target = try target(in: answer[0])

        let response = try await bot.post(target, json: #"{"message":"The backup is done."}"#)

        XCTAssertTrue(target.hasPrefix("/relay/hooks/backups?token="), target)
        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(bot.chat.sent.last, "[#ops] The backup is done.")
        XCTAssertTrue(answer[0].hasSuffix("Whoever knows it can post here; “hook revoke backups” ends it."), answer[0])
    }

    func testDelivery_isRefused_withoutTheTokenOfTheHook() async throws {
        let bot = try await bot()
        let one = try target(in: await bot.send("!hook new one", in: "#ops")[0])
        _ = await bot.send("!hook new two", in: "#ops")
        let count = bot.chat.sent.count

        for path in [
            "/relay/hooks/one", "/relay/hooks/one?token=", "/relay/hooks/one?token=guess",
            one.replacing("/one?", with: "/two?"), one.replacing("token=", with: "token=x"),
        ] {
            let response = try await bot.post(path, json: #"{"message":"Forged"}"#)
            XCTAssertEqual(response.status, .unauthorized, path)
        }
        XCTAssertEqual(bot.chat.sent.count, count)
    }

    func testHook_ends_whenItIsRevoked() async throws {
        let bot = try await bot()
        let target = try target(in: await bot.send("!hook new backups", in: "#ops")[0])

        let elsewhere = await bot.send("!hook revoke backups", in: "#dev")
        let revoked = await bot.send("!hook revoke Backups", in: "#ops")
        let response = try await bot.post(target, json: #"{"message":"Late"}"#)
        let list = await bot.send("!hook list", in: "#ops")

        XCTAssertEqual(elsewhere, ["No hook “backups” speaks in this room."])
        XCTAssertEqual(revoked, ["Hook backups has ended."])
        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(list, ["No hook speaks in this room."])
    }

    func testHook_ends_afterItsTime() async throws {
        let bot = try await bot()
        let target = try target(in: await bot.send("!hook new backups --for 2h", in: "#ops")[0])
        let list = await bot.send("!hook list", in: "#ops")

        bot.clock.advance(by: .seconds(7_199))
        let early = try await bot.post(target, json: #"{"message":"In time"}"#)
        bot.clock.advance(by: .seconds(2))
        let late = try await bot.post(target, json: #"{"message":"Late"}"#)

        XCTAssertEqual(list, ["1 hook:\nbackups, by admin, ends in 2 hours"])
        XCTAssertEqual(early.status, .ok)
        XCTAssertEqual(late.status, .unauthorized)
    }

    func testHook_isThereAfterARestart() async throws {
        let bot = try await bot()
        let target = try target(in: await bot.send("!hook new backups", in: "#ops")[0])

        let next = try await bot.crash()
        let response = try await next.post(target, json: #"{"message":"The backup is done."}"#)

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(next.chat.sent.last, "[#ops] The backup is done.")
    }

    func testURL_isSentInADirectMessage_whereTheNetworkHasThem() async throws {
        let bot = try await bot()
        bot.chat.hasDirectMessages = true

        _ = await bot.send("!hook new backups --for 30d", in: "#ops")

        let sent = bot.chat.sent
        let target = try target(in: sent[0].text)
        let response = try await bot.post(target, json: #"{"message":"Done"}"#)
        XCTAssertEqual(sent.map(\.room), ["@admin", "#ops"])
        XCTAssertEqual(
            sent[1].text, "Hook backups speaks in this room, for 30d. Its URL is in a direct message to you.")
        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(bot.chat.sent.last, "[#ops] Done")
    }

    func testHook_isNotMade_whenItsURLWouldBeSaidToAll() async throws {
        let bot = try await TestBot(
            Relay.self, Whispers.self, environment: ["HARK_CHAT": "recorded,whispers", "HARK_ADMINS": "whispers:ada"])

        let answer = await bot.send("!hook new backups", from: Person(id: "ada", on: "whispers"), in: "#ops")
        let list = await bot.send("!hook list", in: "#ops")

        XCTAssertEqual(
            answer, ["The URL is for you alone, and you cannot be reached alone now: no hook was made."])
        XCTAssertEqual(list, ["No hook speaks in this room."])
    }

    func testURL_isForItsReaderAlone() async throws {
        let bot = try await bot()
        bot.chat.hasDirectMessages = true

        _ = await bot.send("!hook new backups", in: "#ops")
        await bot.host.receive(IncomingMessage("!hook new more", from: .testAdmin, in: "@admin", isDirect: true))

        let recipients = bot.chat.messages.map(\.recipient?.id)
        XCTAssertEqual(recipients, ["admin", nil, "admin"])
        XCTAssertEqual(bot.chat.sent.map(\.room), ["@admin", "#ops", "@admin"])
    }

    func testHook_isRevoked_whenItsURLCannotBeSent() async throws {
        let bot = try await bot()
        bot.chat.hasDirectMessages = true
        bot.chat.fail(in: ["@admin"])

        let answer = await bot.send("!hook new backups", in: "#ops")
        let list = await bot.send("!hook list", in: "#ops")

        XCTAssertEqual(
            answer, ["The URL cannot be sent to you, so it was revoked: The recorded chat is unreachable."])
        XCTAssertEqual(list, ["No hook speaks in this room."])
    }

    func testHook_speaksInItsRoomAlone_andRulesMayMuteIt() async throws {
        let bot = try await bot(["HARK_RULES": "#oncall severity>=critical; mute severity=info"])
        let target = try target(in: await bot.send("!hook new backups", in: "#random")[0])
        let count = bot.chat.sent.count

        _ = try await bot.post(target, json: #"{"severity":"critical","message":"It burns"}"#)
        _ = try await bot.post(target, json: #"{"severity":"info","message":"All is well"}"#)

        XCTAssertEqual(bot.chat.sent.dropFirst(count).map(\.room), ["#random"])
    }

    func testHooks_ofARoom_areBounded() async throws {
        let bot = try await bot()
        for index in 0..<20 { _ = await bot.send("!hook new h\(index)", in: "#ops") }

        let answer = await bot.send("!hook new more", in: "#ops")

        XCTAssertEqual(answer, ["This room has 20 hooks already; revoke some of them."])
    }

    func testTemplate_isChosenByTheURL() async throws {
        let bot = try await bot(["HARK_RELAY_TEMPLATES": "short: {{title}}!"])
        let target = try target(in: await bot.send("!hook new backups", in: "#ops")[0])

        _ = try await bot.post("\(target)&template=short", json: #"{"title":"Done","message":"At four"}"#)

        XCTAssertEqual(bot.chat.sent.last, "[#ops] Done!")
    }

    func testMistakes_areExplained() async throws {
        let bot = try await bot()
        _ = await bot.send("!hook new backups", in: "#ops")
        let cases: [(words: String, answer: String)] = [
            ("backups", "This room has a hook “backups” already"),
            ("a b", "Write a name"), ("a --until 3d", "Write a name"), ("a --for", "Write a name"),
            ("ü", "A name has up to 40 letters"), (String(repeating: "a", count: 41), "A name has up to 40 letters"),
            ("a --for soon", "“soon” is not a time such as 12h or 30d."),
            ("a --for 5s", "A hook is valid for a minute"),
            ("a --for 9999d", "A hook is valid for a minute at least"),
        ]

        for (words, expected) in cases {
            let answer = await bot.send("!hook new \(words)", in: "#ops").first ?? ""
            XCTAssertTrue(answer.hasPrefix(expected), "\(words): \(answer)")
        }
    }

    func testHooks_areForAdmins_unlessARuleSaysOtherwise() async throws {
        let closed = try await bot()
        let open = try await bot(["HARK_ACCESS": "hook = anyone"])
        let eve = Person(id: "eve")

        let refused = await closed.send("!hook new mine", from: eve, in: "#dev")
        let made = await open.send("!hook new mine", from: eve, in: "#dev")

        XCTAssertEqual(refused, ["Only admins may give !hook new. (HARK_ADMINS lists them.)"])
        XCTAssertTrue(made[0].hasPrefix("What is posted to https://bot.example.org/relay/hooks/mine?token="), made[0])
    }

    func testURL_hasDots_withoutTheBotsAddress() async throws {
        let bot = try await TestBot(Relay.self)

        let answer = await bot.send("!hook new backups", in: "#ops")

        XCTAssertTrue(answer[0].hasPrefix("What is posted to https://…/relay/hooks/backups?token="), answer[0])
        XCTAssertTrue(answer[0].contains("HARK_BASE_URL is not set"), answer[0])
    }
}

/// A network with direct messages, on which nobody is known.
private struct Whispers: Plugin, ChatNetwork {
    static let manifest = Manifest<Self>(name: "whispers", summary: "Speaks to people alone.")
    static let capabilities = NetworkCapabilities([.directMessages])

    init(_ context: PluginContext) {}

    func run(_ inbox: ChatInbox) async throws {}

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? { nil }
}
