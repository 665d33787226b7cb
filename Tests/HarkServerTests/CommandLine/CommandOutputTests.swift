import Foundation
import XCTest

/// What commands do when their output cannot be written.
final class CommandOutputTests: XCTestCase {
    private let stockBot = Bundle(for: BotProcess.self).bundleURL.appendingPathComponent("hark").path

    /// Runs a script of a shell, in which `$0` is the stock bot, and `$1` a path that is free.
    private func run(_ script: String) throws -> (status: Int32, errors: [String]) {
        let outcome = try hark("-c", script, stockBot, "\(try temporaryFolder())/pipe", program: "/bin/sh")
        return (outcome.status, outcome.errors)
    }

    func testCommand_exitsWith74_whenTheDiskIsFull() throws {
        for command in ["settings", "settings --json", "plugins", "build-info", "check"] {
            let outcome = try run("exec \"$0\" \(command) > /dev/full")

            XCTAssertEqual(outcome.status, 74, command)
            XCTAssertEqual(
                outcome.errors.last, "hark: standard output could not be written (No space left on device).", command)
        }
    }

    func testCommand_endsQuietly_whenItsReaderHasSeenEnough() throws {
        let outcome = try run(
            #"mkfifo "$1" && exec 3<>"$1" && exec 4>"$1" && exec 3<&- && exec "$0" settings >&4"#)

        XCTAssertEqual(outcome.status, 0)
        XCTAssertEqual(outcome.errors, [])
    }
}
