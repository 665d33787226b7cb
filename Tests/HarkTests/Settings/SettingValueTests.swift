import Hark
import XCTest

final class SettingValueTests: XCTestCase {
    func testDuration_readsAndWritesItsUnits() throws {
        let texts = ["500ms", "10s", "2m", "1h", "90s", "0ms"]

        let values = try texts.map(Duration.init(settingText:))

        XCTAssertEqual(
            values,
            [.milliseconds(500), .seconds(10), .seconds(120), .seconds(3600), .seconds(90), .zero]
        )
        XCTAssertEqual(values.map(\.settingText), texts)
    }

    func testDuration_refusesEverythingElse() {
        let texts = ["", "10", "s", "-1s", "1.5s", "1 s", "10x", "99999999999999999h"]

        XCTAssertEqual(texts.filter { (try? Duration(settingText: $0)) != nil }, [])
    }

    func testByteCount_readsAndWritesItsUnits() throws {
        let texts = ["64KiB", "1MiB", "2GiB", "100B", "0B"]

        let values = try texts.map(ByteCount.init(settingText:))

        XCTAssertEqual(values.map(\.bytes), [65_536, 1_048_576, 2_147_483_648, 100, 0])
        XCTAssertEqual(values.map(\.settingText), texts)
        XCTAssertEqual(try ByteCount(settingText: "4096").bytes, 4096)
    }

    func testByteCount_refusesEverythingElse() {
        let texts = ["", "KiB", "-1KiB", "1kb", "1.5MiB", "9999999999999GiB"]

        XCTAssertEqual(texts.filter { (try? ByteCount(settingText: $0)) != nil }, [])
    }

    func testArray_isSeparatedByCommas() throws {
        let rooms = try [Room](settingText: " #ops , #code,, ")

        XCTAssertEqual(rooms, ["#ops", "#code"])
        XCTAssertEqual(rooms.settingText, "#ops,#code")
    }

    func testBool_readsTheUsualWords() throws {
        let values = try ["1", "true", "YES", "on", "0", "False", "no", "off"].map(Bool.init(settingText:))

        XCTAssertEqual(values, [true, true, true, true, false, false, false, false])
        XCTAssertThrowsError(try Bool(settingText: "maybe"))
    }

    func testEnum_saysWhatItCouldBe() {
        enum Colour: String, CaseIterable, SettingValue { case red, green }

        XCTAssertThrowsError(try Colour(settingText: "blue")) {
            XCTAssertEqual($0 as? SettingMismatch, SettingMismatch(expected: "one of red, green"))
        }
    }

    func testSecret_neverShows() {
        let secret = Secret("hunter2")

        var dumped = ""
        dump([secret], to: &dumped)

        XCTAssertFalse("\(secret) \(String(reflecting: secret)) \(dumped)".contains("hunter2"))
        XCTAssertEqual(secret.reveal(), "hunter2")
    }
}
