import Foundation
import XCTest

/// The stock bot as a process of its own, on a free port, with pipes for its terminal.
final class BotProcess {
    private let process = Process()
    private let input = Pipe()
    private let data = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let output = LineRecorder()
    let errors = LineRecorder()
    private lazy var watchdog = DispatchWorkItem { [weak self] in self?.killGroup() }

    /// Starts the bot with no settings in its environment but those given, and a free port. It is killed after two
    /// minutes, so that a bot that hangs fails its test instead of holding up all others.
    /// - Parameters:
    ///   - folder: where it runs; where the tests do unless given.
    ///   - program: the path of another bot.
    init(
        _ environment: [String: String] = [:], arguments: [String] = [], folder: String? = nil, program: String? = nil
    ) throws {
        let products = Bundle(for: BotProcess.self).bundleURL
        process.executableURL = program.map { URL(fileURLWithPath: $0) } ?? products.appendingPathComponent("hark")
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("HARK_") }
            .merging(["HARK_HTTP_PORT": "0", "HARK_DATA": data.path]) { _, new in new }
            .merging(environment) { _, new in new }
        process.standardInput = input
        process.standardOutput = output.pipe
        process.standardError = errors.pipe
        try process.run()
        DispatchQueue.global().asyncAfter(deadline: .now() + 120, execute: watchdog)
    }

    /// Waits until it serves, and returns the addresses it serves on.
    func addresses() throws -> [String] {
        let line = try errors.line { $0.contains(" ready ") }
        let field = try XCTUnwrap(line.firstRange(of: "listening="), line)
        let value = line[field.upperBound...]
        let text = value.first == "\"" ? value.dropFirst().prefix { $0 != "\"" } : value.prefix { $0 != " " }
        return text.split(separator: " ").map(String.init)
    }

    /// Types a line.
    func type(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8)) }

    /// Ends the bot's input, as the end of a pipe does.
    func endInput() throws { try input.fileHandleForWriting.close() }

    /// Sends SIGTERM.
    func terminate() { process.terminate() }

    /// Waits for the process to end and returns its exit status.
    func status() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// Sends any signal.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// What the system shows of its arguments to everyone.
    func visibleArguments() throws -> String {
        try String(contentsOfFile: "/proc/\(process.processIdentifier)/cmdline", encoding: .utf8)
    }

    /// Ends it in any case, and removes what it has written.
    func stop() {
        watchdog.cancel()
        killGroup()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: data)
    }

    /// Kills it together with the backtracer that Swift's runtime starts when it crashes: that one outlives it, and
    /// holds the socket by whose end Foundation knows that a process has ended. `Process` makes each a group of its
    /// own.
    private func killGroup() {
        if process.isRunning { kill(-process.processIdentifier, SIGKILL) }
    }
}

/// Keeps the lines that come out of a pipe.
final class LineRecorder: @unchecked Sendable {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    let pipe = Pipe()
    private let arrived = NSCondition()
    private var bytes = Data()
    private var hasEnded = false

    init() {
        // A thread, and no `readabilityHandler`: that one lets go of the pipe while libdispatch may still look at it.
        let handle = pipe.fileHandleForReading
        Thread.detachNewThread { [weak self] in
            while case let data = handle.availableData, !data.isEmpty { self?.append(data) }
            self?.append(Data())
        }
    }

    /// All lines so far.
    var lines: [String] {
        arrived.withLock { String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init) }
    }

    /// All lines, once the other end is closed.
    func allLines() -> [String] {
        arrived.withLock { while !hasEnded && arrived.wait(until: Date() + 20) {} }
        return lines
    }

    /// Waits for a line that fits.
    func line(where fits: (String) -> Bool) throws -> String {
        let deadline = Date() + 20
        while true {
            let count = arrived.withLock { bytes.count }
            if let line = lines.first(where: fits) { return line }
            let isOver = arrived.withLock { () -> Bool in
                while bytes.count == count && !hasEnded { if !arrived.wait(until: deadline) { return true } }
                return bytes.count == count
            }
            if isOver { throw Missing(description: lines.joined(separator: "\n")) }
        }
    }

    private func append(_ data: Data) {
        arrived.withLock {
            bytes += data
            hasEnded = data.isEmpty
            arrived.broadcast()
        }
    }
}

/// Runs curl and returns what it printed.
func curl(_ arguments: String...) throws -> String { try curl(arguments) }

/// The same with a list.
func curl(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["curl", "--silent", "--show-error", "--max-time", "10"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}
