import Foundation
import Hark
import XCTest

final class ZoneRulesTests: XCTestCase {
    func testFile_isRefused_whenItIsCutAnywhere() {
        let file = ZoneFile.apia

        for length in 0..<file.count {
            XCTAssertThrowsError(try ZoneRules(file: Array(file.prefix(length))), "\(length)") { error in
                XCTAssertTrue(error is ZoneFileError, "\(error)")
            }
        }
        XCTAssertNoThrow(try ZoneRules(file: file))
    }

    func testFile_isReadOrRefused_whateverItsBytesAre() throws {
        let file = ZoneFile.apia
        let date = try Date(moment: "2026-05-01T00:00:00Z")
        var refused = 0

        for position in file.indices {
            for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
                var damaged = file
                damaged[position] = value
                do {
                    let rule = try SlotRule("30 2 * * *", in: damaged)
                    let next = try XCTUnwrap(rule.nextSlot(after: date), "\(position) \(value)")
                    XCTAssertGreaterThan(next, date)
                } catch is ZoneFileError {
                    refused += 1
                }
            }
        }

        XCTAssertGreaterThan(refused, 100)
    }

    func testFile_isRefusedWithTheReason() {
        let refused: [(file: [UInt8], reason: String)] = [
            ([], "it ends too early"),
            (Array("Europe/Berlin is here, and a few more letters follow.".utf8), "it is not in the format TZif"),
            (ZoneFile.bytes(footer: "", version: "\0"), "it is of version 1, without 64-bit times"),
            (ZoneFile.bytes(footer: "", leapCount: 1), "it counts leap seconds"),
            (ZoneFile.bytes(offsets: [100_000], footer: ""), "its local times are out of bounds"),
            (ZoneFile.bytes(transitions: [(0, 1)], footer: ""), "its local times are out of bounds"),
            (ZoneFile.bytes(transitions: [(5, 0), (5, 0)], footer: ""), "its transitions are not in order"),
            (ZoneFile.bytes(transitions: [(.min, 0)], footer: ""), "its transitions are not in order"),
            (ZoneFile.bytes(footer: "CET"), "its rule for the future is invalid"),
        ]

        for (file, reason) in refused {
            XCTAssertThrowsError(try ZoneRules(file: file), reason) { XCTAssertEqual("\($0)", reason) }
        }
    }

    func testFuture_isRefused_whenItsRuleIsInvalid() {
        let rules = [
            "C-1", "CET-25", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M10.5.0/3,", "CET-1CEST,M0.5.0,M10.5.0",
            "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365", "CET-1CEST,0,366",
            "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1:60", "<CET-1", "CET1C,M3.5.0,M10.5.0", "CET-1CEST-1234,0,1",
            "EST24EDT-24,0,1:x",
        ]

        for rule in rules {
            XCTAssertThrowsError(try ZoneRules(file: ZoneFile.bytes(footer: rule)), rule)
        }
    }

    func testFuture_hasTheDaysOfItsRule() throws {
        // Noon in local time shows the offset of each day: the first day with another one is that of the change.
        let expected = [
            "XXX0YYY,J60,J300": ["2028-03-01", "2028-10-27"],
            "XXX0YYY,60,300": ["2028-03-01", "2028-10-27"],
            "XXX0YYY,J59,J300": ["2028-02-28", "2028-10-27"],
            "XXX0YYY,59,300": ["2028-02-29", "2028-10-27"],
            "XXX0YYY,M2.5.2,M12.1.0": ["2028-02-29", "2028-12-03"],
            "XXX0YYY,M2.5.2/-24,M12.1.0/48": ["2028-02-28", "2028-12-05"],
        ]

        for (footer, days) in expected {
            let rule = try SlotRule("0 12 * * *", in: ZoneFile.bytes(footer: footer))
            let slots = try rule.slots(after: "2028-01-01T00:00:00Z", to: "2029-01-01T00:00:00Z")
            let changes = zip(slots, slots.dropFirst()).filter { $0.suffix(9) != $1.suffix(9) }.map { $1.prefix(10) }
            XCTAssertEqual(changes.map(String.init), days, footer)
        }
    }

    func testSummerTime_lastsAllYear_whenItEndsAsItBegins() throws {
        // The example of RFC 8536, 3.3.1.
        let rule = try SlotRule("0 0 1 1 *", in: ZoneFile.bytes(footer: "EST5EDT,0/0,J365/25"))

        let slots = try rule.slots(after: "2025-06-01T00:00:00Z", to: "2027-06-01T00:00:00Z")

        XCTAssertEqual(slots, ["2026-01-01T04:00:00Z", "2027-01-01T04:00:00Z"])
    }

    func testFileOfTheSystem_hasTheOffsetsOfFoundation() throws {
        let zones = [
            "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe",
            "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Chatham", "America/St_Johns",
        ]
        let folder = "/usr/share/zoneinfo"
        try XCTSkipUnless(FileManager.default.fileExists(atPath: folder), "The package tzdata is not installed.")

        for name in zones {
            let zone = try XCTUnwrap(TimeZone(identifier: name))
            let file = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            let rule = try SlotRule("0 12 * * *", in: Array(file))
            var date = try Date(moment: "1995-01-01T00:00:00Z")
            for _ in 0..<10_000 {
                date = try XCTUnwrap(rule.nextSlot(after: date))
                let local = Int(date.timeIntervalSince1970) + zone.secondsFromGMT(for: date)
                // The day that Apia skipped has its slot at the next midnight.
                guard local % 86_400 != 43_200 else { continue }
                XCTAssertEqual("\(name) \(date.formatted(.iso8601))", "Pacific/Apia 2011-12-30T10:00:00Z")
            }
        }
    }
}
