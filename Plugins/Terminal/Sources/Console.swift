private import CTerminal
private import Synchronization
public import SystemPackage

/// The three standard streams of the program: the only place that writes to them.
///
/// On a terminal the prompt stays at the bottom: chat and log are printed above it, and only the console writes at the
/// left edge. Each line is written as a whole. Chat and log have a thread and a queue each, unless they lead to the
/// same place, so that a reader who has stopped reading one does not block the other; each queue holds at most 1 MiB,
/// log entries are dropped before messages, and after 5 s without progress the whole queue is dropped. All printed text
/// has been made safe for a terminal.
public final class Console: Sendable {
    private struct State {
        var prompt: PromptLine?
        var picture: PromptLine.Picture?
    }

    /// Whether a person types at a terminal in the foreground and sees the answers on the same one.
    public let isInteractive: Bool

    /// Whether lines come from a terminal, so that their end means that the person leaves.
    let isInputTerminal: Bool

    /// Whether the input is a terminal and this process is in the background, so that reading would stop it.
    let isInBackground: Bool

    let input: FileDescriptor
    private let output: FileDescriptor
    private let error: FileDescriptor

    /// Whether messages appear on a terminal, or on a substitute in a test.
    private let isOutputTerminal: Bool
    private let isErrorTerminal: Bool
    /// Whether the log appears on the terminal with the prompt.
    private let isLogOnTerminal: Bool
    private let outputWriter: Writer
    /// The same as `outputWriter` when both lead to the same place.
    private let errorWriter: Writer
    private let state = Mutex(State())
    private let lostLogLines = Atomic(0)

    /// A console on the given descriptors, which must stay open as long as it exists. From now on, writing to a closed
    /// pipe does not end the process.
    /// - Parameter isInteractive: nil to detect it; a test sets it.
    public convenience init(
        input: FileDescriptor = .standardInput,
        output: FileDescriptor = .standardOutput,
        error: FileDescriptor = .standardError,
        isInteractive: Bool? = nil
    ) {
        self.init(input: input, output: output, error: error, isInteractive: isInteractive, patience: 5000)
    }

    /// - Parameter patience: how long a descriptor may accept nothing, in milliseconds.
    init(
        input: FileDescriptor,
        output: FileDescriptor,
        error: FileDescriptor,
        isInteractive: Bool?,
        patience: Int32
    ) {
        self.isInputTerminal = hark_terminal_is_terminal(input.rawValue)
        self.isInBackground = isInputTerminal && !hark_terminal_is_foreground(input.rawValue)
        let isOneTerminal = hark_terminal_is_same(input.rawValue, output.rawValue)
        self.isInteractive = isInteractive ?? (isOneTerminal && !isInBackground)
        self.input = input
        self.output = output
        self.error = error
        self.isOutputTerminal = isInteractive == true || hark_terminal_is_terminal(output.rawValue)
        self.isErrorTerminal = hark_terminal_is_terminal(error.rawValue)
        self.isLogOnTerminal = hark_terminal_is_same(output.rawValue, error.rawValue)
        self.outputWriter = Writer(output, patience: patience)
        let isOneStream = hark_terminal_is_same_stream(output.rawValue, error.rawValue)
        self.errorWriter = isOneStream ? outputWriter : Writer(error, patience: patience)
    }

    /// Opens `/dev/null` as each standard descriptor (0, 1, 2) that is closed, so that the next opened socket or file
    /// does not become standard error. Call this first in a process.
    public static func openMissingStandardDescriptors() { hark_terminal_open_missing_standard_descriptors() }

    /// The width of the terminal at standard output, in columns, or nil if it is not a terminal.
    public static var standardOutputColumns: Int? {
        let descriptor = FileDescriptor.standardOutput.rawValue
        return hark_terminal_is_terminal(descriptor) ? Int(hark_terminal_width(descriptor)) : nil
    }

    /// Writes text from any source to standard error, and returns at once; control characters are escaped, and lines
    /// after the first are indented. A text of more than 64 KiB or 500 lines is cut. The number of texts that could not
    /// be written is added to the next one.
    public func log(_ text: String) {
        let lines = TerminalText(text, longest: Self.longestLogText).lines
        let rows = isErrorTerminal ? Rows(lines: lines, columns: errorColumns).rows.joined(separator: "\n") : nil
        write(logged: rows ?? lines.joined(separator: "\n    "), lossNotice: LogLine.lossNotice)
    }

