import HarkEvents
import HarkTLS
import HarkTesting
import TestSupport
import XCTest

@testable import GoogleChatPlugin

final class GoogleChatTests: XCTestCase {
    private func bot(_ http: ScriptedHTTP = google()) async throws -> TestBot {
        try await TestBot(GoogleChat.self, environment: TestKey.environment, http: http)
    }

    private func network(_ bot: TestBot) throws -> GoogleChat { try XCTUnwrap(bot.host.network(GoogleChat.self)) }

    /// Why a message is not taken that is answered so.
    private func failure(_ answer: ScriptedHTTP.Answer, to room: Room = "#ops") async throws -> ChatError? {
        let network = try network(
            try await bot(google { $0.method == .post && $0.url.contains("/messages") ? answer : nil }))
        do { _ = try await network.send(OutgoingMessage("hi"), to: room) } catch { return error }
        return nil
    }

    func testManifest_isSound() { checkManifest(GoogleChat.self) }

    func testSend_exchangesASignedAssertion_andNamesTheRequest() async throws {
        let bot = try await bot()
        let message = OutgoingMessage("hi", severity: .error, key: "00112233445566778899aabbccddeeff")

        let id = try await network(bot).send(message, to: "#ops")
        _ = try await network(bot).send(OutgoingMessage("again"), to: "#ops")

        XCTAssertEqual(id, "spaces/OPS/messages/A.1")
        let requests = bot.http.requests
        XCTAssertEqual(
            requests.map(\.path).prefix(3),
            [
                "https://oauth2.example/token", "spaces?pageSize=1000",
                "spaces/OPS/messages?requestId=00112233-4455-6677-8899-aabbccddeeff",
            ])
        XCTAssertEqual(requests.count, 4)
        XCTAssertEqual(requests[2].headers[.authorization], "Bearer ya29.hush")
        XCTAssertEqual(try JSONValue(parsing: requests[2].body), ["text": "❌ hi"])
        let assertion = try XCTUnwrap(JSONWebToken(String(requests[0].text.split(separator: "assertion=")[1])))
        XCTAssertEqual(assertion.keyID, "key1")
        XCTAssertEqual(assertion.claims["scope"], "https://www.googleapis.com/auth/chat.bot")
        XCTAssertEqual(assertion.claims["aud"], "https://oauth2.example/token")
        XCTAssertEqual(assertion.claims["exp"], 1_767_229_200)
        XCTAssertEqual(
            PublicKey.keys(in: ["a": .string(RSATestKey.certificate)]).values.map(assertion.isSigned), [true])
    }

    func testSend_answersInTheThreadOfAMessage_orInOneThatIsNamed() async throws {
        for thread: MessageID in ["spaces/OPS/messages/T.0", "spaces/OPS/threads/T"] {
            let bot = try await bot()

            _ = try await network(bot).send(OutgoingMessage("hi", thread: thread), to: "#ops")

            let request = try XCTUnwrap(bot.http.requests.last)
            XCTAssertTrue(
                request.url.hasSuffix("&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"), request.url)
            XCTAssertEqual(
                try JSONValue(parsing: request.body), ["text": "hi", "thread": ["name": "spaces/OPS/threads/T"]])
        }
    }

    func testSend_isForTheRoom_whenTheThreadIsGoneOrElsewhere() async throws {
        for thread: MessageID in ["spaces/OPS/messages/gone", "spaces/ELSE/threads/T", "../x"] {
            let bot = try await bot()

            _ = try await network(bot).send(OutgoingMessage("hi", thread: thread), to: "#ops")

            XCTAssertEqual(try JSONValue(parsing: try XCTUnwrap(bot.http.requests.last).body), ["text": "hi"])
        }
    }

    func testSend_triesOnceMoreWithAnotherToken_whenItEndsBeforeItsTime() async throws {
        let refused = Recording<String>()
        let bot = try await bot(
            google { request in
                guard request.url.contains("/messages"), refused.all.isEmpty else { return nil }
                refused.append(request.url)
                return .error(.unauthorized, "UNAUTHENTICATED")
            })

        let id = try await network(bot).send(OutgoingMessage("hi"), to: "#ops")

        XCTAssertNotNil(id)
        XCTAssertEqual(bot.http.requests.filter { $0.url == "https://oauth2.example/token" }.count, 2)
    }

    func testErrors_sayWhatCanBeDone() async throws {
        let table: [(ScriptedHTTP.Answer, ChatError.Kind)] = [
            (.error(.unauthorized, "UNAUTHENTICATED"), .unauthorized),
            (.text("<html>Please log in.", status: .unauthorized), .transient), (.status(.unauthorized), .transient),
            (.error(.forbidden, "PERMISSION_DENIED"), .notAMember), (.error(.notFound, "NOT_FOUND"), .noSuchRoom),
            (.error(.badRequest, "INVALID_ARGUMENT", "Message is too long."), .tooLong(limit: 32_000)),
            (.error(.badRequest, "INVALID_ARGUMENT"), .refused),
            (.error(.serviceUnavailable, "UNAVAILABLE"), .transient),
            (.text("<html>", status: .badGateway), .transient), (.text("<html>"), .transient), (.json([]), .transient),
            (.text("<html>", status: .notFound), .refused), (.failure(.timedOut), .transient),
            (.error(.tooManyRequests, "RESOURCE_EXHAUSTED"), .rateLimited(retryAfter: .seconds(2))),
        ]
        for (answer, kind) in table {
            let error = try await failure(answer)

            XCTAssertEqual(error?.kind, kind, "\(answer)")
            for secret in ["hush", "PRIVATE", "assertion"] {
                XCTAssertFalse(error?.reason.contains(secret) ?? true, error?.reason ?? "")
            }
        }
    }

