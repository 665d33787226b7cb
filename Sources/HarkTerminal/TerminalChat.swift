public import Hark

/// The chat of someone who runs the bot by hand or in a pipe: what they type is said in one room, and what is said in any
/// room is printed as `[#room] text`.
///
/// On a terminal there is a prompt with line editing and history; Ctrl-D, or Ctrl-C on an empty line, stops the bot.
/// Otherwise the lines of standard input are heard, and its end stops nothing; every line printed begins with the room.
/// A bot in the background of a terminal (`hark &`) speaks but hears nothing.
/// Lines are heard one after the other, so that answers come in order.
public final class TerminalChat: ChatBackend {
    /// Most lines that wait on a terminal while the bot is busy; a piped input waits in its pipe.
    static let backlog = 64

    static let prompt = "hark> "

    let console: Console
    private let room: Room
    private let person: Person

    /// A chat at `console`.
    /// - Parameters:
    ///   - room: where what is typed is said.
    ///   - user: the identifier and name of the person at the keyboard, such as the login name; if empty, `you`.
    public init(console: Console, room: Room, user: String) {
        self.console = console
        self.room = room
        self.person = Person(id: user.isEmpty ? "you" : user)
    }

    /// Whoever sits at the terminal runs the bot.
    public func isOwner(_ person: Person) -> Bool { person == self.person }

    /// Prints a message, controls shown as escapes, and returns once it has been written.
    /// - Throws: `ConsoleError` when the output is closed or nobody reads it.
    public func send(_ message: Message, to room: Room) async throws {
        let label = "[\(TerminalText.inline(room.name))] "
        let lines = TerminalText(message.text).lines
        let indent = console.isInteractive ? String(repeating: " ", count: label.columns) : label
        try await console.say(lines.enumerated().map { ($0.offset == 0 ? label : indent) + $0.element })
    }

    /// Hears what is typed until the person leaves or the task is cancelled. A failing input is an ended one.
    /// - Throws: `Errno` when the process has no descriptor left.
    public func run(hear: @escaping Hear) async throws {
        let input = try TerminalInput(console.input)
        let say: @Sendable (String) async -> Void = { [person, room] line in
            await hear(IncomingMessage(line, from: person, in: room))
        }
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
