import Hark
import HarkTesting
import RelayPlugin
import TestSupport
import XCTest

final class RelayTests: XCTestCase {
    func testManifest_hasNoFaults() {
        checkManifest(Relay.self)
    }

    func testRecordedRequests_areSaidAsExpected() async throws {
        let notification = "[warning] Deploy åäö ✓: line 1 line 2 & <b>bold</b>"
        let git = "event: push, repository: repo.git, ref: refs/heads/main, pusher: ?"
        let expected = [
            "form.http": notification,
            "form-attach-multipart.http": notification,
            "json.http": notification,
            "json-attach.http": notification,
            "xml.http": notification,
            "xml-attach.http": notification,
            "branch-created.http": "\(git), commits: Change 1: åäö ✓ \"quoted\" & <b> and 4 more",
        ]

        for (name, line) in expected {
            let bot = try await TestBot(Relay.self)
            let request = try Recording(name)
            let response = try await bot.post("/relay", bytes: request.body, contentType: request.contentType)

            XCTAssertEqual(response.status, .ok, name)
            XCTAssertEqual(bot.chat.sent.map(\.text), [line], name)
        }
    }

    func testOrigins_areThoseOfTheSetting() async throws {
        let usual = try await TestBot(Relay.self)
        let other = try await TestBot(Relay.self, environment: ["HARK_RELAY_ORIGINS": "events.example.org"])
        let questions = ["/relay", "/relay/ops", "/relay/hooks/backups?token=x"].flatMap { path in
            ["eventgrid.azure.net", "events.example.org"].map { origin in
                Request(method: .options, target: path).with("WebHook-Request-Origin", origin)
            }
        }

        var answers: [[String?]] = []
        for bot in [usual, other] {
            var allowed: [String?] = []
            for question in questions {
                allowed.append(try await bot.send(question).headers["WebHook-Allowed-Origin"])
            }
            answers.append(allowed)
        }

        XCTAssertEqual(
            answers,
            [
                ["eventgrid.azure.net", nil, "eventgrid.azure.net", nil, "eventgrid.azure.net", nil],
                [nil, "events.example.org", nil, "events.example.org", nil, "events.example.org"],
            ])
    }

