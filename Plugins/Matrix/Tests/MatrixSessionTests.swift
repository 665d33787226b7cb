import HarkEvents
import HarkTesting
import XCTest

@testable import MatrixPlugin

final class MatrixSessionTests: XCTestCase {
    private let login: JSONValue = ["user_id": "@hark:example.org", "access_token": "syt_2", "device_id": "HARK"]

    private func network(_ server: FakeHomeserver) async throws -> (TestBot, Matrix) {
        let bot = try await TestBot(
            Matrix.self,
            environment: [
                "HARK_MATRIX_SERVER": "https://matrix.example", "HARK_MATRIX_USER": "hark",
                "HARK_MATRIX_PASSWORD": "hunter2",
            ], http: server.http)
        return (bot, try XCTUnwrap(bot.host.network(Matrix.self)))
    }

    func testPassword_isForOneDevice() async throws {
        let server = FakeHomeserver()
        server.on("POST login", .json(login))
        let (bot, matrix) = try await network(server)

        _ = try await matrix.send(OutgoingMessage("hi"), to: "!ops")
        _ = try await matrix.send(OutgoingMessage("hi"), to: "!ops")

        XCTAssertEqual(server.bodies("POST login").map { $0["device_id"] }, ["HARK"])
        XCTAssertEqual(
            server.bodies("POST login").first?["identifier"], ["type": "m.id.user", "user": "hark"])
        XCTAssertEqual(bot.http.requests.last?.headers[.authorization], "Bearer syt_2")
    }

    func testIdentify_leavesTheDevice_toABotThatRuns() async throws {
        let server = FakeHomeserver()
        server.on("POST login", .json(login))
        let (_, matrix) = try await network(server)

        _ = try await matrix.identify()
        _ = try await matrix.send(OutgoingMessage("hi"), to: "!ops")

        XCTAssertEqual(server.bodies("POST login").map { $0["device_id"] }, ["HARK-BESIDE"])
    }

    func testPassword_isUsedAgain_whenTheTokenHasEnded() async throws {
        let server = FakeHomeserver()
        server.on("POST login", .json(login))
        server.on(
            "PUT rooms",
            .json(["errcode": "M_UNKNOWN_TOKEN", "error": "Soft", "soft_logout": true], status: .unauthorized),
            .json(["event_id": "$7"]))
        let (_, matrix) = try await network(server)

        let id = try await matrix.send(OutgoingMessage("hi"), to: "!ops")

        XCTAssertEqual(id, "$7")
        XCTAssertEqual(server.bodies("POST login").count, 2)
    }

    func testPassword_isNotTriedWithoutEnd_whenNewTokensAreRefused() async throws {
        let server = FakeHomeserver()
        server.on("POST login", .json(login))
        server.on("PUT rooms", FakeHomeserver.refusal("M_UNKNOWN_TOKEN", .unauthorized))
        let (_, matrix) = try await network(server)

        let error = await chatError { _ = try await matrix.send(OutgoingMessage("hi"), to: "!ops") }

        XCTAssertEqual(error?.kind, .transient)
        XCTAssertEqual(server.bodies("POST login").count, 2)
    }

    func testPassword_isTriedOnce_whenItIsWrong() async throws {
        let server = FakeHomeserver()
        server.on("POST login", FakeHomeserver.forbidden)
        let (_, matrix) = try await network(server)

        for _ in 0..<2 {
            let error = await chatError { _ = try await matrix.send(OutgoingMessage("hi"), to: "!ops") }
            XCTAssertEqual(error?.kind, .unauthorized)
            XCTAssertFalse(error?.reason.contains("hunter2") ?? true)
        }
        XCTAssertEqual(server.bodies("POST login").count, 1)
    }

    func testToken_isNotReplaced_whenItHasEnded() async throws {
        let server = FakeHomeserver()
        server.on("GET account/whoami", FakeHomeserver.refusal("M_UNKNOWN_TOKEN", .unauthorized))
        let bot = try await server.bot()
        let matrix = try XCTUnwrap(bot.host.network(Matrix.self))

        let error = await chatError { try await matrix.run(ChatInbox { _ in }) }

        XCTAssertEqual(error?.kind, .unauthorized)
        XCTAssertTrue(error?.reason.contains("HARK_MATRIX_TOKEN") ?? false)
    }

    func testServer_isFoundByItsName() async throws {
        let http = ScriptedHTTP([
            .json(["m.homeserver": ["base_url": "https://matrix.example.org/"]]), .json(["versions": ["v1.11"]]),
        ])

        let server = try await HomeserverAddress.name("example.org").server(HTTPClient(http))

        XCTAssertEqual(server.base, "https://matrix.example.org")
        XCTAssertEqual(http.requests.first?.url, "https://example.org/.well-known/matrix/client")
    }

    func testServer_isTheNameItself_whenThereIsNoWellKnown() async throws {
        let http = ScriptedHTTP([.status(.notFound), .json(["versions": []])])

        let server = try await HomeserverAddress.name("example.org").server(HTTPClient(http))

        XCTAssertEqual(server.base, "https://example.org")
    }

    func testServer_isRefused_whenItIsNone() async throws {
        let table: [([ScriptedHTTP.Answer], ChatError.Kind)] = [
            ([.text("<html>"), .text("")], .refused), ([.status(.movedPermanently)], .refused),
            ([.json(["m.homeserver": ["base_url": "http://plain.example"]])], .refused),
            ([.json(["m.homeserver": [:]])], .refused), ([.status(.badGateway)], .transient),
            ([.failure(.cannotResolve)], .transient), ([.status(.notFound), .status(.notFound)], .refused),
            ([.status(.notFound), .json([:])], .refused), ([.status(.notFound), .text("<html>")], .transient),
        ]
        for (answers, kind) in table {
            do {
                _ = try await HomeserverAddress.name("example.org").server(HTTPClient(ScriptedHTTP(answers)))
                XCTFail("it is found")
            } catch { XCTAssertEqual(error.error.kind, kind, "\(answers)") }
        }
    }

    func testStart_isRefused_withoutTokenAndPassword() async throws {
        let tables = [
            [:], ["HARK_MATRIX_USER": "hark"], ["HARK_MATRIX_USER": "hark", "HARK_MATRIX_TOKEN": "syt_1"],
            ["HARK_MATRIX_USER": "hark", "HARK_MATRIX_TOKEN": "syt_1", "HARK_MATRIX_PASSWORD": "p"],
        ]
        for table in tables {
            do {
                _ = try await TestBot(
                    Matrix.self, environment: table.merging(["HARK_MATRIX_SERVER": "https://m.example"]) { $1 })
                XCTFail("it starts")
            } catch { XCTAssertTrue("\(error)".contains("Set either HARK_MATRIX_TOKEN"), "\(error)") }
        }
    }
}
