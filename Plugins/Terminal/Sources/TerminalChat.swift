public import Hark

/// The chat of a person who runs the bot at a terminal or in a pipe: their lines are messages in one room, and messages
/// to any room are printed as `[#room] text`. Further lines of a message are indented, so that they cannot pass for
/// another message.
///
/// On a terminal there is a prompt with line editing and history; Ctrl-D, or Ctrl-C on an empty line, stops the bot.
/// Otherwise the lines of standard input are read, and the end of the input does not stop the bot.
/// A bot in the background of a terminal (`hark &`) sends but does not receive.
/// Lines are handled one after another, so that answers come in order.
public final class TerminalChat: ChatNetwork {
    /// Most lines that wait on a terminal while the bot is busy; piped input waits in its pipe.
    static let backlog = 64

    /// Longest message, in bytes of UTF-8; a longer one is cut, with `…` at the end.
    static let longestMessage = 8 * 1024

    public static let networkName: NetworkName = "terminal"

    public static let capabilities = NetworkCapabilities([.immediateSending], longestText: .bytes(longestMessage))

    let console: Console
    let prompt: String
    let notice: @Sendable (String) -> Void
    private let room: Room
    private let person: Person

    /// A chat at `console`.
    /// - Parameters:
    ///   - room: the room of typed lines.
    ///   - user: the identifier and name of the person at the keyboard, such as the login name; if empty, `you`.
    ///   - name: the bot's name, shown as the prompt `name> `; at most 64 scalars of it.
    ///   - notice: takes messages for the operator, such as that a line was too long; nil to write them to the
    ///     console's log.
    public init(
        console: Console,
        room: Room,
        user: String,
        name: String = "hark",
        notice: (@Sendable (String) -> Void)? = nil
    ) {
        self.console = console
        self.prompt = "\(TerminalText.name(name))> "
        self.notice = notice ?? { console.log($0) }
        self.room = room
        self.person = Person(id: user.isEmpty ? "you" : user)
    }

    /// The person at the terminal runs the bot.
    public func isOwner(_ person: Person) -> Bool { person.id.utf8.elementsEqual(self.person.id.utf8) }

    /// Prints a message with escaped control characters, and returns once it has been written. A message of more than 8
    /// KiB of UTF-8 or 500 lines is cut.
    /// - Returns: nil, because lines have no identifiers.
    /// - Throws: `ChatError` if the output is closed or nobody reads it.
    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let lines = TerminalText(message.text.plain, longest: Self.longestMessage).lines
        do { try await console.write(lines, after: "[\(TerminalText.name(room.name))] ") } catch {
            throw ChatError(.refused, "\(error)")
        }
        return nil
    }

    /// Receives typed lines until the person leaves or the task is cancelled. A failure of the input counts as its end.
    /// - Throws: `Errno` if the process has no descriptor left.
    public func run(_ inbox: ChatInbox) async throws {
        let input = try TerminalInput(console.input)
        let onLine: @Sendable (String) async -> Void = { [person, room] line in
            await inbox.receive(IncomingMessage(line.limitingMarks(), from: person, in: room))
        }
        inbox.report(.connected)
        if console.isInteractive {
            await runPrompt(input, onLine)
        } else if console.isInBackground {
            await waitForCancellation()
        } else {
            await runLines(input, onLine)
        }
    }

    /// Never returns before the task is cancelled.
    func waitForCancellation() async {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(86_400)) }
    }
}

extension TerminalChat {
    /// Handles piped lines. The next one is read when the previous one has been handled, so that the writer of the pipe
    /// waits.
    func runLines(_ input: TerminalInput, _ onLine: @Sendable (String) async -> Void) async {
        var splitter = LineSplitter()
        while !Task.isCancelled {
            switch await input.next() {
            case .bytes(let bytes):
                await receive(splitter.feed(bytes), limit: splitter.limit, onLine)
            case .woken:
                continue
            case .end:
                await receive(splitter.finish(), limit: splitter.limit, onLine)
                if console.isInputTerminal { return }
                return await waitForCancellation()
            case .failed:
                return await waitForCancellation()
            }
        }
    }

    private func receive(
        _ lines: [LineSplitter.Line],
        limit: Int,
        _ onLine: @Sendable (String) async -> Void
    ) async {
        for line in lines where !Task.isCancelled {
            switch line {
            // Not compared with "", which would normalize the text.
            case .text(let text): if !text.isEmpty { await onLine(text) }
            case .tooLong: notice("A line of more than \(limit) bytes on standard input was ignored.")
            }
        }
    }
}
