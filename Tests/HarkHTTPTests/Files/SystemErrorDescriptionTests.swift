import Foundation
import HarkHTTP
import XCTest

final class SystemErrorDescriptionTests: XCTestCase {
    func testRefusal_isTheSystemsReason_whenFoundationWrapsIt() {
        XCTAssertThrowsError(
            try FileManager.default.createDirectory(atPath: "/proc/nowhere", withIntermediateDirectories: true)
        ) { error in
            XCTAssertEqual(SystemErrorDescription(error).reason, "No such file or directory")
            XCTAssertEqual("\(SystemErrorDescription(error))", "/proc/nowhere: No such file or directory")
        }
    }

    func testRefusal_isWhatTheErrorSays_whenItIsNoneOfFoundations() {
        XCTAssertEqual("\(SystemErrorDescription(FileError.notText(path: "a")))", "a is not a UTF-8 text.")
        XCTAssertEqual("\(SystemErrorDescription(POSIXError(.EACCES)))", "Permission denied")
        XCTAssertEqual("\(SystemErrorDescription(CocoaError(.fileReadCorruptFile)))", "error 259 of Foundation")
    }
}
