import Foundation
import XCTest

final class SendTests: XCTestCase {
    /// A bot, and where it listens.
    private func bot(_ environment: [String: String] = [:]) throws -> (process: BotProcess, url: String) {
        let bot = try BotProcess(["HARK_GITHUB_SECRET": "hunter2"].merging(environment) { _, new in new })
        addTeardownBlock { bot.stop() }
        return (bot, try bot.addresses()[0])
    }

    private func send(_ arguments: String...) throws -> (status: Int32, output: [String], errors: [String]) {
        let command = try BotProcess(["HARK_GITHUB_SECRET": "hunter2"], arguments: ["send"] + arguments)
        addTeardownBlock { command.stop() }
        let (output, errors) = (command.output.allLines(), command.errors.allLines())
        return (command.status(), output, errors)
    }

    private let starred = Array(#"{"action":"created","sender":{"login":"ada"},"repository":{"full_name":"o/r"}}"#.utf8)

    func testSend_takesTheEventFromTheFilesName() throws {
        let bot = try bot(["HARK_GITHUB_EVENTS": "+star"])
        let file = try temporaryFile("star.created.json", starred)

        let outcome = try send("github", file, "--to", bot.url)

        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        XCTAssertTrue(outcome.output.first?.hasPrefix("HTTP/1.1 202 Accepted") == true, "\(outcome)")
        XCTAssertTrue(outcome.output.last?.contains("\r\n\r\nstored ") == true, "\(outcome)")
        _ = try bot.process.output.line { $0.hasPrefix("[#general] [o/r] ada starred") }
    }

    func testSend_takesTheEventThatIsNamed() throws {
        let bot = try bot(["HARK_GITHUB_EVENTS": "+star"])
        let file = try temporaryFile("payload.json", starred)

        let outcome = try send("github", file, "--to", "\(bot.url)/", "--event", "STAR")

        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        _ = try bot.process.output.line { $0.hasPrefix("[#general] [o/r] ada starred") }
    }

    func testSend_isRefusedWith64_whenAnythingIsUnknown() throws {
        let file = try temporaryFile("star.json", starred)
        let nameless = try temporaryFile("strar.json", starred)

        let outcomes = [
            try send("githup", file), try send("github", nameless), try send("github", "/nowhere/star.json"),
            try send("example", file), try send("github"),
        ]

        XCTAssertEqual(outcomes.map(\.status), [64, 64, 64, 64, 64], "\(outcomes)")
        XCTAssertTrue(outcomes[0].errors.joined().contains("github"), "\(outcomes[0])")
        XCTAssertEqual(
            outcomes[1].errors,
            ["hark: github announces no event “strar”. Did you mean star? Name it with --event."])
        XCTAssertTrue(outcomes[2].errors.joined().contains("/nowhere/star.json"), "\(outcomes[2])")
        XCTAssertEqual(
            outcomes[3].errors,
            [
                "hark: Plugin example has no single route that payloads go to. It takes bodies at 7 routes; write for"
            ] + outcomes[3].errors.dropFirst())
        XCTAssertTrue(outcomes[3].errors.contains("    POST /echo: --path /echo"), "\(outcomes[3])")
        XCTAssertTrue(
            outcomes[3].errors.contains(
                "    PUT /pictures/<int:account>: --value account=…, or the whole path, such as --path /pictures/1"),
            "\(outcomes[3])")
    }

    func testSend_sendsAnUnknownEvent_whenItIsNamed() throws {
        let bot = try bot()
        let file = try temporaryFile("star.json", starred)

        let outcome = try send("github", file, "--to", bot.url, "--event", "from_2030")

        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        _ = try bot.process.errors.line { $0.contains("deliveries ignored") && $0.contains("from_2030") }
    }

    func testSend_goesToThePathThatIsNamed_asItsRouteTakesIt() throws {
        let bot = try bot()
        let note = try temporaryFile("note.body", Array("a note".utf8))
        let picture = try temporaryFile("picture.png", [0x89, 0x50, 0x4e, 0x47])

        let echo = try send("example", note, "--to", bot.url, "--path", "/echo?a=1")
        let upload = try send("example", picture, "--to", bot.url, "--path", "/pictures/7")

        XCTAssertEqual([echo.status, upload.status], [0, 0], "\(echo) \(upload)")
        XCTAssertTrue(echo.output.last?.hasSuffix("\r\n\r\na note") == true, "\(echo)")
    }

    func testSend_fillsThePlaceholders_withTheValuesThatAreGiven() throws {
        let bot = try bot()
        let picture = try temporaryFile("picture.png", [0x89, 0x50, 0x4e, 0x47])

        let upload = try send("example", picture, "--to", bot.url, "--value", "account=7")
        let wrong = try send("example", picture, "--to", bot.url, "--value", "account=seven")
        let unknown = try send("example", picture, "--to", bot.url, "--value", "name=7")
        let nameless = try send("example", picture, "--to", bot.url, "--value", "7")

        XCTAssertEqual(upload.status, 0, "\(upload)")
        XCTAssertEqual([wrong.status, unknown.status, nameless.status], [64, 64, 64])
        XCTAssertEqual(
            wrong.errors,
            ["hark: PUT /pictures/<int:account> does not take account=seven: /pictures/seven is not a path of it."])
        XCTAssertEqual(
            unknown.errors.first?.hasPrefix("hark: Plugin example has no route for a body with just <name>. It takes"),
            true, "\(unknown)")
        XCTAssertEqual(
            nameless.errors, ["hark: --value 7: write the placeholder's name too, such as host=web-1."])
    }

    func testSend_signsTheURLThatItPostsTo_forSendersThatSignIt() throws {
        let secrets = ["HARK_SENDERS_TWILIO": "12345", "HARK_SENDERS_TRELLO": "12345"]
        let program = Bundle(for: BotProcess.self).bundleURL.appendingPathComponent("SendersBot").path
        let bot = try BotProcess(secrets, program: program)
        addTeardownBlock { bot.stop() }
        let url = try bot.addresses()[0]
        let file = try temporaryFile("call.body", Array("From=%2B1&Body=hello".utf8))

        for path in ["/twilio?a=1", "/trello"] {
            let outcome = try hark(
                "send", "senders", file, "--to", "\(url)?b=2", "--path", path, environment: secrets, program: program)

            XCTAssertEqual(outcome.status, 0, "\(outcome)")
        }
    }

    func testSend_isRefusedWith64_whenToIsNoBaseURL() throws {
        let file = try temporaryFile("star.json", starred)

        for url in ["ftp://bot.example.org", "http://ada:pw@bot.example.org", "http://bot.example.org/#x", "http:///"] {
            let outcome = try send("github", file, "--to", url)

            XCTAssertEqual(outcome.status, 64, "\(outcome)")
            XCTAssertEqual(
                outcome.errors, ["hark: --to is not a valid URL; write one such as https://bot.example.org/hooks."])
        }
    }

    func testSend_pointsToPath_whenTheBaseURLIsThatOfARoute() throws {
        let bot = try bot()
        let file = try temporaryFile("star.json", starred)

        let outcome = try send("github", file, "--to", "\(bot.url)/github")

        XCTAssertEqual(outcome.status, 1, "\(outcome)")
        XCTAssertEqual(
            outcome.errors, ["hark: --to is the bot's base URL, to which /github was added; write --path /github."])
    }

    func testSend_failsWith1_whenTheBotIsNotRunning() throws {
        let stopped = try bot()
        stopped.process.stop()
        let file = try temporaryFile("star.json", starred)

        let outcome = try send("github", file, "--to", stopped.url)

        XCTAssertEqual(outcome.status, 1, "\(outcome)")
        XCTAssertTrue(outcome.errors.joined().hasPrefix("hark: \(stopped.url)/github"), "\(outcome)")
    }

    func testSend_exitsWith1_whenTheAnswerIsARefusal() throws {
        let bot = try bot(["HARK_GITHUB_SECRET": "another"])
        let file = try temporaryFile("star.json", starred)

        let outcome = try send("github", file, "--to", bot.url)

        XCTAssertEqual(outcome.status, 1, "\(outcome)")
        XCTAssertTrue(outcome.output.first?.hasPrefix("HTTP/1.1 401 ") == true, "\(outcome)")
    }

    func testSend_sendsItUnsigned_whenAskedTo() throws {
        let bot = try bot()
        let file = try temporaryFile("star.json", starred)

        let outcome = try send("github", file, "--to", bot.url, "--no-sign")

        XCTAssertEqual(outcome.status, 1, "\(outcome)")
        XCTAssertTrue(outcome.output.first?.hasPrefix("HTTP/1.1 401 ") == true, "\(outcome)")
    }
}
