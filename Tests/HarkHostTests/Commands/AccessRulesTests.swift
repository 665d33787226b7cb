import HarkTesting
import XCTest

@testable import HarkHost

/// A plugin with commands to guard.
private struct Guarded: Plugin {
    static let manifest = Manifest<Self>(
        name: "guarded", summary: "Has commands.",
        commands: [
            .command("deploy", help: "Deploys.", deploy), .command("deploy undo", help: "Undoes it.", deploy),
            .command("look", help: "Looks.", deploy),
            .command("wipe", help: "Wipes.", adminOnly: true, deploy),
        ])

    init(_ context: PluginContext) {}

    func deploy() -> String { "done" }
}

final class AccessRulesTests: XCTestCase {
    private let (ada, ben) = (Person(id: "ada"), Person(id: "ben"))

    private func bot(_ rules: String) async throws -> TestBot {
        try await TestBot(Guarded.self, environment: ["HARK_ACCESS": rules])
    }

    func testRule_saysWhoAndWhere() async throws {
        let bot = try await bot("deploy = ada recorded:cyd in #ops")

        let answers = [
            await bot.send("!deploy", from: ada, in: "#ops"), await bot.send("!deploy", from: ben, in: "#ops"),
            await bot.send("!deploy", from: ada, in: "#dev"),
            await bot.send("!deploy", from: Person(id: "cyd"), in: "recorded:#ops"),
            await bot.send("!look", from: ben, in: "#dev"),
        ]

        XCTAssertEqual(
            answers,
            [
                ["done"], ["!deploy may be given only by ada, recorded:cyd, as HARK_ACCESS says."],
                ["!deploy may be given only in #ops, as HARK_ACCESS says."], ["done"], ["done"],
            ])
    }

    func testRule_ofTheLongestNameHolds() async throws {
        let bot = try await bot("deploy = ada; deploy undo = ben; * = admins")

        let answers = [
            await bot.send("!deploy", from: ada), await bot.send("!deploy undo", from: ada),
            await bot.send("!deploy undo", from: ben), await bot.send("!look", from: ben),
            await bot.send("!look"),
        ]

        XCTAssertEqual(answers.map { $0 == ["done"] }, [true, false, true, false, true])
    }

    func testRule_neverLetsOthersThanAdminsGiveAnAdminCommand() async throws {
        let bot = try await bot("wipe = anyone in #ops")

        let answers = [
            await bot.send("!wipe", from: ada, in: "#ops"), await bot.send("!wipe", in: "#dev"),
            await bot.send("!wipe", in: "#ops"),
        ]

        XCTAssertEqual(answers.map { $0 == ["done"] }, [false, false, true])
    }

    func testGroup_isTheOneThatTheNetworkVouchesFor() async throws {
        let bot = try await bot("deploy = @op")
        let line = { (groups: Set<String>) in
            IncomingMessage("!deploy", from: self.ada, in: "#ops", groups: groups)
        }

        await bot.host.receive(line(["op"]))
        await bot.host.receive(line(["voice"]))

        XCTAssertEqual(
            bot.chat.sent.map(\.text), ["done", "!deploy may be given only by @op, as HARK_ACCESS says."])
    }

    func testAccess_isShown() async throws {
        let bot = try await bot("deploy = ada in #ops")

        let answer = await bot.send("!access", from: ada, in: "#ops")[0].split(separator: "\n").map(String.init)

        XCTAssertTrue(answer.contains("!deploy: ada in #ops; you, here"), "\(answer)")
        XCTAssertTrue(answer.contains("!wipe: admins"), "\(answer)")
        XCTAssertEqual(answer.last, "Anyone may give every other command anywhere.")
    }

    func testRules_areFaults_whenTheyCannotHold() async {
        for (rules, part) in [
            ("deploi = ada", "there is no command “deploi”. Did you mean “deploy”?"),
            ("deploy ada", "has no “=” with a command before it"), ("deploy =", "lacks people, or rooms after “in”"),
            ("deploy = ada in", "lacks people, or rooms after “in”"), ("deploy = slakc:U1", "“slakc:U1” is on “slakc”"),
            ("deploy = ada in irk:#ops", "“irk:#ops” is on “irk”"), ("look = ada; look = ben", "“look” has two"),
        ] {
            do {
                _ = try await bot(rules)
                XCTFail("\(rules) is taken")
            } catch {
                XCTAssertTrue("\(error)".contains(part), "\(error)")
            }
        }
    }

    func testRules_areWrittenAsTheyAreRead() throws {
        let rules = try AccessRules(
            settingText: "deploy = irc:ada @op discord:@8273\n# a remark\n*=anyone  in #ops slack:#dev ;")

        XCTAssertEqual(rules.settingText, "deploy = irc:ada @op discord:@8273; * = anyone in #ops slack:#dev")
        XCTAssertEqual(try AccessRules(settingText: rules.settingText), rules)
    }
}
