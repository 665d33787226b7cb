private import Glibc
private import SystemPackage

/// Whether a person agrees to what a command is about to do.
enum Confirmation: Equatable {
    /// Yes.
    case given
    /// No.
    case refused
    /// There is no terminal at which to ask.
    case impossible

    /// Asks on standard error, and reads the answer from standard input.
    static func ask(_ question: String) -> Confirmation {
        guard isatty(STDIN_FILENO) != 0, isatty(STDERR_FILENO) != 0 else { return .impossible }
        _ = try? FileDescriptor.standardError.writeAll("\(question) [y/N] ".utf8)
        return Confirmation(answer: readLine())
    }

    /// What an answer means; nil is the end of the input.
    init(answer: String?) {
        self = ["y", "yes"].contains(answer?.trimmingSpaces.lowercased() ?? "") ? .given : .refused
    }
}
