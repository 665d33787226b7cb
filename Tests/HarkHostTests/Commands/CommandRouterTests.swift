import HarkHost
import HarkTesting
import TestSupport
import XCTest

private struct Greeter: Plugin {
    struct Failure: Error {}

    static let manifest = Manifest<Self>(
        name: "greeter",
        summary: "Greets people.",
        commands: [
            .command("greet <name> [<times>]", help: "Greets someone.", greet),
            .command("say <words...>", help: "Says it.", say),
            .command("who", help: "Says who you are.", who),
            .command("secret", help: "For admins.", adminOnly: true, secret),
            .command("silent", help: "Says nothing.", silent),
            .command("broken", help: "Fails.", broken),
        ]
    )

    init(_ context: PluginContext) {}

    func greet(name: String, times: Int?) -> String {
        [String](repeating: "Hello \(name)", count: times ?? 1).joined(separator: ", ")
    }
    func say(words: String) -> String { words }
    func who(_ invocation: Invocation) -> String { "\(invocation.sender) in \(invocation.room)" }
    func secret() -> String { "42" }
    func silent() {}
    func broken() throws -> String { throw Failure() }
}

final class CommandRouterTests: XCTestCase {
    private var bot: TestBot!

    override func setUp() async throws { bot = try await TestBot(Greeter.self) }

    func testManifest_hasNoFault() {
        checkManifest(Greeter.self)
    }

    func testAnswer_isSaidInTheRoomOfTheCommand() async {
        _ = await bot.send("!greet Ada", in: "#ops")

        XCTAssertEqual(bot.chat.sent, ["[#ops] Hello Ada"])
    }

    func testArguments_bindAsTheirTypes() async {
        let answers = [
            await bot.send("!greet \"Ada Lovelace\""), await bot.send("!GREET Ada 2"), await bot.send("!say  a  b "),
        ]

        XCTAssertEqual(answers, [["Hello Ada Lovelace"], ["Hello Ada, Hello Ada"], ["a  b"]])
    }

    func testAnswer_saysWhatWasExpected_whenArgumentsDoNotFit() async {
        let answers = [
            await bot.send("!greet"), await bot.send("!greet Ada often"), await bot.send("!greet Ada 1 2"),
        ].flatMap(\.self)

        XCTAssertEqual(
            answers,
            [
                "<name> is missing. Usage: !greet <name> [<times>]",
                "<times> must be a whole number, not “often”. Usage: !greet <name> [<times>]",
                "There are too many arguments. Usage: !greet <name> [<times>]",
            ]
        )
    }

    func testAnswer_suggestsTheNearestCommand_forAnUnknownOne() async {
        var answers: [[String]] = []
        for line in ["!gret Ada", "!webhok test /x", "!frobnicate", "!webh"] { answers.append(await bot.send(line)) }

        XCTAssertEqual(
            answers,
            [
                ["There is no command !gret. Did you mean !greet?"],
                ["There is no command !webhok. Did you mean !webhook test?"],
                ["There is no command !frobnicate. !help lists them all."],
                ["There is no command !webh. Did you mean !webhook test?"],
            ]
        )
    }

    func testBot_saysNothing_whenNobodySpeaksToIt() async {
        let answers = [await bot.send("hello"), await bot.send("!"), await bot.send("!silent"), await bot.send("")]

        XCTAssertEqual(answers, [[], [], [], []])
    }

    func testCommand_needsNoPrefix_whenTheBotIsAddressed() async {
        let before = bot.chat.sent.count
        for text in ["who", "!who", ""] {
            let message = IncomingMessage(
                text, from: Person(id: "u1", displayName: "Ada"), in: "#ops", isAddressed: true)
            await bot.host.receive(message)
        }

        XCTAssertEqual(bot.chat.sent.dropFirst(before).map(\.text), ["Ada in #ops", "Ada in #ops"])
    }

    func testInvocation_tellsWhoAndWhere() async {
        let answer = await bot.send("!who", from: Person(id: "u1", displayName: "Ada"), in: "#ops")

        XCTAssertEqual(answer, ["Ada in #ops"])
    }

    func testAdminCommand_isForAdminsAlone() async {
        let answers = [await bot.send("!secret"), await bot.send("!secret", from: Person(id: "stranger"))]

        XCTAssertEqual(answers, [["42"], ["Only admins may give !secret. (HARK_ADMINS lists them.)"]])
    }

    func testAdmin_isNobodyWhoseIdentifierOnlyLooksAlike() async throws {
        let bot = try await TestBot(Greeter.self, environment: ["HARK_ADMINS": "ren\u{e9}"])

        let answers = [
            await bot.send("!secret", from: Person(id: "ren\u{e9}")),
            await bot.send("!secret", from: Person(id: "rene\u{301}")),
        ]

        XCTAssertEqual(answers, [["42"], ["Only admins may give !secret. (HARK_ADMINS lists them.)"]])
    }

    func testLine_takesLittleTime_whenItIsOneRunOfMarks() async {
        let marks = String(repeating: "\u{301}\u{316}", count: 7_000)
        let lines = [
            "!\(marks)", "!greet\(marks)", "!greet Ada \(marks)", "!say \"\(marks)\"", "!help \(marks)",
            "!plugin config \(marks)", "!webhook test \(marks)", "!webhook test --\(marks) x",
            "!webhook test --header \"\(marks)\" /x", "!webhook test /\(marks) \(marks)", marks,
        ]

        for line in lines {
            let timer = ProcessorTimer()
            let answers = await bot.send(line)

            XCTAssertLessThan(timer.elapsed, .seconds(1), String(line.unicodeScalars.prefix(20)))
            XCTAssertEqual(answers.count, line.utf8.first == UInt8(ascii: "!") ? 1 : 0)
            XCTAssertLessThan(answers.joined().utf8.count, 1000)
        }
    }

    func testFailure_isAnsweredWithoutItsDetails() async {
        let answer = await bot.send("!broken")

        XCTAssertEqual(answer, ["!broken failed; the log says why."])
    }

    func testHugeLine_isRefused() async {
        let answer = await bot.send("!say " + String(repeating: "x", count: 1_000_000))

        XCTAssertEqual(answer, ["That line is too long for a command."])
    }

    func testPrefix_isWhatTheSettingSays() async throws {
        let bot = try await TestBot(Greeter.self, environment: ["HARK_PREFIX": "hark:"])

        let answers = [await bot.send("hark:greet Ada"), await bot.send("!greet Ada")]

        XCTAssertEqual(answers, [["Hello Ada"], []])
    }
}
