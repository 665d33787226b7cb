import Foundation
import HarkHost
import XCTest

/// Credentials of systemd's: files in `CREDENTIALS_DIRECTORY` that have the names of settings.
final class CredentialTests: XCTestCase {
    private let token = Setting<Secret>("HARK_DEMO_TOKEN", help: "The token.")
    private let port = Setting("HARK_DEMO_PORT", default: 80, help: "The port.")
    private var folder = ""

    override func setUpWithError() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        addTeardownBlock { try FileManager.default.removeItem(at: url) }
        folder = url.path
    }

    private func read(_ environment: [String: String] = [:]) -> SettingsReader.Reading {
        SettingsReader([token, port])
            .read(environment.merging(["CREDENTIALS_DIRECTORY": folder]) { given, _ in given })
    }

    private func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        return "\(folder)/\(name)"
    }

    func testRead_takesCredentials_ofEverySetting() throws {
        _ = try write("s3cret\n", to: "HARK_DEMO_TOKEN")
        _ = try write("8080", to: "HARK_DEMO_PORT")

        let reading = read()

        XCTAssertEqual(try reading.settings[token].reveal(), "s3cret")
        XCTAssertEqual(try reading.settings[port], 8080)
        XCTAssertEqual(reading.faults, [])
    }

    func testRead_takesTheDefault_whenThereIsNoCredential() throws {
        for directory in [folder, "/nowhere", ""] {
            let reading = read(["CREDENTIALS_DIRECTORY": directory])

            XCTAssertEqual(try reading.settings[port], 80)
            XCTAssertEqual(reading.missingSecrets.map(\.variable), ["HARK_DEMO_TOKEN"])
            XCTAssertEqual(reading.faults, [])
        }
    }

    func testRead_prefersTheVariable_andTheFileThatItNames() throws {
        _ = try write("credential", to: "HARK_DEMO_TOKEN")
        let other = try write("file", to: "other")

        let readings = [
            read(["HARK_DEMO_TOKEN": "variable"]), read(["HARK_DEMO_TOKEN_FILE": other]), read(["HARK_DEMO_TOKEN": ""]),
        ]

        XCTAssertEqual(
            try readings.map { try $0.settings[token].reveal() }, ["variable", "file", "credential"])
    }

    func testRead_refusesAVariableAndAFile_besideACredential() throws {
        _ = try write("credential", to: "HARK_DEMO_TOKEN")
        let other = try write("file", to: "other")

        let faults = read(["HARK_DEMO_TOKEN": "variable", "HARK_DEMO_TOKEN_FILE": other]).faults.map(\.description)

        XCTAssertEqual(
            faults,
            ["HARK_DEMO_TOKEN: both HARK_DEMO_TOKEN and HARK_DEMO_TOKEN_FILE are set; remove one of them."])
    }

    func testRead_reportsACredential_thatIsEmptyOrNoFile() throws {
        let empty = try write("\n", to: "HARK_DEMO_TOKEN")
        try FileManager.default.createDirectory(atPath: "\(folder)/HARK_DEMO_PORT", withIntermediateDirectories: true)

        let faults = read().faults.map(\.description)

        XCTAssertEqual(
            faults,
            [
                "HARK_DEMO_PORT: the credential “\(folder)/HARK_DEMO_PORT” cannot be read "
                    + "(\(folder)/HARK_DEMO_PORT is not a regular file.).",
                "HARK_DEMO_TOKEN: the credential “\(empty)” is empty; write the value into it, or remove it.",
            ])
    }
}
