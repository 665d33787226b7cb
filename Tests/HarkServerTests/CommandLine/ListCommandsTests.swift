import Foundation
import XCTest

@testable import HarkServer

final class ListCommandsTests: XCTestCase {
    func testSettings_areATable() throws {
        let outcome = try hark("settings")

        XCTAssertEqual(outcome.status, 0)
        XCTAssertEqual(outcome.errors, [])
        let heads = try XCTUnwrap(outcome.output.first).split(separator: " ", omittingEmptySubsequences: true)
        XCTAssertEqual(heads.joined(separator: " "), "VARIABLE TYPE DEFAULT WHAT IT IS")
        XCTAssertTrue(outcome.output.contains { $0.hasPrefix("HARK_HTTP_PORT ") && $0.contains(" 3141 ") })
        XCTAssertTrue(outcome.output.contains { $0.hasPrefix("HARK_GITHUB_SECRET ") && $0.contains(" secret ") })
        XCTAssertEqual(outcome.output, [outcome.output[0]] + outcome.output.dropFirst().sorted())
    }

    func testSettings_asAnEnvFile_isReadBackWithoutAFault() throws {
        let text = try hark("settings", "--env").output.joined(separator: "\n")
        let filled = text.split(separator: "\n").map { $0.hasPrefix("#HARK_") ? $0.dropFirst() : $0 }

        let file = try EnvironmentFile(text, path: ".env")
        let values = try EnvironmentFile(filled.joined(separator: "\n"), path: ".env").values
        let path = try temporaryFile(".env", Array(filled.joined(separator: "\n").utf8))
        let check = try hark("check", "--no-ports", "--env-file", path)

        XCTAssertEqual(file.values, [:])
        XCTAssertEqual(values["HARK_HTTP_PORT"], "3141")
        XCTAssertEqual(values["HARK_EXAMPLE_GREETING"], "Hello")
        XCTAssertEqual(values["HARK_GITHUB_SECRET"], "")
        XCTAssertEqual(check.status, 0, "\(check.errors)")
    }

    func testSettings_asJSON_haveEveryVariableOfTheTable() throws {
        struct Setting: Decodable, Equatable {
            let name, type: String
            let `default`: String?
            let required, secret: Bool
            let help: String
        }
        let table = try hark("settings").output.dropFirst().map { String($0.prefix { $0 != " " }) }

        let json = try hark("settings", "--json").output.joined()
        let settings = try JSONDecoder().decode([Setting].self, from: Data(json.utf8))

        XCTAssertEqual(settings.map(\.name), table)
        XCTAssertEqual(settings.filter(\.secret).filter { $0.default != nil }.map(\.name), [])
        let secret = try XCTUnwrap(settings.first { $0.name == "HARK_GITHUB_SECRET" })
        XCTAssertTrue(secret.secret && !secret.required, "\(secret)")
        let port = try XCTUnwrap(settings.first { $0.name == "HARK_HTTP_PORT" })
        XCTAssertEqual([port.type, port.default], ["port", "3141"])
    }

    func testSettings_areRefusedWith64_asBothAnEnvFileAndJSON() throws {
        XCTAssertEqual(try hark("settings", "--env", "--json").status, 64)
    }

    func testRoutes_nameRuleAndVerifier() throws {
        let lines = try hark("routes").output.map { $0.split(separator: " ").joined(separator: " ") }

        XCTAssertEqual(lines.first, "METHODS RULE PLUGIN VERIFIER BODY DURABLE")
        XCTAssertTrue(lines.contains("POST /github github github .event yes"), "\(lines)")
        XCTAssertTrue(lines.contains("GET,HEAD /hello example open"), "\(lines)")
        XCTAssertTrue(lines.contains("PUT /pictures/<int:account> example open .raw"), "\(lines)")
    }

    func testLists_needNoSoundEnvironment_andWriteNothing() throws {
        let folder = try temporaryFolder()
        let environment = ["HARK_HTTP_PORT": "loud", "HARK_GITHUB_ROOM": "", "HARK_DATA": "\(folder)/data"]

        for command in ["routes", "plugins", "build-info", "openapi", "settings"] {
            let outcome = try hark(command, environment: environment)
            XCTAssertEqual(outcome.status, 0, "\(command): \(outcome.errors)")
        }

        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), [])
    }

    func testOpenAPI_namesTheURLThatSendersKnow() throws {
        let servers = try [[:], ["HARK_BASE_URL": "https://bot.example/x"]].map { environment in
            let json = try hark("openapi", environment: environment).output.joined()
            return try JSONDecoder().decode(Document.self, from: Data(json.utf8)).servers.map(\.url)
        }

        XCTAssertEqual(servers[1], ["https://bot.example/x"])
        XCTAssertEqual(servers[0].first?.hasPrefix("http://127.0.0.1:"), true)
    }

    func testOpenAPI_namesThePort_whenAnotherSettingIsMalformed() throws {
        let environment = ["HARK_HTTP_PORT": "8080", "HARK_LOG_LEVEL": "loud"]

        let json = try hark("openapi", environment: environment).output.joined()
        let document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))

        XCTAssertEqual(document.servers.map(\.url), ["http://127.0.0.1:8080"])
    }

    private struct Document: Decodable {
        struct Server: Decodable { let url: String }
        let servers: [Server]
    }

    func testPlugins_nameVersionAndPurpose() throws {
        let lines = try hark("plugins").output.map { $0.split(separator: " ").joined(separator: " ") }

        XCTAssertEqual(lines.first, "PLUGIN VERSION EVENTS WHAT IT IS FOR")
        XCTAssertTrue(lines.contains { $0.hasPrefix("github \(Release.version) ") }, "\(lines)")
        XCTAssertTrue(lines.contains { $0.hasPrefix("example \(Release.version) 0 ") }, "\(lines)")
    }

    func testBuildInfo_namesTheCommandThatBuildsItAgain() throws {
        let lines = try hark("build-info").output

        let plugins = lines.filter { $0.hasPrefix("plugin ") }.map { $0.split(separator: " ")[1] }
        let traits = try XCTUnwrap(lines.first { $0.hasPrefix("traits ") }).dropFirst("traits ".count)
        XCTAssertEqual(lines.first, "hark \(Release.version)")
        XCTAssertEqual(plugins.map(String.init), traits.lowercased().split(separator: ",").map(String.init).sorted())
        XCTAssertEqual(lines.last, "swift build -c debug --product hark --traits \(traits)")
    }

    func testBuildInfo_namesTheProduct_whateverTheProgramIsCalled() throws {
        let link = "\(try temporaryFolder())/hark-debug"
        let products = Bundle(for: BotProcess.self).bundleURL
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: products.appendingPathComponent("hark").path)

        let stock = try hark("build-info", program: link)
        let own = try hark("build-info", program: products.appendingPathComponent("SendersBot").path)

        XCTAssertTrue(stock.output.last?.contains(" --product hark --traits ") == true, "\(stock)")
        XCTAssertEqual(own.output.last, "swift build -c debug --product SendersBot")
    }

    func testOpenAPI_isJSONOfEveryRoute() throws {
        let json = try hark("openapi", environment: ["HARK_HTTP_PORT": "8080"]).output.joined()

        let document = try JSONValue(parsing: Array(json.utf8))

        XCTAssertEqual(document["openapi"], "3.1.0")
        XCTAssertEqual(document["servers"]?[0]?["url"], "http://127.0.0.1:8080")
        XCTAssertEqual(document["paths"]?["/pictures/{account}"]?["put"]?["tags"], ["example"])
        XCTAssertEqual(document["paths"]?["/github"]?["post"]?["security"], [["github": []]])
    }

}