    func testSend_isHeldBackLonger_eachTimeThatGoogleTakesNoMore() async throws {
        let network = try network(
            try await bot(
                google { $0.url.contains("/messages") ? .error(.tooManyRequests, "RESOURCE_EXHAUSTED") : nil }))
        var waits: [ChatError.Kind] = []

        for _ in 1...7 {
            do { _ = try await network.send(OutgoingMessage("hi"), to: "#ops") } catch { waits.append(error.kind) }
        }

        XCTAssertEqual(waits, [2, 4, 8, 16, 32, 64, 64].map { .rateLimited(retryAfter: .seconds($0)) })
    }

    func testSend_saysThatTheServiceAccountIsRefused() async throws {
        let bot = try await bot(
            google { request in
                guard request.url.hasSuffix("/token") else { return nil }
                return .json(["error": "invalid_grant", "error_description": "Invalid JWT."], status: .badRequest)
            })

        do {
            _ = try await network(bot).send(OutgoingMessage("hi"), to: "#ops")
            XCTFail("it was sent")
        } catch {
            XCTAssertEqual((error as? ChatError)?.kind, .unauthorized)
            XCTAssertTrue("\(error)".contains("invalid_grant: Invalid JWT."), "\(error)")
        }
    }

    func testSend_isTriedAgain_whenTheRefusalOfATokenPasses() async throws {
        let time = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
        let answers: [ScriptedHTTP.Answer] = [
            .json(["error": "invalid_grant", "error_description": .string(time)], status: .badRequest),
            .json(["error": "temporarily_unavailable"], status: .badRequest),
            .text("<html>Please log in.", status: .unauthorized),
        ]
        for answer in answers {
            let bot = try await bot(google { $0.url.hasSuffix("/token") ? answer : nil })

            do {
                _ = try await network(bot).send(OutgoingMessage("hi"), to: "#ops")
                XCTFail("it was sent")
            } catch { XCTAssertEqual((error as? ChatError)?.kind, .transient) }
        }
    }

    func testSend_suggestsTheNearestSpace_andNamesThoseOfOneName() async throws {
        let bot = try await bot(
            google { request in
                guard request.path.hasPrefix("spaces?") else { return nil }
                if !request.path.contains("pageToken") {
                    return .json(["spaces": [["name": "spaces/1", "displayName": "ops"]], "nextPageToken": "p2"])
                }
                return .json([
                    "spaces": [
                        ["name": "spaces/2", "displayName": "web"], ["name": "spaces/3", "displayName": "web"],
                    ]
                ])
            })

        for (room, hint) in [
            ("#opps", "Did you mean #ops?"), ("#web", "spaces/2, spaces/3"), ("spaces/../x", "no space"),
        ] {
            do {
                _ = try await network(bot).send(OutgoingMessage("hi"), to: Room(named: room, on: nil))
                XCTFail("it was sent")
            } catch {
                XCTAssertEqual((error as? ChatError)?.kind, .noSuchRoom)
                XCTAssertTrue("\(error)".contains(hint), "\(error)")
            }
        }
    }

    func testEdit_changesTheText() async throws {
        let bot = try await bot()

        try await network(bot).edit(
            "spaces/OPS/messages/A.1", in: "#ops", to: OutgoingMessage("done", severity: .success))

        let request = try XCTUnwrap(bot.http.requests.last)
        XCTAssertEqual(request.method, .patch)
        XCTAssertEqual(request.path, "spaces/OPS/messages/A.1?updateMask=text")
        XCTAssertEqual(try JSONValue(parsing: request.body), ["text": "✅ done"])
    }

    func testEdit_isRefused_whenTheMessageIsGone() async throws {
        let network = try network(try await bot())

        for id: MessageID in ["spaces/OPS/messages/gone", "../x"] {
            do {
                try await network.edit(id, in: "#ops", to: OutgoingMessage("hi"))
                XCTFail("it was changed")
            } catch { XCTAssertEqual(error.kind, .refused) }
        }
    }

    func testDirectRoom_isThatOfThePersonsIdentifier() async throws {
        let bot = try await bot()
        let network = try network(bot)

        XCTAssertEqual(network.directRoom(of: Person(id: "users/42"))?.name, "users/42")
        XCTAssertNil(network.directRoom(of: Person(id: "users/../1")))
        _ = try? await network.send(OutgoingMessage("hi"), to: "users/42")
        let paths = bot.http.requests.map(\.path).filter { $0.hasPrefix("spaces") }
        XCTAssertEqual(paths.first, "spaces:findDirectMessage?name=users%2F42")
        XCTAssertTrue(paths.last?.hasPrefix("spaces/DM/messages?requestId=") == true, paths.last ?? "")
    }

    func testAccount_isRefused_whenItIsNone() {
        for text in [
            "", "{}", "[]", RSATestKey.pem, TestKey.account.replacing("service_account", with: "user"),
            TestKey.account.replacing("https:", with: "http:"),
        ] {
            XCTAssertThrowsError(try ServiceAccount(settingText: text), text)
        }
    }

    func testKeys_comeOverHTTPS_orFromThisMachine() async {
        let table = [
            ("https://keys.example/certs", true), ("http://127.0.0.1:8080/certs", true), ("http://[::1]:8080/c", true),
            ("http://localhost/c", true), ("http://keys.example/certs", false), ("http://127.evil.example/c", false),
            ("keys", false),
        ]
        for (url, isTaken) in table {
            let environment = TestKey.environment.merging(["HARK_GOOGLECHAT_KEYS": url]) { $1 }

            let bot = try? await TestBot(GoogleChat.self, environment: environment)

            XCTAssertEqual(bot != nil, isTaken, url)
        }
    }
}
