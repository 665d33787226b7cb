private import Glibc
import Hark

/// What a handler does, as its delivery says.
struct Script: Decodable, Sendable {
    /// Names the delivery in the journal.
    let name: String
    /// What its row has a key for.
    let key: String?
    let steps: [Step]

    /// One thing that a handler does, as a word and its arguments: `touch begun`.
    enum Step: Decodable, Sendable {
        /// Sends a text to a room.
        case announce(room: String, text: String)
        /// Makes a file in the journal's folder.
        case touch(String)
        /// Waits for a file in the journal's folder, unless the task is cancelled.
        case await(String)
        /// Waits for a file in the journal's folder, also after the task was cancelled.
        case hang(String)
        /// Waits.
        case pause(milliseconds: Int)
        /// Fails, the first times.
        case fail(times: Int)
        /// Asks for another attempt a second later, the first times.
        case postpone(times: Int)
        /// Ends the process as a fault in a handler does.
        case abort

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            let words = try container.decode(String.self).split(separator: " ", maxSplits: 2).map(String.init)
            let number = words.count > 1 ? Int(words[1]) ?? 0 : 0
            switch (words.first, words.count) {
            case ("announce", 3): self = .announce(room: words[1], text: words[2])
            case ("touch", 2): self = .touch(words[1])
            case ("await", 2): self = .await(words[1])
            case ("hang", 2): self = .hang(words[1])
            case ("pause", 2): self = .pause(milliseconds: number)
            case ("fail", 2): self = .fail(times: number)
            case ("postpone", 2): self = .postpone(times: number)
            case ("abort", 1): self = .abort
            default: throw DecodingError.dataCorruptedError(in: container, debugDescription: "It is no step.")
            }
        }
    }

    /// Thrown by a step that fails.
    struct Failure: Error, CustomStringConvertible {
        let description = "This step fails."
    }

    /// Takes the steps, and notes when that begins and how it ends.
    func run(_ journal: Journal, _ chat: Chat) async throws -> HandlerOutcome {
        let attempt = journal.begin(name)
        do {
            for step in steps {
                switch step {
                case .announce(let room, let text): try await chat.announce(Message("\(text)"), in: [Room(room)])
                case .touch(let file): journal.touch(file)
                case .await(let file):
                    while !journal.has(file) { try await Task.sleep(for: .milliseconds(10)) }
                case .hang(let file):
                    // A task of its own is not cancelled.
                    await Task { while !journal.has(file) { try? await Task.sleep(for: .milliseconds(10)) } }.value
                case .pause(let milliseconds): try await Task.sleep(for: .milliseconds(milliseconds))
                case .fail(let times): if attempt <= times { throw Failure() }
                case .postpone(let times):
                    guard attempt <= times else { continue }
                    journal.note("postponed", name)
                    return .retry(after: .seconds(1))
                case .abort: Glibc.abort()
                }
            }
        } catch {
            journal.note(error is CancellationError ? "cancelled" : "failed", name)
            throw error
        }
        journal.note("end", name)
        return .handled()
    }
}
