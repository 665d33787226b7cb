import GitHubPlugin
import HarkTesting
import XCTest

final class GitHubLinksTests: XCTestCase {
    private let environment = ["HARK_GITHUB_TOKEN": "ghp_1", "HARK_GITHUB_REPOSITORY": "acme/rocket,#tools=acme/tools"]

    private static let issue: JSONValue = [
        "title": "The pump hums", "state": "open", "html_url": "https://github.com/acme/rocket/issues/12",
    ]
    private static let line = "[acme/rocket#12] The pump hums (open) https://github.com/acme/rocket/issues/12"

    private func bot(_ http: ScriptedHTTP, _ more: [String: String] = [:]) async throws -> TestBot {
        try await TestBot(GitHub.self, environment: environment.merging(more) { $1 }, http: http)
    }

    func testReference_isAnsweredWithTitleStateAndLink() async throws {
        let bot = try await bot([.json(Self.issue)])

        let answers = await bot.send("is #12 done?")

        XCTAssertEqual(answers, [Self.line])
        let request = try XCTUnwrap(bot.http.requests.first)
        XCTAssertEqual(request.url, "https://api.github.com/repos/acme/rocket/issues/12")
        XCTAssertEqual(request.headers[.authorization], "Bearer ghp_1")
        XCTAssertEqual(request.headers[.accept], "application/vnd.github+json")
    }

    func testReferences_ofAMessage_areAnsweredTogether() async throws {
        let bot = try await bot(ScriptedHTTP { .json(["title": .string($0.url), "state": "open"]) })

        let answers = await bot.send("#1 and bob/pump#2, not #1")

        XCTAssertEqual(
            answers,
            [
                """
                [acme/rocket#1] https://api.github.com/repos/acme/rocket/issues/1 (open)
                [bob/pump#2] https://api.github.com/repos/bob/pump/issues/2 (open)
                """
            ])
    }

    func testState_isThatOfIssueOrPullRequest() async throws {
        let payloads: [JSONValue] = [
            ["title": "T", "state": "closed", "state_reason": "not_planned"],
            ["title": "T", "state": "closed", "state_reason": "duplicate"],
            ["title": "T", "state": "open", "draft": true, "pull_request": ["merged_at": .null]],
            ["title": "T", "state": "closed", "draft": true, "pull_request": ["merged_at": .null]],
            ["title": "T", "state": "closed", "pull_request": ["merged_at": "2026-01-01T00:00:00Z"]],
        ]
        let bot = try await bot(ScriptedHTTP(payloads.map { .json($0) }))

        var answers: [String] = []
        for number in 1...5 { answers += await bot.send("#\(number)") }

        XCTAssertEqual(
            answers,
            [
                "[acme/rocket#1] T (closed as not planned)", "[acme/rocket#2] T (closed as a duplicate)",
                "[acme/rocket#3] T (draft pull request)", "[acme/rocket#4] T (closed pull request)",
                "[acme/rocket#5] T (merged pull request)",
            ])
    }

    func testReference_isNotAnswered_withoutAToken() async throws {
        let bot = try await TestBot(GitHub.self, environment: ["HARK_GITHUB_REPOSITORY": "acme/rocket"])

        let answers = await bot.send("#12")

        XCTAssertEqual(answers, [])
        XCTAssertEqual(bot.http.requests, [])
    }

    func testReference_isAnsweredOnceARoom_forTenMinutes() async throws {
        let bot = try await bot(
            ScriptedHTTP { _ in .json(Self.issue) }, ["HARK_ROOMS": "#general,#dev"])

        let first = await bot.send("#12")
        bot.clock.advance(by: .seconds(120))
        let again = await bot.send("#12, as I said")
        let elsewhere = await bot.send("acme/rocket#12", in: "#dev")
        let requests = bot.http.requests.count
        bot.clock.advance(by: .seconds(600))
        let later = await bot.send("#12")

        XCTAssertEqual([first, again, elsewhere, later], [[Self.line], [], [Self.line], [Self.line]])
        XCTAssertEqual(requests, 1)
        XCTAssertEqual(bot.http.requests.count, 2)
    }

