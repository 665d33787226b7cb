import Foundation
import HarkHTTP
import XCTest

final class SystemRefusalTests: XCTestCase {
    func testRefusal_isTheSystemsReason_whenFoundationWrapsIt() {
        XCTAssertThrowsError(
            try FileManager.default.createDirectory(atPath: "/proc/nowhere", withIntermediateDirectories: true)
        ) { error in
            XCTAssertEqual(SystemRefusal(error).reason, "No such file or directory")
            XCTAssertEqual("\(SystemRefusal(error))", "/proc/nowhere: No such file or directory")
        }
    }

    func testRefusal_isWhatTheErrorSays_whenItIsNoneOfFoundations() {
        XCTAssertEqual("\(SystemRefusal(FileError.notText(path: "a")))", "a is not a UTF-8 text.")
        XCTAssertEqual("\(SystemRefusal(POSIXError(.EACCES)))", "Permission denied")
        XCTAssertEqual("\(SystemRefusal(CocoaError(.fileReadCorruptFile)))", "error 259 of Foundation")
    }
}
