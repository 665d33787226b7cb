import Foundation
import HarkTools
import XCTest

final class ReservedNamesTests: XCTestCase {
    func testNames_areReserved_ofEveryModuleOfTheRepository() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")
        let modules = try FileManager.default.contentsOfDirectory(atPath: sources.path)

        let free = modules.filter { !ReservedNames.contains($0) }

        XCTAssertTrue(modules.contains("HarkStore"), "\(modules)")
        XCTAssertEqual(free, [])
    }
}
