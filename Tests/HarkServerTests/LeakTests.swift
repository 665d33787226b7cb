import Foundation
import XCTest

/// Lets a bot with secrets do everything that it can, and looks for them in all that it says.
final class LeakTests: XCTestCase {
    private let secrets = ["s3cr3t-of-github", "old-s3cr3t-of-github", "t0k3n-of-example"]

    private func everything(_ format: String, ending end: (BotProcess) throws -> Void) throws -> String {
        let bot = try BotProcess([
            "HARK_GITHUB_SECRET": "\(secrets[0]),\(secrets[1])", "HARK_EXAMPLE_TOKEN": secrets[2],
            "HARK_LOG_LEVEL": "trace", "HARK_LOG_FORMAT": format,
        ])
        addTeardownBlock { bot.stop() }
        let line = try bot.errors.line { $0.contains("ready") }
        let start = try XCTUnwrap(line.firstRange(of: "http://")).lowerBound
        let url = String(line[start...].prefix { $0 != "\"" && $0 != " " })
        let releases = ["\(url)/releases", "-H", "Content-Type: application/json", "-d", #"{"version":"1"}"#]
        for secret in [secrets[0], secrets[1], "wrong"] {
            let push = SignedPush(secret: secret)
            _ = try curl("\(url)/github", "-d", push.body, "-H", push.header)
        }
        for token in [secrets[2], "wrong", "\(secrets[2])\u{7}"] {
            _ = try curl(releases + ["-H", "X-Release-Token: \(token)"])
        }
        _ = try curl(
            "\(url)/releases?token=\(secrets[2])", "-d", secrets[2], "-H", "Authorization: Bearer \(secrets[2])")
        for command in [
            "!plugin config GitHub", "!plugin config example", "!webstatus", "!status", "!help github",
            "!webhook test /github payload={\"repository\":{\"name\":\"test\"}}", "!webhook test --no-sign /github x",
            "!webhook test /releases {\"version\":\"2\"}", "!webhook test /releases {", "!about",
        ] { try bot.type(command) }
        _ = try bot.output.line { $0.contains("Hark 0.") }
        let arguments = try bot.visibleArguments()
        try end(bot)
        return (bot.output.allLines() + bot.errors.allLines() + [arguments]).joined(separator: "\n")
    }

    func testSecrets_areNowhere_inAWholeRun() throws {
        for format in ["text", "json"] {
            let said = try everything(format) { $0.terminate() }

            for secret in secrets { XCTAssertFalse(said.contains(secret), secret) }
            XCTAssertTrue(said.contains("Version 1 is out."), said)
            XCTAssertTrue(said.contains("Commit on test!"), said)
        }
    }

    func testSecrets_areNowhere_whenTheProcessCrashes() throws {
        let isTraced = ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] != "enable=no"

        let said = try everything("text") { bot in
            bot.signal(SIGABRT)
            // Swift's own handler writes a backtrace with registers and returns, when nothing but the signal was wrong.
            if isTraced { _ = try bot.errors.line { $0.contains("Program crashed") } }
            bot.terminate()
        }

        for secret in secrets { XCTAssertFalse(said.contains(secret), secret) }
    }

    func testSecrets_areNotInFaults() throws {
        let bot = try BotProcess([
            "HARK_GITHUB_SECRET": "\(secrets[0]),unsigned", "HARK_EXAMPLE_TOKEN": secrets[2], "HARK_HTTP_PORT": "x",
        ])
        addTeardownBlock { bot.stop() }

        let lines = bot.errors.allLines()

        XCTAssertEqual(bot.status(), 78)
        XCTAssertTrue(lines.contains("hark: HARK_GITHUB_SECRET: its value is not “unsigned” or a list of secrets."))
        for secret in secrets { XCTAssertFalse(lines.joined().contains(secret), secret) }
    }
}
