import Hark
import SystemPackage

@testable import TerminalPlugin

/// A console between pipes, and the far ends of the pipes.
final class PipedConsole: Sendable {
    let console: Console
    let keyboard: FileDescriptor
    let output: PipeReader
    let log: PipeReader
    private let ends: [FileDescriptor]

    /// - Parameters:
    ///   - isInteractive: whether the console is to behave as on a terminal.
    ///   - patience: how long a pipe may take nothing, in milliseconds.
    init(isInteractive: Bool = false, patience: Int32 = 5000) throws {
        let input = try FileDescriptor.pipe()
        let output = try FileDescriptor.pipe()
        let log = try FileDescriptor.pipe()
        keyboard = input.writeEnd
        self.output = try PipeReader(output.readEnd)
        self.log = try PipeReader(log.readEnd)
        ends = [input.readEnd, output.writeEnd, log.writeEnd]
        console = Console(
            input: input.readEnd,
            output: output.writeEnd,
            error: log.writeEnd,
            isInteractive: isInteractive,
            patience: patience
        )
    }

    deinit {
        for end in ends { try? end.close() }
    }

    /// Types bytes.
    func type(_ text: String) throws { try keyboard.writeAll(Array(text.utf8)) }
}

/// The end of a pipe that is read.
actor PipeReader {
    nonisolated let descriptor: FileDescriptor
    private let input: TerminalInput
    private var text = ""

    init(_ descriptor: FileDescriptor) throws {
        self.descriptor = descriptor
        input = try TerminalInput(descriptor)
    }

    /// Reads until what was read since the last call ends in `ending`, and returns that.
    func read(through ending: String) async -> String {
        while !text.hasSuffix(ending), case .bytes(let bytes) = await input.next() {
            text += String(decoding: bytes, as: UTF8.self)
        }
        defer { text = "" }
        return text
    }
}