    func testReference_isAnswered_inTheRoomsOfTheSetting() async throws {
        let http = ScriptedHTTP { _ in .json(Self.issue) }
        let usual = try await bot(http, ["HARK_GITHUB_ROOM": "#code"])
        let chosen = try await bot(http, ["HARK_GITHUB_ROOM": "#code", "HARK_GITHUB_LINKS_ROOMS": "#tools"])

        let answers = [
            await usual.send("#12", in: "#code"), await usual.send("#12", in: "#tools"),
            await chosen.send("#12", in: "#code"), await chosen.send("#12", in: "#tools"),
        ]

        XCTAssertEqual(answers.map(\.count), [1, 0, 0, 1])
        XCTAssertEqual(http.requests.last?.url, "https://api.github.com/repos/acme/tools/issues/12")
    }

    func testReference_isNotAnswered_whenItIsUnknown_andIsNotAskedForAgain() async throws {
        let bot = try await bot([.json([:], status: .notFound)])

        let first = await bot.send("#404")
        bot.clock.advance(by: .seconds(61))
        let again = await bot.send("#404")

        XCTAssertEqual([first, again], [[], []])
        XCTAssertEqual(bot.http.requests.count, 1)
    }

    func testRequests_pause_whenGitHubHasNoneLeft() async throws {
        let reset = Int(TestBot.newYear2026.timeIntervalSince1970) + 120
        let headers = try [
            XCTUnwrap(HTTPField.Name("X-RateLimit-Remaining")): "0",
            XCTUnwrap(HTTPField.Name("X-RateLimit-Reset")): "\(reset)",
        ]
        let spent = ClientResponse(
            status: .forbidden, headers: HTTPFields(headers.map { HTTPField(name: $0, value: $1) }))
        let bot = try await bot([.response(spent), .json(Self.issue)])

        let first = await bot.send("#12 #13 #14")
        bot.clock.advance(by: .seconds(119))
        let during = await bot.send("#12")
        let requests = bot.http.requests.count
        bot.clock.advance(by: .seconds(61))
        let after = await bot.send("#12")

        XCTAssertEqual([first, during, after], [[], [], [Self.line]])
        XCTAssertEqual(requests, 1)
    }

    func testRequests_pause_whenGitHubIsSlow_orRefusesTheToken() async throws {
        for answer in [ScriptedHTTP.Answer.failure(.timedOut), .status(.unauthorized), .text("<html>")] {
            let bot = try await bot(ScriptedHTTP { _ in answer })

            let answers = await bot.send("#1 #2 #3")

            XCTAssertEqual(answers, [])
            XCTAssertEqual(bot.http.requests.count, 1)
        }
    }

    func testTitle_isReducedToOneLine_andMentionsNobody() async throws {
        let bot = try await bot([
            .json([
                "title": "a\n@everyone \u{1b}[31m<!here> \u{202e}b", "state": "open", "html_url": "javascript:alert(1)",
            ])
        ])

        _ = await bot.send("#12")

        let message = try XCTUnwrap(bot.chat.messages.last)
        XCTAssertFalse(message.text.plain.contains { $0.isNewline || $0 == "\u{1b}" || $0 == "\u{202e}" })
        XCTAssertFalse(message.text.plain.contains("javascript"))
        let isMention = message.text.spans.contains { if case .person = $0 { true } else { false } }
        XCTAssertFalse(isMention)
    }

    func testManifest_refusesARepositoryThatIsNone() async throws {
        do {
            _ = try await TestBot(GitHub.self, environment: ["HARK_GITHUB_REPOSITORY": "acme/../rocket"])
            XCTFail("started")
        } catch {
            XCTAssertTrue("\(error)".contains("a list of projects such as acme/rocket"), "\(error)")
        }
    }
}
