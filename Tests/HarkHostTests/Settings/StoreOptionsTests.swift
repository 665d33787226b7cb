import HarkTesting
import XCTest

@testable import HarkHost

final class StoreOptionsTests: XCTestCase {
    private func reading(_ age: String?) -> SettingsReader.Reading {
        let environment = age.map { ["HARK_OUTBOX_AGE": $0] } ?? [:]
        return SettingsReader(StoreOptions.declarations).read(environment)
    }

    func testOutboxAge_isADay_unlessItIsSet() throws {
        XCTAssertEqual(try StoreOptions(reading(nil).settings).outboxAge, .seconds(86_400))
        XCTAssertEqual(try StoreOptions(reading("7d").settings).outboxAge, .seconds(7 * 86_400))
    }

    func testOutboxAge_isAtMostAWeek() {
        for age in ["0s", "8d"] {
            let faults = reading(age).faults.map(\.description)

            XCTAssertEqual(faults.count, 1, age)
            XCTAssertTrue(faults[0].contains("a duration of up to 7d"), faults[0])
        }
    }
}
