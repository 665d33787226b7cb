public import Hark

/// The chat of someone who runs the bot by hand or in a pipe: what they type is said in one room, and what is said in
/// any room is printed as `[#room] text`. Further lines of a message are indented, so that none can pass for a message
/// of its own.
///
/// On a terminal there is a prompt with line editing and history; Ctrl-D, or Ctrl-C on an empty line, stops the bot.
/// Otherwise the lines of standard input are heard, and its end stops nothing.
/// A bot in the background of a terminal (`hark &`) speaks but hears nothing.
/// Lines are heard one after the other, so that answers come in order.
public final class TerminalChat: ChatNetwork {
    /// Most lines that wait on a terminal while the bot is busy; a piped input waits in its pipe.
    static let backlog = 64

    /// Most bytes of UTF-8 in one message; of a longer one the beginning is printed, with `…` after it.
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
    ///   - room: where what is typed is said.
    ///   - user: the identifier and name of the person at the keyboard, such as the login name; if empty, `you`.
    ///   - name: the bot's name, shown as the prompt `name> `; at most 64 scalars of it.
    ///   - notice: takes what the operator should know, such as a line that was too long to be heard; nil: it is logged
    ///     on the console as it is.
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

    /// Whoever sits at the terminal runs the bot.
    public func isOwner(_ person: Person) -> Bool { person.id.utf8.elementsEqual(self.person.id.utf8) }

    /// Prints a message, controls shown as escapes, and returns once it has been written. Of one that is longer than 8
    /// KiB of UTF-8 or 500 lines the beginning is printed.
    /// - Returns: nil: lines have no identifiers.
    /// - Throws: `ChatError` when the output is closed or no one reads it.
    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let lines = TerminalText(message.text.plain, longest: Self.longestMessage).lines
        do { try await console.say(lines, after: "[\(TerminalText.name(room.name))] ") } catch {
            throw ChatError(.refused, "\(error)")
        }
        return nil
    }

    /// Hears what is typed until the person leaves or the task is cancelled. A failing input is an ended one.
    /// - Throws: `Errno` when the process has no descriptor left.
    public func run(_ inbox: ChatInbox) async throws {
        let input = try TerminalInput(console.input)
        let say: @Sendable (String) async -> Void = { [person, room] line in
            await inbox.receive(IncomingMessage(line.limitingMarks(), from: person, in: room))
        }
        inbox.report(.connected)
        if console.isInteractive {
            await runPrompt(input, say)
        } else if console.isInBackground {
            await waitForCancellation()
        } else {
            await runLines(input, say)
        }
    }

    /// Never returns before the task is cancelled.
    func waitForCancellation() async {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(86_400)) }
    }
}

extension TerminalChat {
    /// Hears piped lines. The next one is read when the one before has been dealt with, so the writer of the pipe
    /// waits.
    func runLines(_ input: TerminalInput, _ say: @Sendable (String) async -> Void) async {
        var splitter = LineSplitter()
        while !Task.isCancelled {
            switch await input.next() {
            case .bytes(let bytes):
                await hear(splitter.feed(bytes), limit: splitter.limit, say)
            case .woken:
                continue
            case .end:
                await hear(splitter.finish(), limit: splitter.limit, say)
                if console.isInputTerminal { return }
                return await waitForCancellation()
            case .failed:
                return await waitForCancellation()
            }
        }
    }

    private func hear(
        _ lines: [LineSplitter.Line],
        limit: Int,
        _ say: @Sendable (String) async -> Void
    ) async {
        for line in lines where !Task.isCancelled {
            switch line {
            // Not by comparing with "", which would normalize the text.
            case .text(let text): if !text.isEmpty { await say(text) }
            case .tooLong: notice("A line of more than \(limit) bytes on standard input was ignored.")
            }
        }
    }
}
