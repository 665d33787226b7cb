import GitHubPlugin
import Hark
import HarkTesting
import XCTest

final class GitHubDeliveryTests: XCTestCase {
    private let opening = #"{"repository": {"full_name": "octo/repo"}, "sender": {"login": "ada"}}"#
    private let openingLine = "[octo/repo] ada made the repository public"

    func testPost_announcesInTheHostsRooms_whenThePluginHasNoneOfItsOwn() async throws {
        let bot = try await TestBot(GitHub.self, environment: ["HARK_ROOMS": "#general,#ops"])

        let response = try await bot.post("/github", json: opening, headers: ["X-GitHub-Event": "public"])

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.outcome, "OK")
        XCTAssertEqual(bot.chat.sent, [said(openingLine, in: "#general"), said(openingLine, in: "#ops")])
    }

    func testPost_announcesInThePluginsRoomsAlone_whenThereAreSome() async throws {
        let bot = try await TestBot(GitHub.self, environment: ["HARK_GITHUB_ROOM": "#code, #stars"])

        _ = try await bot.post("/github/", json: opening, headers: ["X-GitHub-Event": "public"])

        XCTAssertEqual(bot.chat.sent, [said(openingLine, in: "#code"), said(openingLine, in: "#stars")])
    }

    func testPost_takesThePayloadFromAForm() async throws {
        let bot = try await TestBot(GitHub.self)

        let response = try await bot.post("/github", form: ["payload": opening], headers: ["X-GitHub-Event": "public"])

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent, [said(openingLine, in: "#general")])
    }

    func testPost_is415_whenThePayloadIsCompressed() async throws {
        let bot = try await TestBot(GitHub.self)
        let headers = ["X-GitHub-Event": "public", "Content-Encoding": "gzip"]

        let response = try await bot.post(
            "/github", bytes: [0x1f, 0x8b, 8, 0], contentType: "application/json", headers: headers)

        XCTAssertEqual(response.status, .unsupportedMediaType)
        XCTAssertEqual(response.text, "Content-Encoding “gzip” is not supported; send the body as it is.")
        XCTAssertEqual(response.headers[.acceptEncoding], "identity")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testPost_takesThePayloadFromAMultipartForm() async throws {
        let bot = try await TestBot(GitHub.self)
        let body = "--x\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n\(opening)\r\n--x--\r\n"

        let response = try await bot.post(
            "/github",
            bytes: Array(body.utf8),
            contentType: "multipart/form-data; boundary=x",
            headers: ["X-GitHub-Event": "public"]
        )

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent, [said(openingLine, in: "#general")])
    }

    func testPost_takesThePayloadFromAFile() async throws {
        let bot = try await TestBot(GitHub.self)
        let disposition = "Content-Disposition: form-data; name=\"payload\"; filename=\"public.json\""
        let body = "--x\r\n\(disposition)\r\n\r\n\(opening)\r\n--x--\r\n"

        let response = try await bot.post(
            "/github",
            bytes: Array(body.utf8),
            contentType: "multipart/form-data; boundary=x",
            headers: ["X-GitHub-Event": "public"]
        )

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent, [said(openingLine, in: "#general")])
    }

    func testPost_announcesACommit_whenTheFormNamesTheRepositoryAlone() async throws {
        let bot = try await TestBot(GitHub.self)

        let response = try await bot.post("/github/", form: ["payload": #"{"repository":{"name":"test"}}"#])

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent, [said("Commit on test!", in: "#general")])
    }

    func testWebhookCommand_announcesACommit() async throws {
        let bot = try await TestBot(GitHub.self)

        let answer = await bot.send(#"!webhook test /github payload={"repository":{"name":"test"}}"#)

        XCTAssertEqual(bot.chat.sent.first, said("Commit on test!", in: "#general"))
        XCTAssertTrue(answer.last?.hasSuffix("done: OK") ?? false, answer.joined())
    }

    func testPost_isIgnored_whenTheEventIsUnknown() async throws {
        let bot = try await TestBot(GitHub.self)

        let response = try await bot.post("/github", json: "{}", headers: ["X-GitHub-Event": "project_card"])

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.outcome, "ignored: event project_card")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testPost_isIgnored_whenTheEventsNameIsNone() async throws {
        for name in ["", "push, push", "push\u{e9}", "../push", String(repeating: "x", count: 65)] {
            let bot = try await TestBot(GitHub.self)

            let response = try await bot.post("/github", json: opening, headers: ["X-GitHub-Event": name])

            XCTAssertEqual(response.status, .accepted, name)
            XCTAssertEqual(response.outcome, "ignored: event unnamed", name)
            XCTAssertEqual(bot.chat.sent, [], name)
        }
    }

    func testPost_isIgnored_whenTheActionIsNotWorthALine() async throws {
        let bot = try await TestBot(GitHub.self)

        let response = try await bot.post(
            "/github",
            json: #"{"action": "labeled", "issue": {"number": 7}}"#,
            headers: ["X-GitHub-Event": "issues"]
        )

        XCTAssertEqual(response.outcome, "ignored: event issues.labeled")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testPost_isRefusedAndTellsNothing_whenItIsUnsigned() async throws {
        let bot = try await TestBot(GitHub.self)
        let headers: HTTPFields = [
            .contentType: "application/json", HTTPField.Name(constant: "X-GitHub-Event"): "public",
        ]

        let response = try await bot.send(
            Request(method: .post, target: "/github", headers: headers, body: Array(opening.utf8)))

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testPost_isTold_whenThePayloadLacksWhatTheEventIsAbout() async throws {
        let bot = try await TestBot(GitHub.self)

        let response = try await bot.post(
            "/github", json: #"{"action": "opened"}"#, headers: ["X-GitHub-Event": "issues"])

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent, [said("ghost opened issue #?", in: "#general")])
    }

    func testPost_isRefused_whenAnUnknownEventsPayloadIsMalformed() async throws {
        let bot = try await TestBot(GitHub.self)

        let response = try await bot.post("/github", json: "{", headers: ["X-GitHub-Event": "project_card"])

        XCTAssertEqual(response.status, .badRequest)
    }

    func testPost_isRefused_whenTheMediaTypeIsAnother() async throws {
        let bot = try await TestBot(GitHub.self)

        let response = try await bot.post("/github", text: opening, headers: ["X-GitHub-Event": "public"])

        XCTAssertEqual(response.status, .unsupportedMediaType)
    }

    func testPost_isRefused_whenThePayloadIsMalformed() async throws {
        let bot = try await TestBot(GitHub.self)

        for payload in ["", "{", "<xml/>", #"{"ref": "refs/heads/main"} {}"#] {
            let json = try await bot.post("/github", json: payload, headers: ["X-GitHub-Event": "push"])
            let form = try await bot.post("/github", form: ["payload": payload], headers: ["X-GitHub-Event": "push"])

            XCTAssertEqual(json.status, .badRequest, payload)
            XCTAssertEqual(form.status, .badRequest, payload)
        }
    }

    func testPost_isRefused_whenTheFormHasNoPayload() async throws {
        let bot = try await TestBot(GitHub.self)

        let response = try await bot.post("/github", form: ["body": opening], headers: ["X-GitHub-Event": "public"])

        XCTAssertEqual(response.status, .badRequest)
    }

    func testPost_isAnnouncedLater_whenTheRoomCannotBeReached() async throws {
        let bot = try await TestBot(GitHub.self)
        bot.chat.fail()

        let response = try await bot.post("/github", json: opening, headers: ["X-GitHub-Event": "public"])
        let saidAtOnce = bot.chat.sent
        bot.chat.fail(false)
        await bot.advance(by: .seconds(7))

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.delivery?.state, .ready)
        XCTAssertEqual(response.outcome, RecordedChat.unreachable.reason)
        XCTAssertEqual(saidAtOnce, [])
        XCTAssertEqual(bot.chat.sent, [said(openingLine, in: "#general")])
    }

    private func said(_ text: String, in room: Room) -> RecordedChat.SentMessage {
        RecordedChat.SentMessage(room: room, text: text)
    }
}
