import ExamplePlugin
import GitHubPlugin
import HarkEvents
import HarkTesting
import XCTest

/// The webhook chapter's own examples, each without a socket and over one. The eighth, TLS with the generated
/// certificate, needs a whole process: `BotTests.testGeneratedCertificate_servesHTTPSThatCurlAccepts`.
final class ChapterTests: XCTestCase {
    func testExample1_answersOK() async throws {
        try await overEveryTransport(Example.self) { bot in
            let response = try await bot.post("/test/")

            XCTAssertEqual(response.text, "OK")
            XCTAssertEqual(response.status, .ok)
        }
    }

    func testExample2_answersAnEmpty200_whenTheHookReturnsNothing() async throws {
        try await overEveryTransport(Example.self) { bot in
            let response = try await bot.post("/silent")

            XCTAssertEqual(response.status, .ok)
            XCTAssertEqual(response.body, [])
        }
    }

    func testExample3_bindsThePathsValues() async throws {
        try await overEveryTransport(Example.self) { bot in
            let response = try await bot.post("/example/gbin/running/")

            XCTAssertEqual(response.text, "User gbin is performing running")
        }
    }

    func testExample4_announcesACommitInEveryRoom() async throws {
        let rooms = ["HARK_ROOMS": "#general, #code"]
        try await overEveryTransport(GitHub.self, environment: rooms) { bot in
            let response = try await bot.post("/github/", form: ["payload": #"{"repository":{"name":"test"}}"#])

            XCTAssertEqual(response.status, .accepted)
            XCTAssertEqual(bot.chat.sent, ["[#general] Commit on test!", "[#code] Commit on test!"])
        }
    }

    func testExample4_announcesACommit_fromTheChaptersTestCommand() async throws {
        try await overEveryTransport(GitHub.self) { bot in
            let answer = await bot.send(#"!webhook test /github payload={"repository":{"name":"test"}}"#)

            XCTAssertEqual(bot.chat.sent.first, "[#general] Commit on test!")
            XCTAssertTrue(answer.last?.contains("202 Accepted") ?? false, answer.joined())
            XCTAssertTrue(answer.last?.hasSuffix("done: OK") ?? false, answer.joined())
        }
    }

    func testExample5_tellsTheUserAgent() async throws {
        try await overEveryTransport(Example.self) { bot in
            let named = try await bot.post("/agent", headers: ["User-Agent": "curl/8.0"])

            XCTAssertEqual(named.text, "Your user-agent is curl/8.0")
        }
        let bot = try await TestBot(Example.self)

        let nameless = try await bot.post("/agent")

        XCTAssertEqual(nameless.text, "Your user-agent is Unknown")
    }

    func testExample6_setsAHeader() async throws {
        try await overEveryTransport(Example.self) { bot in
            let response = try await bot.post("/powered")

            XCTAssertEqual(response.headers["X-Powered-By"], "Hark")
        }
    }

    func testExample7_refusesWith403() async throws {
        try await overEveryTransport(Example.self) { bot in
            let response = try await bot.post("/forbidden")

            XCTAssertEqual(response.status, .forbidden)
            XCTAssertEqual(response.text, "Forbidden")
        }
    }

    func testExample9_listsEveryEndpoint() async throws {
        try await overEveryTransport(Example.self, GitHub.self) { bot in
            let status = await bot.send("!webstatus")[0]

            for rule in Example.manifest.routes.map(\.rule) + GitHub.manifest.routes.map(\.rule) {
                XCTAssertTrue(status.contains(" \(rule ?? "") "), "\(status) lacks \(rule ?? "")")
            }
        }
    }

    func testExample10_answers404_forAnUnknownPath() async throws {
        try await overEveryTransport(Example.self) { bot in
            let response = try await bot.post("/nowhere")

            XCTAssertEqual(response.status, .notFound)
        }
    }

    func testEcho_answersTheJSONItGot() async throws {
        try await overEveryTransport(Example.self) { bot in
            let response = try await bot.post("/echo", json: #"{"hello":"world"}"#)

            XCTAssertEqual(response.text, #"{"hello":"world"}"#)
            XCTAssertEqual(response.headers[.contentType], "application/json")
        }
    }
}
