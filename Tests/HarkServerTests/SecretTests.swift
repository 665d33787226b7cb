import Foundation
import XCTest

final class SecretTests: XCTestCase {
    private func start(_ environment: [String: String] = [:], arguments: [String] = []) throws -> BotProcess {
        let bot = try BotProcess(environment, arguments: arguments)
        addTeardownBlock { bot.stop() }
        return bot
    }

    private func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        addTeardownBlock { try FileManager.default.removeItem(at: folder) }
        return folder.path
    }

    func testMadeSecret_isShownByItsCommand_andVerifiesDeliveries() throws {
        let data = try folder()
        let bot = try start(["HARK_DATA": data])
        let url = try bot.addresses()[0]

        let shown = try start(["HARK_DATA": data], arguments: ["secret", "github"]).output.allLines()
        let push = SignedPush(secret: try XCTUnwrap(shown.first))
        let answers = [
            try curl("\(url)/github", "-d", push.body, "-H", push.header), try curl("\(url)/github", "-d", push.body),
        ]

        XCTAssertEqual(shown.count, 1)
        XCTAssertTrue(answers[0].hasPrefix("stored "), answers[0])
        XCTAssertEqual(answers[1], "Unauthorized")
        let notice = try bot.errors.line { $0.contains("HARK_GITHUB_SECRET is not set") }
        XCTAssertTrue(notice.contains("hark secret github` shows it"), notice)
        let mode = try FileManager.default.attributesOfItem(atPath: "\(data)/secrets/HARK_GITHUB_SECRET")
        XCTAssertEqual(mode[.posixPermissions] as? Int, 0o600)
    }

    func testMadeSecret_staysTheSame_whenTheBotStartsAgain() throws {
        let data = try folder()

        let before = try start(["HARK_DATA": data], arguments: ["secret", "github"])
        XCTAssertEqual(before.status(), 1)
        XCTAssertTrue(before.errors.allLines().joined().contains("There is no secret in “\(data)/secrets/"))

        let shown = try (0..<2).map { _ in
            let bot = try start(["HARK_DATA": data])
            _ = try bot.addresses()
            bot.stop()
            return try start(["HARK_DATA": data], arguments: ["secret", "github"]).output.allLines()
        }

        XCTAssertEqual(shown[0], shown[1])
        XCTAssertEqual(shown[0].first?.utf8.count, 43)
    }

    func testSecretCommand_doesNotShowASecretThatIsSet() throws {
        let command = try start(["HARK_GITHUB_SECRET": "chosen-one"], arguments: ["secret", "github"])

        let lines = command.output.allLines() + command.errors.allLines()

        XCTAssertEqual(command.status(), 1)
        XCTAssertEqual(
            lines, ["hark: Every secret of github is set in the environment, or is its provider's to make."])
    }

    func testHangUp_readsSecretsAgain_andKeepsConnections() throws {
        let file = "\(try folder())/secret"
        try "first\n".write(toFile: file, atomically: true, encoding: .utf8)
        let bot = try start(["HARK_GITHUB_SECRET_FILE": file])
        let connection = try KeptConnection(try bot.addresses()[0])
        let before = connection.status(of: SignedPush(secret: "first"))

        try "second,first\n".write(toFile: file, atomically: true, encoding: .utf8)
        bot.signal(SIGHUP)
        let told = try bot.errors.line { $0.contains("secrets read again") }
        let during = ["first", "second"].map { connection.status(of: SignedPush(secret: $0)) }
        let news = try bot.errors.line { $0.contains("only an old secret matched") }

        XCTAssertEqual([before] + during, ["202", "202", "202"])
        XCTAssertTrue(told.contains("changed=HARK_GITHUB_SECRET"), told)
        XCTAssertTrue(news.contains("variable=HARK_GITHUB_SECRET"), news)
    }

    func testHangUp_warns_whenASecretBecomesUnsigned() throws {
        let file = "\(try folder())/secret"
        try "first\n".write(toFile: file, atomically: true, encoding: .utf8)
        let bot = try start(["HARK_GITHUB_SECRET_FILE": file])
        _ = try bot.addresses()

        try "unsigned\n".write(toFile: file, atomically: true, encoding: .utf8)
        bot.signal(SIGHUP)

        let warning = try bot.errors.line { $0.contains("HARK_GITHUB_SECRET is “unsigned”") }
        XCTAssertTrue(warning.contains("warning"), warning)
    }

    func testHangUp_readsCredentialsAgain() throws {
        let credentials = try folder()
        let file = "\(credentials)/HARK_GITHUB_SECRET"
        try "first\n".write(toFile: file, atomically: true, encoding: .utf8)
        let bot = try start(["CREDENTIALS_DIRECTORY": credentials])
        let connection = try KeptConnection(try bot.addresses()[0])
        let before = connection.status(of: SignedPush(secret: "first"))

        try "second\n".write(toFile: file, atomically: true, encoding: .utf8)
        bot.signal(SIGHUP)
        _ = try bot.errors.line { $0.contains("secrets read again") }
        let after = connection.status(of: SignedPush(secret: "second"))

        XCTAssertEqual([before, after], ["202", "202"])
    }

    func testHangUp_keepsTheOldSecret_whenTheFileIsGone() throws {
        let file = "\(try folder())/secret"
        try "first\n".write(toFile: file, atomically: true, encoding: .utf8)
        let bot = try start(["HARK_GITHUB_SECRET_FILE": file])
        let connection = try KeptConnection(try bot.addresses()[0])

        try FileManager.default.removeItem(atPath: file)
        bot.signal(SIGHUP)
        let fault = try bot.errors.line { $0.contains("secret not read") }
        let status = connection.status(of: SignedPush(secret: "first"))

        XCTAssertTrue(fault.contains("HARK_GITHUB_SECRET"), fault)
        XCTAssertEqual(status, "202")
    }

    func testUnsigned_isWarnedAbout_andTakesEverything() throws {
        let bot = try start(["HARK_GITHUB_SECRET": "unsigned"])
        let url = try bot.addresses()[0]

        let answer = try curl("\(url)/github", "-d", SignedPush(secret: "whatever").body)
        try bot.type("!webstatus")

        XCTAssertTrue(answer.hasPrefix("stored "), answer)
        let warning = try bot.errors.line { $0.contains(" warning ") }
        XCTAssertTrue(warning.contains("HARK_GITHUB_SECRET is “unsigned”"), warning)
        _ = try bot.output.line { $0.contains("POST /github") && $0.contains("github UNSIGNED") }
    }

    func testCheck_writesNothing_andFindsWhatIsNotStrict() throws {
        let data = try folder()
        let lax = try start(["HARK_DATA": data], arguments: ["check"])
        let strict = try start(["HARK_DATA": data], arguments: ["check", "--strict"])

        let (said, faults) = (lax.output.allLines(), strict.errors.allLines())

        XCTAssertEqual([lax.status(), strict.status()], [0, 78])
        XCTAssertEqual(said.first, "The bot can start, but: 2 warnings.")
        XCTAssertEqual(said.filter { $0.contains(" of plugin example without authentication") }.count, 2, "\(said)")
        XCTAssertTrue(faults.allSatisfy { $0.hasPrefix("hark: ") }, "\(faults)")
        XCTAssertTrue(faults.joined().contains("HARK_EXAMPLE_TOKEN"), "\(faults)")
        XCTAssertTrue(faults.joined().contains("HARK_GITHUB_SECRET"), "\(faults)")
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: data), [])
    }

    func testVerify_saysWhy() throws {
        let file = "\(try folder())/request.http"
        let push = SignedPush(secret: "old")
        let head = "POST /github HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        try "\(head)\(push.header)\r\n\r\n\(push.body)".write(toFile: file, atomically: true, encoding: .utf8)

        let secrets = ["old", "new,old", "new"]
        let commands = try secrets.map { try start(["HARK_GITHUB_SECRET": $0], arguments: ["verify", file]) }

        let said = commands.map { $0.output.allLines().joined(separator: "\n") }
        XCTAssertEqual(commands.map { $0.status() }, [0, 0, 1])
        XCTAssertTrue(said[0].hasSuffix("It passes the verifier “github”."), said[0])
        XCTAssertTrue(said[1].hasSuffix("Only old secret 1 of HARK_GITHUB_SECRET matches."), said[1])
        XCTAssertTrue(said[2].contains("No secret that this bot knows makes this signature"), said[2])
    }
}
