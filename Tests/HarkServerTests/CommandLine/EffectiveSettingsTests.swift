import Foundation
import XCTest

@testable import HarkServer

final class EffectiveSettingsTests: XCTestCase {
    private struct Row: Decodable, Equatable {
        let name: String
        let value: String?
        let secret: Bool
        let source: String
        let path: String?
    }

    private func rows(_ arguments: [String], _ environment: [String: String]) throws -> [String: Row] {
        let outcome = try hark(["settings", "--effective", "--json"] + arguments, environment: environment)
        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output.joined().utf8))
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })
    }

    func testEffective_saysWhereEachValueComesFrom() throws {
        let data = try temporaryFolder()
        let greeting = try temporaryFile("greeting", Array("Hi\n".utf8))
        let secret = try temporaryFile("HARK_GITLAB_SECRET", Array("from-systemd\n".utf8))
        let credentials = String(secret.dropLast("/HARK_GITLAB_SECRET".count))
        let envFile = try temporaryFile(".env", Array("HARK_ROOMS='#ops'\nHARK_PREFIX=.\n".utf8))

        let rows = try rows(
            ["--env-file", envFile],
            [
                "HARK_DATA": data, "HARK_PREFIX": "?", "HARK_EXAMPLE_GREETING_FILE": greeting,
                "CREDENTIALS_DIRECTORY": credentials, "HARK_GITHUB_SECRET": "hunter2",
            ])

        let expected = [
            Row(name: "HARK_CHAT", value: "terminal", secret: false, source: "default", path: nil),
            Row(name: "HARK_PREFIX", value: "?", secret: false, source: "environment", path: nil),
            Row(name: "HARK_ROOMS", value: "#ops", secret: false, source: "env-file", path: envFile),
            Row(name: "HARK_EXAMPLE_GREETING", value: "Hi", secret: false, source: "file", path: greeting),
            Row(name: "HARK_GITLAB_SECRET", value: nil, secret: true, source: "credential", path: secret),
            Row(name: "HARK_GITHUB_SECRET", value: nil, secret: true, source: "environment", path: nil),
            Row(
                name: "HARK_EXAMPLE_TOKEN", value: nil, secret: true, source: "bot",
                path: "\(data)/secrets/HARK_EXAMPLE_TOKEN"),
            Row(name: "HARK_BASE_URL", value: nil, secret: false, source: "none", path: nil),
        ]
        for row in expected { XCTAssertEqual(rows[row.name], row) }
    }

    func testEffective_isATable_thatShowsNoSecret() throws {
        let file = try temporaryFile("secret", Array("hunter3".utf8))
        let outcome = try hark(
            "settings", "--effective",
            environment: ["HARK_GITHUB_SECRET": "hunter2", "HARK_GITLAB_SECRET_FILE": file, "HARK_ADMINS": "ada"])

        let lines = outcome.output.map { $0.split(separator: " ").joined(separator: " ") }
        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        XCTAssertEqual(lines.first, "VARIABLE VALUE WHERE IT COMES FROM")
        XCTAssertTrue(lines.contains("HARK_ADMINS ada environment"), "\(lines)")
        XCTAssertTrue(lines.contains("HARK_GITHUB_SECRET (hidden) environment"), "\(lines)")
        XCTAssertTrue(
            lines.contains("HARK_GITLAB_SECRET (hidden) file \(file), named in the environment"), "\(lines)")
        XCTAssertTrue(lines.contains { $0.hasPrefix("HARK_EXAMPLE_TOKEN (hidden) made by the bot at its first start") })
        XCTAssertFalse(lines.joined().contains("hunter"), "\(lines)")
    }

    func testEffective_namesWhatIsOdd_andEndsWith78_whenAValueIsMalformed() throws {
        let outcome = try hark(
            "settings", "--effective",
            environment: [
                "HARK_TLS_PORT": "x", "HARK_PREFX": "!", "HARK_GITHUB_SECRET": "a", "HARK_GITHUB_SECRET_FILE": "/b",
            ])

        let lines = outcome.output.map { $0.split(separator: " ").joined(separator: " ") }
        XCTAssertEqual(outcome.status, 78)
        XCTAssertTrue(lines.contains("HARK_TLS_PORT (not usable) environment"), "\(lines)")
        XCTAssertTrue(
            outcome.errors.contains("hark: HARK_PREFX is not a setting of this bot. Did you mean HARK_PREFIX?"))
        XCTAssertTrue(outcome.errors.contains { $0.hasPrefix("hark: HARK_GITHUB_SECRET: both ") }, "\(outcome.errors)")
        XCTAssertTrue(outcome.errors.contains { $0.hasPrefix("hark: HARK_TLS_PORT: ") }, "\(outcome.errors)")
    }

    func testEffective_hidesThePasswordOfAURL() {
        let url = Setting<String?>("HARK_X_URL", help: "Where it is.")

        let settings = EffectiveSettings(
            [url], environment: ["HARK_X_URL": "https://ada:hunter2@example.org/?q=@,https://b:hunter2@c"], files: [:],
            made: [])

        XCTAssertTrue(settings.table(width: nil).contains(" https://…@example.org/?q=@,https://…@c "))
        XCTAssertFalse(settings.json.serialized().contains("hunter2"))
    }

    func testEffective_isRefusedWith64_asAnEnvFile() throws {
        XCTAssertEqual(try hark("settings", "--effective", "--env").status, 64)
    }
}
