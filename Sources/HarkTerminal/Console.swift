private import CTerminal
private import Synchronization
public import SystemPackage

/// The three standard streams of a program that chats: the one place that writes to them.
///
/// On a terminal the prompt stays at the bottom: what is printed goes above it, chat and log alike. Each line is written
/// whole, by a thread of its own, so that a reader who has stopped reading holds up nobody; at most 1 MiB waits, and after
/// 5 s without progress what waits is given up. Everything printed has been made harmless for a terminal.
public final class Console: Sendable {
    private struct State {
        var prompt: PromptLine?
        var picture: PromptLine.Picture?
    }

    /// Whether someone types at a terminal in the foreground and sees the answers on the same one.
    public let isInteractive: Bool

    /// Whether lines come from a terminal, so that their end means that the person leaves.
    let isInputTerminal: Bool

    /// Whether the input is a terminal that this process, being in the background, would be stopped by reading.
    let isInBackground: Bool

    let input: FileDescriptor
    private let output: FileDescriptor
    private let error: FileDescriptor

    /// Whether the log appears on the terminal with the prompt.
    private let isLogOnTerminal: Bool
    private let writer: Writer
    private let state = Mutex(State())
    private let lostLogLines = Atomic(0)

    /// A console on the given descriptors, which stay open and must outlive it. From now on the process is not ended by
    /// writing to a closed pipe.
    /// - Parameter isInteractive: nil finds out; a test says.
    public convenience init(
        input: FileDescriptor = .standardInput,
        output: FileDescriptor = .standardOutput,
        error: FileDescriptor = .standardError,
        isInteractive: Bool? = nil
    ) {
        self.init(input: input, output: output, error: error, isInteractive: isInteractive, writer: Writer())
    }

    init(
        input: FileDescriptor,
        output: FileDescriptor,
        error: FileDescriptor,
        isInteractive: Bool?,
        writer: Writer
    ) {
        self.isInputTerminal = hark_terminal_is_terminal(input.rawValue)
        self.isInBackground = isInputTerminal && !hark_terminal_is_foreground(input.rawValue)
        let isOneTerminal = hark_terminal_is_same(input.rawValue, output.rawValue)
        self.isInteractive = isInteractive ?? (isOneTerminal && !isInBackground)
        self.input = input
        self.output = output
        self.error = error
        self.isLogOnTerminal = hark_terminal_is_same(output.rawValue, error.rawValue)
        self.writer = writer
    }

    /// Writes a line of the log on standard error, and returns at once; lines after the first are indented. Lines that
    /// could not be written are counted in the next one.
    public func log(_ line: String) {
        let lost = lostLogLines.exchange(0, ordering: .relaxed)
        let notice = lost == 0 ? "" : "(\(lost) log lines were lost: nothing read them.)\n"
        let text = TerminalText(line).lines.joined(separator: "\n    ")
        print("\(notice)\(text)\n", to: error, isOnTerminal: isLogOnTerminal) { result in
            if case .failure = result { self.lostLogLines.add(lost + 1, ordering: .relaxed) }
        }
    }

    /// Returns when all that was printed before has been written or given up: the last thing before the process ends.
    public func flush() async {
        await withCheckedContinuation { done in writer.flush { done.resume() } }
    }

    /// Writes lines, already harmless, on standard output, and returns once they are there.
    func say(_ lines: [String]) async throws(ConsoleError) {
        let text = lines.reduce(into: "") { $0 += "\($1)\n" }
        let result = await withCheckedContinuation { done in
            print(text, to: output, isOnTerminal: true) { done.resume(returning: $0) }
        }
        try result.get()
    }

    /// Shows this prompt at the bottom from now on, or none.
    func show(_ prompt: PromptLine?) {
        state.withLock { state in
            let erasure = erase(state)
            state.prompt = prompt
            writer.write(erasure + draw(&state), to: output)
        }
    }

    /// Leaves the prompt and the line entered behind as text, and shows no prompt.
    func leave(_ prompt: PromptLine) {
        let line = TerminalText.inline(prompt.prompt + String(prompt.characters))
        state.withLock { state in
            let erasure = erase(state)
            state = State()
            writer.write("\(erasure)\(line)\n", to: output)
        }
    }

    /// Empties the screen but for the prompt.
    func clearScreen() {
        state.withLock { state in
            writer.write("\u{1b}[H\u{1b}[2J" + draw(&state), to: output)
        }
    }

    private func print(
        _ text: String,
        to descriptor: FileDescriptor,
        isOnTerminal: Bool,
        completion: @escaping Writer.Completion
    ) {
        state.withLock { state in
            guard isOnTerminal else { return writer.write(text, to: descriptor, completion: completion) }
            writer.write(erase(state) + text + draw(&state), to: descriptor, completion: completion)
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
}
