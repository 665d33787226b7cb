import Foundation
import XCTest

@testable import HarkStore

final class RulesCommandTests: XCTestCase {
    private let push = Array(
        #"{"ref":"refs/heads/main","pusher":{"name":"ada"},"sender":{"login":"ada","type":"User"},"#
            .appending(#""repository":{"full_name":"acme/shop"},"compare":"https://github.com/acme/shop","#)
            .appending(#""after":"5f2c81d","commits":[{"message":"Mend it"}]}"#).utf8)

    func testRules_areListed() throws {
        let file = try temporaryFile("rules", "# ours\n#shop place=acme/shop\nmute bot=yes\n".utf8)

        let outcome = try hark("rules", environment: ["HARK_RULES_FILE": file])
        let none = try hark("rules")

        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        XCTAssertEqual(outcome.output, ["LINE  RULE", "2     #shop place=acme/shop", "3     mute bot=yes"])
        XCTAssertEqual(none.output, ["There are no rules; every notification goes to the rooms of its plugin."])
    }

    func testFaults_haveFileLineAndColumn() throws {
        let file = try temporaryFile("rules", "#shop plase=acme/shop\n".utf8)

        let outcomes = try ["rules", "check"].map {
            try hark($0 == "check" ? [$0, "--no-ports"] : [$0], environment: ["HARK_RULES_FILE": file])
        }

        for outcome in outcomes {
            XCTAssertEqual(outcome.status, 78)
            let errors = outcome.errors.joined(separator: "\n")
            XCTAssertTrue(errors.contains("\(file), line 1, column 7: there is no field “plase”"), errors)
            XCTAssertTrue(errors.contains("Did you mean place?"), errors)
        }
    }

    func testExplanation_saysWhereAPayloadGoes_andWhatEachRuleDid() throws {
        let payload = try temporaryFile("payload.json", push)
        let rules = "#shop place=acme/shop branch=main; #oncall severity>=critical"

        let outcome = try hark(
            "rules", "--explain", payload, "--event", "push", environment: ["HARK_RULES": rules])

        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        XCTAssertEqual(
            outcome.output,
            [
                "Plugin github would announce: [acme/shop] ada pushed 1 commit to main: Mend it https://github.com/acme/shop",
                "plugin: “github”", "event: “push”", "place: “acme/shop”", "branch: “main”", "actor: “ada”", "bot: no",
                "audience: public", "line 1: #shop place=acme/shop branch=main", "    applies",
                "line 1: #oncall severity>=critical", "    does not apply: severity>=critical, and it is unknown",
                "Result: it goes to #shop, because of line 1.",
            ])
    }

    private func openStore(in folder: String) async throws -> SQLiteStore {
        try await SQLiteStore.open(folder: folder, clock: { Date() })
    }

    func testExplanation_namesTheSubscriptionsOfTheStore() async throws {
        let payload = try temporaryFile("payload.json", push)
        let folder = "\(try temporaryFolder())/data"
        let stored = StoredDeliveries(store: try await openStore(in: folder))
        try await stored.subscribe()
        await stored.store.close()

        let outcome = try hark(
            "rules", "--explain", payload, "--event", "push",
            environment: ["HARK_DATA": folder, "HARK_RULES": "#shop place=acme/shop"])

        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        XCTAssertEqual(
            outcome.output.suffix(3),
            [
                "subscription: slack:#shop-dev plugin=github place=acme/*, by ada, 2026-05-09 06:13:20 UTC",
                "    applies",
                "Result: it goes to #shop, because of line 1; slack:#shop-dev, by subscription.",
            ])
    }

    func testExplanation_namesWhatIsQuarantined_becauseItOpenedTheStore() async throws {
        let payload = try temporaryFile("payload.json", push)
        let folder = "\(try temporaryFolder())/data"
        var store = try await openStore(in: folder)
        try await StoredDeliveries(store: store).add("crash-1")
        for _ in 1..<StoreLimits.crashes {
            _ = try await store.claim(ClaimLimits(total: 1))
            await store.abandon()
            store = try await openStore(in: folder)
        }
        _ = try await store.claim(ClaimLimits(total: 1))
        await store.abandon()

        let outcomes = try (1...2).map { _ in
            try hark("rules", "--explain", payload, "--event", "push", environment: ["HARK_DATA": folder])
        }

        XCTAssertEqual(outcomes.map(\.status), [0, 0], "\(outcomes)")
        let line = "hark: crash-1 is quarantined: the process died whenever it was handled."
        XCTAssertEqual(outcomes.map { $0.errors.filter { $0.contains("crash-1") } }, [[line], []])
    }

    func testExplanation_saysThatSubscriptionsAreLeftOut_whenOneIsDamaged() async throws {
        let payload = try temporaryFile("payload.json", push)
        let folder = "\(try temporaryFolder())/data"
        let store = try await openStore(in: folder)
        try await StoredDeliveries(store: store).subscribe()
        _ = try await store.setValue([1], for: "subscriptions/slack:#ops", of: "hark", expiry: nil, ifVersion: nil)
        await store.close()

        let outcome = try hark(
            "rules", "--explain", payload, "--event", "push",
            environment: ["HARK_DATA": folder, "HARK_RULES": "#shop place=acme/shop"])

        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        XCTAssertEqual(outcome.output.last, "Result: it goes to #shop, because of line 1.")
        let expected = "Subscriptions are left out: The value of “subscriptions/slack:#ops” is not"
        XCTAssertTrue(outcome.errors.contains { $0.contains(expected) }, "\(outcome)")
    }

    func testExplanation_saysThatSubscriptionsAreLeftOut_withoutAStore() throws {
        let payload = try temporaryFile("payload.json", push)

        let outcome = try hark(
            "rules", "--explain", payload, "--event", "push", environment: ["HARK_STORE": "off"])

        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        XCTAssertTrue(outcome.errors.contains { $0.contains("Subscriptions are left out: ") }, "\(outcome)")
    }

    func testExplanation_isRefusedWith64_whenNoPluginReadsThePayload() throws {
        let payload = try temporaryFile("payload.json", push)

        let outcomes = [
            try hark("rules", "--explain", payload, "--event", "strike"), try hark("rules", "--explain", "/nowhere"),
            try hark("rules", "--explain", payload, "--plugin", "githup"), try hark("rules", "--event", "push"),
        ]

        XCTAssertEqual(outcomes.map(\.status), [64, 64, 64, 64], "\(outcomes)")
    }

    func testHangUp_readsRulesAgain_andKeepsTheOldOnes_whenTheFileHasFaults() throws {
        let file = try temporaryFile("rules", "#a place=acme/shop\n".utf8)
        let bot = try BotProcess(["HARK_RULES_FILE": file])
        addTeardownBlock { bot.stop() }
        _ = try bot.addresses()

        try "#b place=acme/shop\n".write(toFile: file, atomically: true, encoding: .utf8)
        bot.signal(SIGHUP)
        let news = try bot.errors.line { $0.contains("rules read again") }
        try "#c place>acme/shop\n".write(toFile: file, atomically: true, encoding: .utf8)
        bot.signal(SIGHUP)
        let fault = try bot.errors.line { $0.contains("rules not read; the old ones stay in use") }

        XCTAssertTrue(news.contains("count=1"), news)
        XCTAssertTrue(fault.contains("line 1, column 9"), fault)
    }
}
