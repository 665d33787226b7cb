import Foundation
import XCTest

@testable import HarkTesting

final class ExpectationsTests: XCTestCase {
    func testDifferences_areNone_whenAllIsSaidAsRecorded() throws {
        let expectations = Expectations(in: try folder())
        try expectations.record(["push.json: [#general] one", "ping.json: 200 OK"])

        XCTAssertEqual(try expectations.differences(from: ["push.json: [#general] one", "ping.json: 200 OK"]), [])
    }

    func testDifferences_nameWhatIsMissing_andWhatIsNew() throws {
        let expectations = Expectations(in: try folder())
        try expectations.record(["push.json: [#general] one", "ping.json: 200 OK"])

        XCTAssertEqual(
            try expectations.differences(from: ["push.json: [#general] two", "ping.json: 200 OK"]),
            [
                "expected, not said:\n  push.json: [#general] one",
                "said, not expected:\n  push.json: [#general] two",
            ])
    }

    func testDifferences_tellHowToRecord_whenNothingWas() throws {
        XCTAssertThrowsError(try Expectations(in: try folder()).differences(from: [])) { error in
            XCTAssertTrue("\(error)".contains("run the test with HARK_RECORD=1"), "\(error)")
        }
    }

    /// An empty folder, removed after the test.
    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
        return folder
    }
}
