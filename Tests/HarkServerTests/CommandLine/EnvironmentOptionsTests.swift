import XCTest

final class EnvironmentOptionsTests: XCTestCase {
    func testEnvFile_isRead_beforeAndAfterTheSubcommand() throws {
        let file = try temporaryFile(".env", Array("HARK_GITHUB_SECRET=chosen\n".utf8))
        let set = ["hark: Every secret of github is set in the environment, or is its provider's to make."]

        let outcomes = [
            try hark("secret", "github", "--env-file", file), try hark("secret", "--env-file", file, "github"),
            try hark("--env-file", file, "secret", "github"), try hark("--env-file=\(file)", "secret", "github"),
        ]

        XCTAssertEqual(outcomes.map(\.errors), [set, set, set, set])
        XCTAssertEqual(outcomes.map(\.status), [1, 1, 1, 1])
    }

    func testEnvFile_runsTheBot_withoutASubcommand() throws {
        let file = try temporaryFile(".env", Array("HARK_ROOMS=\"#from-file\"\n".utf8))
        let bot = try BotProcess(arguments: ["--env-file", file])
        addTeardownBlock { bot.stop() }
        _ = try bot.addresses()

        try bot.type("!about")

        _ = try bot.output.line { $0.hasPrefix("[#from-file] Hark ") }
    }

    func testEnvFile_isNotOverridden_byAVariableThatIsSetToNothing() throws {
        let file = try temporaryFile(".env", Array("HARK_TLS_PORT=bad-1".utf8))

        let outcome = try hark("check", "--env-file", file, environment: ["HARK_TLS_PORT": ""])

        XCTAssertTrue(outcome.errors.joined().contains("bad-1"), "\(outcome)")
    }

    func testEnvFile_isOverriddenByLaterOnes_andAllOfThemByTheEnvironment() throws {
        let lines = ["HARK_TLS_PORT=bad-1\nHARK_LOG_LEVEL=bad-1", "HARK_LOG_LEVEL=bad-2\nHARK_ROOMS=#b"]
        let files = try lines.map { try temporaryFile(".env", Array($0.utf8)) }

        let outcomes = [
            try hark("check", "--env-file", files[0], "--env-file", files[1], environment: ["HARK_TLS_PORT": "bad-0"]),
            try hark("--env-file", files[0], "check", "--env-file", files[1], environment: ["HARK_TLS_PORT": "bad-0"]),
        ]

        for outcome in outcomes {
            let faults = outcome.errors.joined(separator: "\n")
            XCTAssertEqual(outcome.status, 78, faults)
            XCTAssertTrue(faults.contains("bad-0") && faults.contains("bad-2") && !faults.contains("bad-1"), faults)
        }
    }

    func testEnvFile_isAFault_whenItIsMissingOrTooLongOrNoText() throws {
        let long = try temporaryFile(".env", Array(repeating: UInt8(ascii: "#"), count: (1 << 20) + 1))
        let binary = try temporaryFile(".env", [0xff, 0x00])
        let malformed = try temporaryFile(".env", Array("A\nB\n".utf8))

        let outcome = try hark(
            "check", "--env-file", "/nowhere/.env", "--env-file", long, "--env-file", binary, "--env-file", malformed)

        XCTAssertEqual(outcome.status, 78)
        XCTAssertEqual(outcome.errors.count, 5, "\(outcome.errors)")
        XCTAssertTrue(outcome.errors[0].hasPrefix("hark: --env-file: “/nowhere/.env” cannot be read"), "\(outcome)")
        for (line, file) in zip(outcome.errors[1...2], [long, binary]) {
            XCTAssertEqual(line, "hark: --env-file: “\(file)” is not a UTF-8 text of at most 1 MiB.")
        }
        XCTAssertEqual(outcome.errors[4], "hark: \(malformed), line 2: it is not NAME=value.")
    }

    func testEnvFile_isRefused_withoutAFile() throws {
        XCTAssertEqual(try hark("check", "--env-file").status, 64)
    }
}
