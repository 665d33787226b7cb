import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Announces deploys, with facts.
private struct Deploys: ProviderPlugin {
    static let provider = Provider(
        "deploys", title: "deploys", summary: "Announces deploys.", verifier: .github, secret: "The secret.",
        events: EventTable(
            ["deploy": { EventNotification(about: $0.service.asText, "\($0.state)") }],
            facts: { payload, facts in
                facts.place = payload.service.asText
                facts.outcome = NotificationOutcome(named: payload.state.asText)
                if payload.isSecret.isTrue { facts.audience = .confidential }
            }))

    let receiver: EventReceiver

    init(_ receiver: EventReceiver) { self.receiver = receiver }
}

final class BotRulesTests: XCTestCase {
    private func bot(_ environment: [String: String]) async throws -> TestBot {
        try await TestBot(Deploys.self, environment: environment)
    }

    private func deploy(_ json: String, to bot: TestBot) async throws -> TestResponse {
        try await bot.deliver(Fixture(name: "deploy.json", payload: Array(json.utf8)), to: Deploys.self)
    }

    func testNotification_goesToTheRoomsOfItsPlugin_withoutRules() async throws {
        let bot = try await bot([:])

        _ = try await deploy(#"{"service":"shop","state":"failed","isSecret":true}"#, to: bot)

        XCTAssertEqual(bot.chat.sent, ["[#general] [shop] failed"])
    }

    func testNotification_goesToTheRoomsOfTheRules() async throws {
        let bot = try await bot(["HARK_RULES": "#shop place=shop; mute outcome=success"])

        _ = try await deploy(#"{"service":"shop","state":"failed"}"#, to: bot)
        let muted = try await deploy(#"{"service":"shop","state":"success"}"#, to: bot)
        _ = try await deploy(#"{"service":"api","state":"failed"}"#, to: bot)
        let withheld = try await deploy(#"{"service":"api","state":"failed","isSecret":true}"#, to: bot)

        XCTAssertEqual(bot.chat.sent, ["[#shop] [shop] failed", "[#general] [api] failed"])
        XCTAssertEqual(muted.outcome, "ignored: the rule on line 1 mutes it")
        XCTAssertEqual(withheld.outcome, "ignored: it is confidential, and no rule says where it may go")
    }

    func testSeverity_isThatOfTheOutcome() async throws {
        let bot = try await bot([:])

        _ = try await deploy(#"{"service":"shop","state":"failed"}"#, to: bot)
        _ = try await deploy(#"{"service":"shop","state":"success"}"#, to: bot)
        _ = try await deploy(#"{"service":"shop","state":"running"}"#, to: bot)

        XCTAssertEqual(bot.chat.messages.map(\.severity), [.error, .success, nil])
    }

    func testStart_isRefused_withFileLineAndColumnOfEachFault() async throws {
        let folder = try TemporaryFolder(of: self)
        let path = try folder.write("# ours\n#shop repo=shop\nslakc:#ops outcome=failure\n", to: "rules")

        do {
            _ = try await bot(["HARK_RULES_FILE": path])
            XCTFail("The bot starts.")
        } catch let faults as Faults {
            XCTAssertEqual(
                faults.list.map(\.subject), ["\(path), line 2, column 7", "\(path), line 3, column 1"], "\(faults)")
        }
        do {
            _ = try await bot(["HARK_RULES": "#shop place=shop; mute"])
            XCTFail("The bot starts.")
        } catch let faults as Faults {
            XCTAssertEqual(
                faults.list.map(\.description),
                [
                    "HARK_RULES, line 1, column 19: this would mute everything; add a condition, such as actor!=*[bot]."
                ])
        }
    }

    func testReload_takesTheRulesOfTheFile_unlessTheyHaveFaults() async throws {
        let folder = try TemporaryFolder(of: self)
        let path = try folder.write("#a place=shop\n", to: "rules")
        let bot = try await bot(["HARK_RULES_FILE": path])
        let payload = #"{"service":"shop","state":"failed"}"#

        try folder.write("#b place=shop\n# the end\n", to: "rules")
        let count = try bot.host.reloadRules()
        _ = try await deploy(payload, to: bot)
        for text in ["#c place!shop", ""] {
            try folder.write(text, to: "rules")
            XCTAssertThrowsError(try bot.host.reloadRules())
        }
        _ = try await deploy(payload, to: bot)

        XCTAssertEqual(count, 1)
        XCTAssertEqual(bot.chat.sent, ["[#b] [shop] failed", "[#b] [shop] failed"])
    }

    func testReload_doesNothing_whenTheVariableHasTheRules() async throws {
        let bot = try await bot(["HARK_RULES": "#a place=shop"])

        XCTAssertNil(try bot.host.reloadRules())
        XCTAssertEqual(bot.host.listedRules.map(\.text), ["#a place=shop"])
    }

    func testExplanation_isOfThePlugin_thatReadsThePayload() async throws {
        let bot = try await bot(["HARK_RULES": "#shop place=shop", "HARK_DEPLOYS_ROOM": "#deploys"])
        let payload = Array(#"{"service":"api","state":"failed"}"#.utf8)

        let explained = try bot.host.ruleExplainer.explain(payload, ofFile: "x.json", event: "deploy", for: nil)

        XCTAssertEqual(explained.plugin, "deploys")
        XCTAssertEqual(explained.text, "[api] failed")
        XCTAssertEqual(
            explained.explanation.lines,
            [
                "plugin: “deploys”", "event: “deploy”", "place: “api”", "bot: no", "outcome: failure",
                "severity: error", "audience: public",
                "line 1: #shop place=shop\n    does not apply: place=shop, and it is “api”",
                "Result: no rule chooses its rooms, so it goes to those of its plugin: #deploys.",
            ])
        XCTAssertEqual(bot.chat.sent, [])
        XCTAssertThrowsError(try bot.host.ruleExplainer.explain(payload, ofFile: "x.json", event: "push", for: nil))
        XCTAssertThrowsError(try bot.host.ruleExplainer.explain(payload, ofFile: "x.json", event: nil, for: "deplois"))
    }

    func testExplanation_saysThatTheFilterLeavesThePayloadOut() async throws {
        let bot = try await bot(["HARK_DEPLOYS_EVENTS": "-deploy"])
        let payload = Array(#"{"service":"api","state":"failed"}"#.utf8)

        let explained = try bot.host.ruleExplainer.explain(payload, ofFile: "x.json", event: "deploy", for: nil)

        XCTAssertEqual(explained.reasonLeftOut, "HARK_DEPLOYS_EVENTS does not ask for deploy; +deploy in it would.")
    }

    func testMistypedEvents_areFaults() async throws {
        for (rules, reason) in [
            ("#a plugin=deploys event=deplyo", "deploys announces no event “deplyo”. Did you mean deploy?"),
            ("#a plugin=deploys event=strike", "deploys announces no event “strike”."),
            ("mute event!=deplo", "no plugin of this bot declares an event “deplo”. Did you mean deploy?"),
        ] {
            do {
                _ = try await bot(["HARK_RULES": rules])
                XCTFail("The bot starts with “\(rules)”.")
            } catch {
                let faults = try XCTUnwrap(error as? Faults)
                XCTAssertTrue(faults.list[0].reason.hasPrefix(reason), "\(faults)")
            }
        }
        for rules in ["#a event=strike", "#a plugin=deploys event=dep*,DEPLOY,deploy.begun", "mute event=Deploy"] {
            _ = try await bot(["HARK_RULES": rules])
        }
    }

    func testRules_areListed_withTheLatestDecisions() async throws {
        let bot = try await bot(["HARK_RULES": "#shop place=shop\nmute place=api"])
        let none = try await self.bot([:])

        _ = try await deploy(#"{"service":"shop","state":"failed"}"#, to: bot)
        _ = try await deploy(#"{"service":"api","state":"failed"}"#, to: bot)

        let answer = await bot.send("!rules")
        XCTAssertEqual(
            answer,
            [
                """
                2 rules, by line:
                1 #shop place=shop
                2 mute place=api
                The latest notifications:
                00:00 UTC deploys deploy in api: nowhere, muted by line 2
                00:00 UTC deploys deploy in shop: #shop, by line 1
                """
            ])
        let unruled = await none.send("!rules")
        XCTAssertEqual(
            unruled,
            ["There are no rules; every notification goes to the rooms of its plugin. HARK_RULES sets some."])
    }
}
