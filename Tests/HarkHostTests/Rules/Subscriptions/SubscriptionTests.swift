import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Announces pushes and issues.
private struct Forge: ProviderPlugin {
    static let provider = Provider(
        "forge", title: "forge", summary: "Announces pushes.", verifier: .github, secret: "The secret.",
        events: EventTable(
            [
                "push": { EventNotification(about: $0.project.asText, "\($0.author) pushed") },
                "issue": { EventNotification(about: $0.project.asText, "\($0.author) opened an issue") },
                "star": { EventNotification(about: $0.project.asText, "\($0.author) starred it") },
            ],
            quiet: ["star", "issue.labeled"],
            facts: { payload, facts in
                facts.place = payload.project.asText
                facts.actor = payload.author.asText
                if payload.isSecret.isTrue { facts.audience = .confidential }
            }))

    let receiver: EventReceiver

    init(_ receiver: EventReceiver) { self.receiver = receiver }
}

final class SubscriptionTests: XCTestCase {
    private static let eve = Person(id: "eve")

    private func bot(_ environment: [String: String] = [:]) async throws -> TestBot {
        try await TestBot(Forge.self, environment: environment)
    }

    private func deliver(
        _ event: String, _ project: String = "acme/shop", by author: String = "ada", isSecret: Bool = false,
        to bot: TestBot
    ) async throws {
        let json = #"{"project":"\#(project)","author":"\#(author)","isSecret":\#(isSecret)}"#
        _ = try await bot.deliver(Fixture(name: "\(event).json", payload: Array(json.utf8)), to: Forge.self)
    }

    /// The rooms of the announcements since `count` messages.
    private func rooms(of bot: TestBot, since count: Int) -> [String] {
        bot.chat.sent.dropFirst(count).map { "\($0)".split(separator: " ")[0].description }.sorted()
    }

    func testSubscription_addsItsRoom_toThoseOfThePlugin() async throws {
        let bot = try await bot()
        let answer = await bot.send("!subscribe forge acme/* push", in: "#dev")
        let count = bot.chat.sent.count

        try await deliver("push", to: bot)
        try await deliver("issue", to: bot)
        try await deliver("push", "other/shop", to: bot)

        XCTAssertEqual(
            answer,
            ["This room gets what meets plugin=forge place=acme/* event=push, besides what the rules send here."])
        XCTAssertEqual(rooms(of: bot, since: count), ["[#dev]", "[#general]", "[#general]", "[#general]"])
    }

    func testSubscription_addsItsRoomOnce_toThoseOfTheRules() async throws {
        let bot = try await bot(["HARK_RULES": "#shop,#dev place=acme/shop"])
        _ = await bot.send("!subscribe forge", in: "#dev")
        _ = await bot.send("!subscribe forge acme/shop", in: "#ops")
        let count = bot.chat.sent.count

        try await deliver("push", to: bot)

        XCTAssertEqual(rooms(of: bot, since: count), ["[#dev]", "[#ops]", "[#shop]"])
    }

    func testSubscription_getsNothing_thatARuleMutes_orThatIsNotForEverybody() async throws {
        let bot = try await bot(["HARK_RULES": "mute actor=bot*; #leads audience=confidential"])
        _ = await bot.send("!subscribe forge", in: "#dev")
        let count = bot.chat.sent.count

        try await deliver("push", by: "bot-7", to: bot)
        try await deliver("push", isSecret: true, to: bot)

        XCTAssertEqual(rooms(of: bot, since: count), ["[#leads]"])
    }

    func testSubscriptions_areThereAfterARestart() async throws {
        let bot = try await bot()
        _ = await bot.send("!subscribe forge acme/shop push actor=ada", in: "#dev")

        let next = try await bot.crash()
        let count = next.chat.sent.count
        try await deliver("push", to: next)
        try await deliver("push", by: "bob", to: next)

        XCTAssertEqual(rooms(of: next, since: count), ["[#dev]", "[#general]", "[#general]"])
    }

