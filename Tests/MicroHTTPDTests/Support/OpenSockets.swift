import Foundation
import XCTest

/// The open sockets of this process, on both sides of its connections.
///
/// Other descriptors are not counted: the runtime opens event and timer descriptors of its own when it first needs
/// them.
enum OpenSockets {
    static var count: Int {
        let directory = "/proc/self/fd"
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return descriptors.count { descriptor in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(directory)/\(descriptor)")
            return target?.hasPrefix("socket:") ?? false
        }
    }

    /// Returns once there are at most `bound`; fails after ten seconds.
    static func wait(until bound: Int, file: StaticString = #filePath, line: UInt = #line) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while count > bound {
            guard ContinuousClock.now < end else {
                return XCTFail("\(count) open sockets instead of \(bound)", file: file, line: line)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
