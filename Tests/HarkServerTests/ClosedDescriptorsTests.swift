import Foundation
import XCTest

final class ClosedDescriptorsTests: XCTestCase {
    func testStandardDescriptors_areOpen_whenTheProcessWasStartedWithoutThem() throws {
        let hark = Bundle(for: BotProcess.self).bundleURL.appendingPathComponent("hark").path

        for descriptor in 0...2 {
            // A command that reads an environment from the descriptor: empty, as /dev/null is, or not there.
            let script = #"exec 0<&- 1>&- 2>&-; exec "$0" settings --env-file /proc/self/fd/\#(descriptor)"#
            let bot = try BotProcess(arguments: ["-c", script, hark], program: "/bin/sh")
            addTeardownBlock { bot.stop() }

            XCTAssertEqual(bot.status(), 0, "descriptor \(descriptor)")
        }
    }
}
