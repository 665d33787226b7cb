internal import ArgumentParser
private import Glibc
internal import HarkStore
private import SystemPackage
private import TerminalPlugin

internal import struct FoundationEssentials.Date

/// `hark deliveries --state dead`: the newest stored deliveries.
struct DeliveriesCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "Lists the newest stored deliveries.",
        discussion: """
            Uses the store of the bot in HARK_DATA, whether it runs or not. --json writes an object a line with id, number, \
            plugin, route, event, origin, key, state, received, due, started, finished, expires, attempt, crashes, \
            replays, outcome and size; times are as in RFC 3339, and what a delivery has not is null. Exits with 1 when \
            there is none, and with 75 when the store is busy.
            """
    )

    @Option(name: .customLong("state"), help: "Only those in this state; may be given several times.")
    var states: [StateName] = []

    @Option(help: "Only those of this plugin, such as github.")
    var plugin: String?

    @Option(help: "Only those that arrived in this time, such as 30m, 2h or 7d.")
    var since: DeliveryAge?

    @Option(help: "At most so many.")
    var limit = 20

    @Flag(help: "Write JSON for machines.")
    var json = false

    @OptionGroup var options: EnvironmentOptions

    func validate() throws {
        guard (1...StoreControl.longestList).contains(limit) else {
            throw ValidationError("--limit is a number from 1 to \(StoreControl.longestList).")
        }
    }

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let now = Date()
        let filter = DeliveryFilter(
            states: states.map(\.state), plugin: plugin, since: since?.start(from: now), limit: limit)
        return try await bot.withStore { store throws(Rejection) in
            let entries = try await store.target.perform(.deliveries(filter), as: [DeliveryEntry].self)
            guard !entries.isEmpty else { throw Rejection(.notFound, "There are no such deliveries.") }
            if json {
                for entry in entries { bot.print(entry.json.serialized().escapedForTerminals) }
            } else {
                bot.print(DeliveryListing(entries, now: now).table(width: bot.columns))
            }
            return EXIT_SUCCESS
        }
    }
}

/// `hark delivery 8388ce30`: everything about one stored delivery.
struct DeliveryCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery",
        abstract: "Shows a stored delivery: what became of it, its attempts, and its request.",
        discussion: """
            --raw writes the exact bytes of its body into a new file that only you can read. --json writes one object: that \
            of deliveries, and attempts, request and bodyStart. Passwords and tokens are not stored. Exits with 1 when there \
            is no such delivery, and with 75 when the store is busy.
            """
    )

    @Argument(help: "Its identifier, or the start of it.")
    var id: String

    @Flag(help: "Write JSON for machines.")
    var json = false

    @Option(help: "Write its body into this file, which must not exist.")
    var raw: String?

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        try await bot.withStore { store throws(Rejection) in
            if let raw {
                let body = try await store.target.body(of: id)
                do throws(Errno) { try PrivateFile.write(body, to: raw, isDurable: false) } catch {
                    throw Rejection(.unprocessableContent, "“\(raw)” cannot be written (\(error)). Name a new file.")
                }
                if !json { bot.print("The \(body.count) bytes of the body are in “\(raw)”.") }
            }
            guard json || raw == nil else { return EXIT_SUCCESS }
            let details = try await store.target.perform(.delivery(id: id), as: DeliveryDetails.self)
            bot.print(
                json
                    ? details.json.serialized().escapedForTerminals
                    : DeliveryListing.description(of: details, now: Date()))
            return EXIT_SUCCESS
        }
    }
}

extension DeliveryAge: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

/// The state of deliveries in an option.
struct StateName: ExpressibleByArgument, Sendable {
    let state: DeliveryState

    static var allValueStrings: [String] { DeliveryState.allCases.map(\.rawValue) }

    init?(argument: String) {
        guard let state = DeliveryState(rawValue: argument.lowercased()) else { return nil }
        self.state = state
    }
}
