import Foundation
import XCTest

/// A server that a Python program runs; the program prints its port.
final class PythonServer {
    let port: UInt16

    private let process = Process()

    /// Starts a program. Skips the test when Python or a module that it needs is not installed.
    init(_ program: String, _ arguments: [String] = [], needing module: String = "ssl") throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["python3", "-c", "try: import \(module)\nexcept ImportError: raise SystemExit(3)\n\(program)"] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let line = output.fileHandleForReading.availableData
        guard let port = UInt16(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)) else {
            process.waitUntilExit()
            guard [3, 127].contains(process.terminationStatus) else { throw Peer.Failure.notListening }
            throw XCTSkip("Python's module \(module) is not installed.")
        }
        self.port = port
    }

    deinit {
        // Some servers take a polite signal as a request to wait for their clients.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