    func testUnsubscribe_endsTheSubscriptions_thatHaveTheConditions() async throws {
        let bot = try await bot()
        for words in ["forge acme/shop push", "forge acme/shop issue", "forge acme/api"] {
            _ = await bot.send("!subscribe \(words)", in: "#dev")
        }

        let ended = await bot.send("!unsubscribe forge acme/shop", in: "#dev")
        let none = await bot.send("!unsubscribe forge acme/shop", in: "#dev")
        let list = await bot.send("!subscriptions", in: "#dev")
        let elsewhere = await bot.send("!subscriptions", in: "#ops")

        XCTAssertEqual(
            ended,
            ["Ended: plugin=forge place=acme/shop event=push, plugin=forge place=acme/shop event=issue."])
        XCTAssertEqual(none, ["This room has no such subscription; !subscriptions lists those that it has."])
        XCTAssertTrue(list[0].hasPrefix("1 subscription of this room:\nplugin=forge place=acme/api, by "), list[0])
        XCTAssertEqual(elsewhere, ["This room has no subscription. !subscribe makes one."])
    }

    func testUnsubscribe_findsPatternsWithSpaces() async throws {
        let bot = try await bot()
        _ = await bot.send(#"!subscribe forge acme/shop label="good first issue""#, in: "#dev")

        let ended = await bot.send(#"!unsubscribe forge acme/shop label="good first issue""#, in: "#dev")

        XCTAssertEqual(ended, [#"Ended: plugin=forge place=acme/shop label="good first issue"."#])
    }

    func testSubscription_isMadeOnce() async throws {
        let bot = try await bot()
        for _ in 0..<3 { _ = await bot.send("!subscribe forge acme/shop", in: "#dev") }

        let list = await bot.send("!subscriptions", in: "#dev")

        XCTAssertTrue(list[0].hasPrefix("1 subscription of this room:"), list[0])
    }

    func testRules_listTheSubscriptions_andWhatTheyAdded() async throws {
        let bot = try await bot()
        _ = await bot.send("!subscribe forge acme/shop", in: "#dev")
        try await deliver("push", to: bot)

        let answer = await bot.send("!rules")

        let lines = answer[0].split(separator: "\n").map(String.init)
        XCTAssertTrue(lines[0].hasPrefix("There are no rules"), answer[0])
        XCTAssertEqual(lines[1], "Subscriptions:")
        XCTAssertTrue(lines[2].hasPrefix("recorded:#dev plugin=forge place=acme/shop, by "), answer[0])
        XCTAssertTrue(
            lines.last?.hasSuffix("forge push in acme/shop: #general, by no rule; recorded:#dev, by subscription")
                ?? false, answer[0])
    }

    func testRules_listARoomOnce_whenItsSubscriptionAddsNothing() async throws {
        let bot = try await bot()
        _ = await bot.send("!subscribe forge", in: "#general")
        try await deliver("push", to: bot)

        let answer = await bot.send("!rules")

        XCTAssertTrue(answer[0].hasSuffix("forge push in acme/shop: #general, by no rule"), answer[0])
    }

    func testExplanation_namesTheSubscriptionsThatApply() async throws {
        let bot = try await bot(["HARK_RULES": "mute actor=bob"])
        for words in ["forge acme/shop", "forge acme/api"] { _ = await bot.send("!subscribe \(words)", in: "#dev") }
        let subscriptions = try await DeliveryOperations(bot.store).subscriptions()

        let explanations = try ["ada", "bob"].map { author in
            let json = #"{"project":"acme/shop","author":"\#(author)"}"#
            return try bot.host.ruleExplainer.explain(
                Array(json.utf8), ofFile: "push.json", event: nil, for: nil, subscriptions: subscriptions
            ).explanation.lines
        }

        let said = explanations.map { lines in lines.filter { $0.hasPrefix("subscription:") } }
        XCTAssertEqual(said.map(\.count), [1, 0])
        XCTAssertTrue(said[0][0].hasPrefix("subscription: recorded:#dev plugin=forge place=acme/shop, by "), said[0][0])
        XCTAssertEqual(
            explanations.map(\.last),
            [
                "Result: no rule chooses its rooms, so it goes to those of its plugin: #general; recorded:#dev, by "
                    + "subscription.",
                "Result: it is announced nowhere, because line 1 mutes it.",
            ])
    }

    func testMistakes_areExplained() async throws {
        let bot = try await bot()
        let cases: [(words: String, answer: String)] = [
            ("forje", "this bot has no plugin “forje”"),
            ("forge acme/shop pusch", "forge announces no event “pusch”. Did you mean push?"),
            ("forge acme/shop push branche=main", "there is no field “branche”"),
            ("forge acme/shop push issue", "Write a plugin, a place, events and conditions"),
            ("branch=main", "Write a plugin, a place, events and conditions"),
            ("forge; mute", "A subscription is one line without “;”."),
            ("forge acme/shop push label=\"a b", "this quotation mark is not closed"),
            (String(repeating: "a", count: 1_001), "A subscription has at most 1000 bytes."),
        ]

        for (words, expected) in cases {
            let answer = await bot.send("!subscribe \(words)", in: "#dev").first ?? ""
            XCTAssertTrue(answer.contains(expected), "\(words): \(answer)")
        }
        let list = await bot.send("!subscriptions", in: "#dev")
        XCTAssertEqual(list, ["This room has no subscription. !subscribe makes one."])
    }

    func testSubscription_isRefused_whenItAsksForWhatNoSubscriptionGets() async throws {
        let bot = try await bot(["HARK_FORGE_EVENTS": "-push"])
        let leftOut = { (event: String) in
            "HARK_FORGE_EVENTS does not ask for \(event), and no subscription gets it until +\(event) is in it."
        }
        let narrow = { (condition: String) in
            "A subscription gets only what is public; a rule has to say where anything else goes. Leave out \(condition)."
        }

        for (words, expected) in [
            ("event=star", leftOut("star")), ("event=st*", leftOut("star")), ("event=issue,push", leftOut("push")),
            ("event=issue.labeled", leftOut("issue.labeled")), ("event=star.created", leftOut("star.created")),
            ("audience=confidential", narrow("audience=confidential")), ("audience=*", narrow("audience=*")),
            ("audience!=public", narrow("audience!=public")),
        ] {
            let answer = await bot.send("!subscribe forge \(words)", in: "#dev")
            XCTAssertEqual(answer, [expected], words)
        }
    }

    func testSubscription_isTaken_whenTheFilterAsksForItsEvent() async throws {
        let bot = try await bot(["HARK_FORGE_EVENTS": "+star.created"])

        for words in ["event=star", "event=star.created", "event=*", "event!=star", "audience=public"] {
            let answer = await bot.send("!subscribe forge \(words)", in: "#dev").first ?? ""
            XCTAssertTrue(answer.hasPrefix("This room gets"), "\(words): \(answer)")
        }
    }

    func testSubscriptions_ofARoom_areBounded() async throws {
        let bot = try await bot()
        for index in 0..<50 { _ = await bot.send("!subscribe forge acme/\(index)", in: "#dev") }

        let answer = await bot.send("!subscribe forge acme/50", in: "#dev")

        XCTAssertEqual(answer, ["This room has 50 subscriptions already; end some of them."])
    }

    func testSubscribe_isForAdmins_unlessARuleSaysOtherwise() async throws {
        let closed = try await bot(["HARK_ACCESS": "* = anyone"])
        let open = try await bot(["HARK_ACCESS": "subscribe = anyone in #dev"])

        let refused = await closed.send("!subscribe forge", from: Self.eve, in: "#dev")
        let taken = await open.send("!subscribe forge", from: Self.eve, in: "#dev")
        let elsewhere = await open.send("!subscribe forge", from: Self.eve, in: "#ops")
        let other = await open.send("!unsubscribe forge", from: Self.eve, in: "#dev")

        XCTAssertEqual(refused, ["Only admins may give !subscribe. (HARK_ADMINS lists them.)"])
        XCTAssertTrue(taken[0].hasPrefix("This room gets"), taken[0])
        XCTAssertEqual(elsewhere, ["!subscribe may be given only in #dev, as HARK_ACCESS says."])
        XCTAssertEqual(other, ["Only admins may give !unsubscribe. (HARK_ADMINS lists them.)"])
    }

    func testAnswer_saysThatNothingIsKept_withoutAStoreOnDisk() async throws {
        let bot = try await bot(["HARK_STORE": "memory"])

        let answer = await bot.send("!subscribe forge", in: "#dev")

        XCTAssertTrue(answer[0].hasSuffix("Nothing is stored: it ends when the bot is restarted."), answer[0])
    }
}
