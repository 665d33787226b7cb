import ExamplePlugin
import Hark
import HarkTesting
import XCTest

final class ExampleWebhookTests: XCTestCase {
    func testManifest_hasNoFaults() {
        checkManifest(Example.self)
    }

    func testTest_answersOK() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.post("/test/")

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(response.text, "OK")
    }

    func testSilent_answersNothing() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.post("/silent")

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(response.body, [])
        XCTAssertEqual(bot.chat.sent, [said("Somebody called, and said nothing.", in: "#general")])
    }

    func testPowered_setsTheHeader() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.post("/powered")

        XCTAssertEqual(response.headers["X-Powered-By"], "Hark")
    }

    func testForbidden_refuses() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.post("/forbidden")

        XCTAssertEqual(response.status, .forbidden)
        XCTAssertEqual(response.text, "Forbidden")
    }

    func testHello_answersJSON() async throws {
        let bot = try await TestBot(Example.self, environment: ["HARK_EXAMPLE_GREETING": "Ahoy"])

        let response = try await bot.get("/hello")

        XCTAssertEqual(response.headers[.contentType], "application/json")
        XCTAssertEqual(response.text, #"{"text":"Ahoy world"}"#)
    }

    func testExample_namesUserAndAction() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.post("/example/gbin/running/")

        XCTAssertEqual(response.text, "User gbin is performing running")
    }

    func testLights_areSwitched_whenTheStateIsOne() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.send(.put, "/lights/on")

        XCTAssertEqual(response.text, "The lights are on.")
        XCTAssertEqual(bot.chat.sent, [said("Lights on!", in: "#general")])
    }

    func testLights_areNotFound_whenTheStateIsNone() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.send(.put, "/lights/purple")

        XCTAssertEqual(response.status, .notFound)
    }

    func testPictures_countBytes() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.send(.put, "/pictures/7", body: [0, 255, 13], contentType: "image/png")

        XCTAssertEqual(response.status, .created)
        XCTAssertEqual(response.text, "3 bytes for account 7")
    }

    func testAgent_isTheSenders() async throws {
        let bot = try await TestBot(Example.self)

        let known = try await bot.post("/agent", headers: ["User-Agent": "curl/8.0"])
        let unknown = try await bot.post("/agent")

        XCTAssertEqual(known.text, "Your user-agent is curl/8.0")
        XCTAssertEqual(unknown.text, "Your user-agent is Unknown")
    }

    func testDeploys_areAnnounced() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.post("/deploys", json: #"{"service": "api"}"#)

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(bot.chat.sent, [said("api is live.", in: "#ops")])
    }

    func testDeploys_areRefused_whenTheServiceIsMissing() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.post("/deploys", json: ##"{"room": "#ops"}"##)

        XCTAssertEqual(response.status, .badRequest)
        XCTAssertTrue(response.text.contains("service"), response.text)
    }

    func testRowsThatSpeak_areForTheMachineItself_unlessTheOperatorNamesOthers() async throws {
        let closed = try await TestBot(Example.self)
        let open = try await TestBot(Example.self, environment: ["HARK_EXAMPLE_CALLERS": "198.51.100.0/24"])
        let calls = [("POST", "/silent"), ("PUT", "/lights/on"), ("POST", "/deploys"), ("POST", "/echo")].map {
            call($0.0, $0.1, from: .ipv4(0xC633_6407, port: 1))
        }

        var statuses: [[Int]] = []
        for bot in [closed, open] {
            var row: [Int] = []
            for call in calls { row.append(try await bot.send(call).status.code) }
            statuses.append(row)
        }

        XCTAssertEqual(statuses, [[403, 403, 403, 200], [200, 200, 200, 200]])
        XCTAssertEqual(closed.chat.sent, [])
        XCTAssertEqual(open.chat.sent.count, 3)
    }

    private func call(_ method: String, _ path: String, from peer: PeerAddress) -> Request {
        Request(
            method: HTTPRequest.Method(rawValue: method) ?? .post, target: RequestTarget(path),
            headers: [.contentType: "application/json"], peer: peer, body: Array(#"{"service": "api"}"#.utf8))
    }

    func testSignups_readAForm() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.post("/signups", form: ["name": "Ada Lovelace"])

        XCTAssertEqual(response.text, "Hello Ada Lovelace")
    }

    func testClicks_readJSONFromAField() async throws {
        let bot = try await TestBot(Example.self)

        let response = try await bot.post("/clicks", form: ["payload": #"{"user":"Ada"}"#])

        XCTAssertEqual(response.text, "Hello Ada")
    }

    func testEcho_answersWhatCame() async throws {
        let bot = try await TestBot(Example.self)

        let json = try await bot.post("/echo", json: #"{"hello":"world"}"#)
        let form = try await bot.post("/echo", form: ["hello": "world", "mood": "so so"])
        let text = try await bot.post("/echo", text: "hello, world")
        let bytes = try await bot.post("/echo", bytes: [0xff, 0x00])

        XCTAssertEqual(json.text, #"{"hello":"world"}"#)
        XCTAssertEqual(json.headers[.contentType], "application/json")
        XCTAssertEqual(form.text, "hello=world\nmood=so so")
        XCTAssertEqual(form.headers[.contentType], "text/plain; charset=utf-8")
        XCTAssertEqual(text.text, "hello, world")
        XCTAssertEqual(bytes.body, [0xff, 0x00])
    }

    private func said(_ text: String, in room: Room) -> RecordedChat.SentMessage {
        RecordedChat.SentMessage(room: room, text: text)
    }
}
