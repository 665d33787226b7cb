import Foundation
import XCTest

/// The open files of this process.
enum Descriptors {
    /// How many there are, that of the listing included.
    static var open: Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }

    /// Returns once there are at most `count`; fails after ten seconds.
    static func wait(until count: Int, file: StaticString = #filePath, line: UInt = #line) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while open > count {
            guard ContinuousClock.now < end else {
                return XCTFail("\(open) open files instead of \(count)", file: file, line: line)
            }
            await Task.yield()
        }
    }
}
