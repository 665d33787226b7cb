import Foundation
import XCTest

final class ClosedDescriptorsTests: XCTestCase {
    private let hark = Bundle(for: BotProcess.self).bundleURL.appendingPathComponent("hark").path

    /// Starts the bot by a shell that says its process number and closes descriptors.
    private func start(_ script: String) throws -> BotProcess {
        let bot = try BotProcess(arguments: ["-c", #"\#(script); exec "$0""#, hark], program: "/bin/sh")
        addTeardownBlock { bot.stop() }
        return bot
    }

    private func target(_ process: String, _ descriptor: Int) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\(descriptor)")
    }

    func testStandardInputAndOutput_areOpen_whenTheProcessWasStartedWithoutThem() throws {
        let bot = try start("echo $$ >&2; exec 0<&- 1>&-")
        let process = try bot.errors.line { Int($0) != nil }

        _ = try bot.addresses()

        XCTAssertEqual(try (0...1).map { try target(process, $0) }, ["/dev/null", "/dev/null"])
    }

    func testStandardError_isNoSocket_whenTheProcessWasStartedWithoutIt() throws {
        let bot = try start("echo $$; exec 2>&-")
        let process = try bot.output.line { Int($0) != nil }

        try bot.type("!about")
        _ = try bot.output.line { $0.hasPrefix("[#general] Hark ") }

        XCTAssertEqual(try target(process, 2), "/dev/null")
    }
}