    /// Writes a finished log line to standard error, and returns at once. On a terminal, a line for people is wrapped
    /// into rows, all but the first indented. The number of lines that could not be written is added before the next
    /// one.
    public func log(_ line: LogLine) {
        let isInRows = line.isForPeople && isErrorTerminal
        let text = isInRows ? Rows(lines: [line.text], columns: errorColumns).rows.joined(separator: "\n") : line.text
        write(logged: text, lossNotice: line.lossNotice)
    }

    private func write(logged text: String, lossNotice: (Int) -> String) {
        let lost = lostLogLines.exchange(0, ordering: .relaxed)
        let notice = lost == 0 ? "" : "\(lossNotice(lost))\n"
        print("\(notice)\(text)\n", by: errorWriter, .log, isOnTerminal: isLogOnTerminal) { result in
            if case .failure = result { self.lostLogLines.add(lost + 1, ordering: .relaxed) }
        }
    }

    /// Returns when everything printed so far has been written or dropped. Call this last in a process.
    public func flush() async {
        await withCheckedContinuation { done in outputWriter.flush { done.resume() } }
        await withCheckedContinuation { done in errorWriter.flush { done.resume() } }
    }

    /// Writes safe lines to standard output, with a lead before the first, and returns once they are written.
    ///
    /// Only the first line starts at the left edge. The others are indented by the width of the lead, at most 40
    /// columns: so no part of a message can look like the start of another one, which begins with its lead. A terminal
    /// shows them in rows (`Rows`); elsewhere each line stays one line.
    /// - Parameter lead: must not begin with a space.
    func write(_ lines: [String], after lead: String) async throws(ConsoleError) {
        let rows: [String]
        if isOutputTerminal {
            rows = Rows(lead: lead, lines: lines, columns: columns).rows
        } else {
            let indent = lines.count > 1 ? String(repeating: " ", count: min(lead.columns, 40)) : ""
            rows = lines.enumerated().map { ($0.offset == 0 ? lead : indent) + $0.element }
        }
        let text = rows.joined(separator: "\n") + "\n"
        let result = await withCheckedContinuation { done in
            print(text, by: outputWriter, .chat, isOnTerminal: true) { done.resume(returning: $0) }
        }
        try result.get()
    }

    /// Shows this prompt at the bottom from now on, or none.
    func show(_ prompt: PromptLine?) {
        state.withLock { state in
            let erasure = erase(state)
            state.prompt = prompt
            outputWriter.write(erasure + draw(&state))
        }
    }

    /// Leaves the prompt and the entered line as text, and shows no prompt.
    func leave(_ prompt: PromptLine) {
        let line = TerminalText.inline(String(prompt.characters))
        let text = Rows(lead: prompt.prompt, lines: [line], columns: columns).rows.joined(separator: "\n")
        state.withLock { state in
            let erasure = erase(state)
            state = State()
            outputWriter.write("\(erasure)\(text)\n")
        }
    }

    /// Clears the screen except for the prompt.
    func clearScreen() {
        state.withLock { state in
            outputWriter.write("\u{1b}[H\u{1b}[2J" + draw(&state))
        }
    }

    private func print(
        _ text: String,
        by writer: Writer,
        _ importance: Writer.Importance,
        isOnTerminal: Bool,
        completion: @escaping Writer.Completion
    ) {
        guard isOnTerminal else { return writer.write(text, importance: importance, completion: completion) }
        state.withLock { state in
            writer.write(erase(state) + text + draw(&state), importance: importance, completion: completion)
        }
    }

    private func erase(_ state: State) -> String {
        state.picture?.erasure(columns: columns) ?? ""
    }

    private func draw(_ state: inout State) -> String {
        state.picture = state.prompt?.picture(columns: columns)
        return state.picture?.drawing ?? ""
    }

    private var columns: Int { Int(hark_terminal_width(output.rawValue)) }
    private var errorColumns: Int { Int(hark_terminal_width(error.rawValue)) }

    /// Longest text on standard error, in bytes.
    private static let longestLogText = 64 * 1024
}

/// Why something could not be printed.
public enum ConsoleError: Error, Sendable, Equatable {
    /// Nobody has read the output for a while, and the queue is full.
    case stalled
    /// The output is closed or broken; the `errno` of the write.
    case broken(Int32)
}

extension ConsoleError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .stalled: "The terminal chat's output is stalled: nothing reads it."
        case .broken(let number): "The terminal chat's output is broken: \(Errno(rawValue: number))."
        }
    }
}
