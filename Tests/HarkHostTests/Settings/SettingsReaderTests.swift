import Foundation
import HarkHost
import XCTest

final class SettingsReaderTests: XCTestCase {
    private let port = Setting("HARK_DEMO_PORT", default: 80, help: "The port.")
    private let wait = Setting("HARK_DEMO_WAIT", default: Duration.seconds(1), help: "The wait.")
    private let token = Setting<Secret>("HARK_DEMO_TOKEN", help: "The token.")
    private let note = Setting<String?>("HARK_DEMO_NOTE", help: "The note.")

    private func read(_ environment: [String: String]) -> SettingsReader.Reading {
        SettingsReader([port, wait, token, note]).read(environment)
    }

    func testRead_givesValuesAndDefaults() throws {
        let reading = read(["HARK_DEMO_PORT": "8080", "HARK_DEMO_TOKEN": "s3cret"])

        let values = (
            try reading.settings[port], try reading.settings[wait], try reading.settings[token].reveal(),
            try reading.settings[note]
        )

        XCTAssertTrue(values == (8080, .seconds(1), "s3cret", nil))
        XCTAssertEqual(reading.faults, [])
    }

    func testRead_reportsEveryFaultAtOnce() {
        let faults = read(["HARK_DEMO_PORT": "eighty", "HARK_DEMO_WAIT": "soon"]).faults.map(\.description)

        XCTAssertEqual(
            faults,
            [
                "HARK_DEMO_PORT: “eighty” is not a whole number.",
                "HARK_DEMO_WAIT: “soon” is not a duration such as 500ms, 10s or 2m.",
            ]
        )
    }

    func testRead_leavesOutALongValue_whenItReportsAFault() {
        let values = ["80\n81", String(repeating: "8", count: 81)]

        let faults = values.flatMap { read(["HARK_DEMO_PORT": $0]).faults.map(\.description) }

        XCTAssertEqual(faults, Array(repeating: "HARK_DEMO_PORT: its value is not a whole number.", count: 2))
    }

    func testRead_countsAnEmptyVariableAsNotSet() {
        let reading = read(["HARK_DEMO_TOKEN": ""])

        let missing = ["HARK_DEMO_TOKEN is not set. The token. Set it to a value of type secret."]
        XCTAssertEqual(reading.missingSecrets.map(\.description), missing)
        XCTAssertEqual(reading.faults, [])
    }

    func testRead_namesTheNearestSetting_forAnUnknownVariable() {
        let warnings = read(["HARK_DEMO_TOKN": "x", "HARK_DEMO_TOKEN": "y", "PATH": "/bin"]).warnings

        XCTAssertEqual(warnings, ["HARK_DEMO_TOKN is not a setting of this bot. Did you mean HARK_DEMO_TOKEN?"])
    }

    func testRead_takesAValueFromAFile_withoutTheLineEnd() throws {
        let path = try temporaryFile("from file\n")

        let reading = read(["HARK_DEMO_TOKEN_FILE": path])

        XCTAssertEqual(try reading.settings[token].reveal(), "from file")
        XCTAssertEqual(reading.warnings, [])
    }

    func testRead_reportsAFileThatIsNotThere() {
        let faults = read(["HARK_DEMO_TOKEN_FILE": "/nowhere/token"]).faults

        XCTAssertEqual(faults.map(\.subject), ["HARK_DEMO_TOKEN"])
        XCTAssertTrue(faults[0].reason.contains("“/nowhere/token”"), faults[0].reason)
    }

    func testRead_refusesAValueGivenTwice() throws {
        let path = try temporaryFile("a")

        let faults = read(["HARK_DEMO_TOKEN": "b", "HARK_DEMO_TOKEN_FILE": path]).faults.map(\.description)

        XCTAssertEqual(
            faults,
            ["HARK_DEMO_TOKEN: both HARK_DEMO_TOKEN and HARK_DEMO_TOKEN_FILE are set; remove one of them."]
        )
    }

    func testRead_neverShowsASecret() {
        let short = Setting<Secret>("HARK_DEMO_KEY", help: "The key.") { _ throws(SettingMismatch) in
            throw SettingMismatch(expected: "at least 16 characters")
        }

        let faults = SettingsReader([short]).read(["HARK_DEMO_KEY": "hunter2"]).faults.map(\.description)

        XCTAssertEqual(faults, ["HARK_DEMO_KEY: its value is not at least 16 characters."])
    }

    private func temporaryFile(_ content: String) throws -> String {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(content.utf8).write(to: url)
        addTeardownBlock { try FileManager.default.removeItem(at: url) }
        return url.path
    }
}