    func testPayload_isSaidAsWhatItIs_whateverItsForm() async throws {
        let bot = try await TestBot(Relay.self)

        _ = try await bot.post("/relay", text: "The backup\nis done.")
        _ = try await bot.post("/relay", text: #"{"text": "JSON as text"}"#)
        _ = try await bot.post("/relay", form: ["payload": #"{"text": "as Slack has it"}"#])
        _ = try await bot.post("/relay", form: ["Disk is full & hot": ""])
        _ = try await bot.post("/relay", json: #"["a", 1]"#)
        _ = try await bot.post("/relay", json: #"{"title": "Only a title", "message": null}"#)

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            [
                "The backup is done.", "JSON as text", "as Slack has it", "Disk is full & hot", #"["a",1]"#,
                "Only a title",
            ])
    }

    func testXML_isReadWhereItIsOne_andElseSaidAsItStands() async throws {
        let bot = try await TestBot(Relay.self)
        let doctype = "<!DOCTYPE a [<!ENTITY e 'boom'>]><a>&e;</a>"
        let payloads = [
            ("application/xml", "<a><![CDATA[disk <full>]]></a>", "a: disk <full>"),
            ("text/xml", #"<alarm host="web-1"/>"#, "host: web-1"),
            ("application/x-www-form-urlencoded", #"<alarm host="web-1"/>"#, "host: web-1"),
            ("application/xml", "<a>broken", "<a>broken"),
            ("application/xml", doctype, doctype),
            ("text/plain", "<3 this", "<3 this"),
            ("text/plain; charset=utf-8", "<b>this</b>", "<b>this</b>"),
        ]

        for (type, text, _) in payloads { _ = try await bot.post("/relay", bytes: Array(text.utf8), contentType: type) }

        XCTAssertEqual(bot.chat.sent.map(\.text), payloads.map(\.2))
    }

    func testPayload_isSaidAsItStands_whenCurlCallsATextAForm() async throws {
        let bot = try await TestBot(Relay.self)
        let long = Array(repeating: "It is done.", count: 30).joined(separator: " ")
        let texts = [
            "Backup failed: see https://ci.example.org/?job=5&run=7", "50% done & more = ok", "C++ builds: 1+1", "C++",
            "https://ci.example.org/?job=5&run=7", #"{"message":"it = 5 & more"}"#, long,
            "The%20backup%20is%20done.", "title=Backup&message=It is done.", #"payload={"text": "as Slack has it"}"#,
        ]

        for text in texts { _ = try await bot.post("/relay", bytes: Array(text.utf8), contentType: Self.formType) }

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            texts.prefix(5) + [
                "it = 5 & more", long, "The backup is done.", "Backup: It is done.", "as Slack has it",
            ])
    }

    private static let formType = "application/x-www-form-urlencoded"

    func testPayload_isRefused_whenItIsNoText() async throws {
        let bot = try await TestBot(Relay.self)

        let response = try await bot.post("/relay", bytes: [0xff, 0xfe])

        XCTAssertEqual(response.status, .unsupportedMediaType)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testRoom_isTheOneInTheURL() async throws {
        let bot = try await TestBot(Relay.self, environment: ["HARK_RELAY_ROOM": "#usual"])

        for path in [
            "/relay", "/relay/ops", "/relay/%23ops", "/relay/!abc:example.org", "/relay/lab:example.org",
            "/relay/ops@muc.example.org",
        ] {
            _ = try await bot.post(path, text: "hello")
        }

        XCTAssertEqual(
            bot.chat.sent.map(\.room),
            ["#usual", "#ops", "#ops", "!abc:example.org", "#lab:example.org", "ops@muc.example.org"])
    }

    func testRoom_isNotFound_whenNoNetworkHasIt() async throws {
        let bot = try await TestBot(Relay.self)

        let response = try await bot.post("/relay/nowhere:%23ops", text: "hello")

        XCTAssertEqual(response.status, .notFound)
    }

    func testEvents_areFiltered_bySettingAndURL() async throws {
        let environment = ["HARK_RELAY_EVENTS": "warning,failure", "HARK_RELAY_QUERY": "true"]
        let bot = try await TestBot(Relay.self, environment: environment)

        let info = try await bot.post("/relay/ops", json: #"{"type": "info", "message": "one"}"#)
        _ = try await bot.post("/relay/ops", json: #"{"type": "warning", "message": "two"}"#)
        _ = try await bot.post("/relay/ops?events=failure", json: #"{"type": "warning", "message": "three"}"#)

        _ = try await bot.post(
            "/relay/ops", bytes: Array("<n><MessageType>failure</MessageType><Message>four</Message></n>".utf8),
            contentType: "application/xml")

        XCTAssertEqual(info.text, "ignored: event info")
        XCTAssertEqual(bot.chat.sent.map(\.text), ["[warning] two", "[failure] four"])
    }

    func testDelivery_isTheOneThatHarkSends() async throws {
        let bot = try await TestBot(Relay.self)

        for text in [#"{"title": "as JSON"}"#, "title=as+a+form", "as text"] {
            let delivery = try bot.host.delivery(to: "relay", event: nil, payload: Array(text.utf8))
            let response = try await bot.send(bot.host.signed(delivery))
            XCTAssertEqual(response.status, .ok)
        }

        XCTAssertEqual(bot.chat.sent.map(\.text), ["as JSON", "as a form", "as text"])
    }

    func testDelivery_goesToTheRoomAndTheTemplateOfItsPath_whenHarkSendsIt() async throws {
        let bot = try await TestBot(Relay.self, environment: ["HARK_RELAY_TEMPLATES": "deploy: {{service}} is live"])
        let payload = Array("<deploy><service>shop</service></deploy>".utf8)

        let delivery = try bot.host.delivery(
            to: "relay", event: nil, payload: payload, at: "/relay/ops?template=deploy")
        let response = try await bot.send(bot.host.signed(delivery))

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(bot.chat.sent, ["[#ops] shop is live"])
    }

    func testDelivery_isRefused_whenItProvesNothing() async throws {
        let bot = try await TestBot(Relay.self)

        for path in ["/relay", "/relay/ops"] {
            let request = Request(method: .post, target: RequestTarget(path), body: Array("hello".utf8))
            let response = try await bot.send(request)
            XCTAssertEqual(response.status, .unauthorized)
        }

        XCTAssertEqual(bot.chat.sent, [])
    }
}
