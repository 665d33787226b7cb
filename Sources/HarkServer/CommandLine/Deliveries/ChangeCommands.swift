internal import ArgumentParser
private import Glibc

private import struct FoundationEssentials.Date

/// `hark replay 8388ce30`: handles stored deliveries again.
struct ReplayCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Handles stored deliveries again, from the bytes that were stored.",
        discussion: """
            Without a running bot, they are handled when it starts. It asks before it does so; without a terminal, it says \
            what it would do and exits with 1, unless --yes is given. Exits with 1 also when one cannot be handled again, \
            and with 75 when the store is busy.
            """
    )

    @Argument(help: "Their identifiers, or the starts of them.")
    var ids: [String] = []

    @Flag(help: "All that are dead or quarantined, ten a second.")
    var allDead = false

    @Option(help: "With --all-dead: only those of this plugin.")
    var plugin: String?

    @Option(help: "With --all-dead: only those that arrived in this time, such as 30m, 2h or 7d.")
    var since: DeliveryAge?

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: EnvironmentOptions

    func validate() throws {
        guard allDead == ids.isEmpty else {
            throw ValidationError("Name deliveries, or write --all-dead.")
        }
        guard allDead || plugin == nil && since == nil else {
            throw ValidationError("--plugin and --since choose among --all-dead.")
        }
    }

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let selection: DeliverySelection =
            allDead ? .dead(plugin: plugin, since: since?.start(from: Date())) : .ids(ids)
        return try await ConfirmedChange(kind: .replay, isConfirmed: yes) { .replay(selection, $0) }.run(for: bot)
    }
}

/// `hark cancel 8388ce30`: cancels stored deliveries.
struct CancelCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancels stored deliveries that are not finished, also running ones.",
        discussion: """
            It asks before it does so; without a terminal, it says what it would do and exits with 1, unless --yes is given. \
            Exits with 1 also when one is finished already, and with 75 when the store is busy.
            """
    )

    @Argument(help: "Their identifiers, or the starts of them.")
    var ids: [String]

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        try await ConfirmedChange(kind: .cancellation, isConfirmed: yes) { .cancel(ids: ids, $0) }.run(for: bot)
    }
}
