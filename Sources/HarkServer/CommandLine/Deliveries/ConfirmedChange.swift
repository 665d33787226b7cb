private import Glibc
private import SystemPackage
private import TerminalPlugin

/// A change of stored deliveries that is made once a person has agreed to it.
struct ConfirmedChange {
    /// What is done.
    enum Kind {
        case replay
        case cancellation
    }

    let kind: Kind
    /// Whether nobody has to be asked.
    let isConfirmed: Bool
    /// The request for it.
    let request: (ChangeMode) -> ControlRequest

    /// Makes the change, or says what it would be.
    /// - Returns: the exit status: 1 if some or all deliveries are left as they are, or that of `withStore`.
    /// - Throws: `Faults`, as `withStore` does.
    func run(for bot: CommandContext) async throws(Faults) -> Int32 {
        // While a person thinks, the store is free for a bot that starts.
        if !isConfirmed {
            var count = 0
            let status = try await bot.withStore { store throws(Rejection) in
                let trial = try await perform(isTrial: true, in: store, for: bot)
                count = trial.count
                guard count > 0 else { return try conclude(trial, in: store, for: bot) }
                for sentence in trial.unchanged { bot.report(sentence) }
                return EXIT_SUCCESS
            }
            guard count > 0 else { return status }
            await bot.console.flush()
            switch Confirmation.ask(question(count)) {
            case .given: break
            case .refused: return EXIT_FAILURE
            case .impossible:
                bot.print("\(intention(count)) Add --yes to do that.")
                return EXIT_FAILURE
            }
        }
        return try await bot.withStore { store throws(Rejection) in
            try conclude(try await perform(isTrial: false, in: store, for: bot), in: store, for: bot)
        }
    }

    private func perform(
        isTrial: Bool, in store: StoreAccess, for bot: CommandContext
    ) async throws(Rejection) -> ChangeReport {
        let mode = ChangeMode(person: bot.person, isTrial: isTrial)
        return try await store.target.perform(request(mode), as: ChangeReport.self)
    }

    private func conclude(
        _ report: ChangeReport, in store: StoreAccess, for bot: CommandContext
    ) throws(Rejection) -> Int32 {
        for sentence in report.unchanged { bot.report(sentence) }
        guard report.count > 0 || !report.unchanged.isEmpty else {
            throw Rejection(.notFound, "There are no such deliveries.")
        }
        // Only those that were named have a sentence each.
        if report.changed.isEmpty, report.count > 0 {
            bot.print(
                report.count == 1
                    ? "1 delivery is handled again." : "\(count(report.count)) are handled again, ten a second.")
        }
        for sentence in report.changed { bot.print(sentence) }
        if kind == .replay, report.count > 0, store.isIdle { bot.print("No bot runs: that happens when it starts.") }
        return report.unchanged.isEmpty ? EXIT_SUCCESS : EXIT_FAILURE
    }

    private func question(_ count: Int) -> String {
        switch kind {
        case .replay: "Handle \(self.count(count)) again?"
        case .cancellation: "Cancel \(self.count(count))?"
        }
    }

    private func intention(_ count: Int) -> String {
        switch kind {
        case .replay: "\(self.count(count)) would be handled again."
        case .cancellation: "\(self.count(count)) would be cancelled."
        }
    }

    private func count(_ count: Int) -> String { count == 1 ? "1 delivery" : "\(count) deliveries" }
}

extension CommandContext {
    /// Who gives the command, for the notes of deliveries.
    fileprivate var person: String {
        "\(environment["USER"] ?? environment["LOGNAME"] ?? "user \(getuid())") on the command line"
    }
}

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
