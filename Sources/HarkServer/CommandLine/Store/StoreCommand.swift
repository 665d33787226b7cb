internal import ArgumentParser
private import Glibc
private import HarkStore
private import HarkTools

private import struct FoundationEssentials.Date
private import class FoundationEssentials.FileManager

/// `hark store`: the upkeep of the store.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Checks, copies, repairs or measures the store of deliveries.",
        discussion: """
            Uses the store of the bot in HARK_DATA, whether it runs or not. Of the store of a plugin, it says the size \
            alone, and names the tools for the rest.
            """,
        subcommands: [
            StoreCheckCommand.self, StoreBackupCommand.self, StoreSalvageCommand.self, StoreSizeCommand.self,
        ]
    )

    /// Also here, so that they may precede the subcommand.
    @OptionGroup var options: EnvironmentOptions
}

/// `hark store check`: whether the store is sound.
struct StoreCheckCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks every page and index of the store.",
        discussion: """
            It does not hold up a running bot. Exits with 1 and a line for each fault, and with 75 when the store is busy.
            """
    )

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        try await bot.withStore { store throws(Rejection) in
            bot.verdict(try await store.target.perform(.check, as: [String].self))
        } offline: { place throws(Rejection) in
            do throws(StoreError) { return bot.verdict(try await SQLiteStore.check(folder: place.folder)) } catch {
                throw Rejection(error)
            }
        }
    }
}

extension CommandContext {
    /// Reports what a check of the store has found, and returns the exit status.
    fileprivate func verdict(_ faults: [String]) -> Int32 {
        for fault in faults { report(fault) }
        guard faults.isEmpty else {
            report("The store is damaged. Stop the bot, then run: \(invocation) store salvage")
            return EXIT_FAILURE
        }
        print("The store is sound.")
        return EXIT_SUCCESS
    }
}

/// `hark store backup FILE`: copies the store.
struct StoreBackupCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the store into a new file, consistently, also while the bot runs.",
        discussion: """
            A running bot writes the copy itself, as its own user. To restore it, stop the bot, delete \
            HARK_DATA/hark.db-wal and hark.db-shm, and put the copy in the place of HARK_DATA/hark.db. Exits with 75 \
            when the store is busy.
            """
    )

    @Argument(help: "The file, which must not exist.")
    var file: String

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let path = file.hasPrefix("/") ? file : "\(FileManager.default.currentDirectoryPath)/\(file)"
        let copied = "The store is copied into “\(path)”."
        return try await bot.withStore { store throws(Rejection) in
            _ = try await store.target.perform(.backup(path: path))
            bot.print(copied)
            return EXIT_SUCCESS
        } offline: { place throws(Rejection) in
            do throws(StoreError) { try await SQLiteStore.backup(folder: place.folder, to: path) } catch {
                throw Rejection(.internalServerError, error.description)
            }
            bot.print(copied)
            return EXIT_SUCCESS
        }
    }
}

/// `hark store salvage`: repairs a damaged store.
struct StoreSalvageCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "salvage",
        abstract: "Copies what can be read of a damaged store into a new one, and keeps the old one beside it.",
        discussion: "Stop the bot before. Exits with 75 while it runs."
    )

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        try await bot.withStore { store throws(Rejection) in
            let process = store.bot.map { " (process \($0.process))" } ?? ""
            throw Rejection(.serviceUnavailable, "The bot runs\(process). Stop it, then give the command again.")
        } offline: { place throws(Rejection) in
            do throws(StoreOpenError) {
                bot.print(try await SQLiteStore.salvage(folder: place.folder, now: Date()).text)
                return EXIT_SUCCESS
            } catch {
                if case .inUse(_, let process) = error { throw Rejection(.serviceUnavailable, place.busy(process)) }
                throw Rejection(.internalServerError, error.description)
            }
        }
    }
}

/// `hark store size`: sizes and counts.
struct StoreSizeCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "size",
        abstract: "Says how large the store is, and how many deliveries and messages wait in it.",
        discussion: """
            --json writes one object with database, log and free in bytes, deliveries by state, and messages by network; \
            log and free are null for the store of a plugin. Exits with 75 when the store is busy.
            """
    )

    @Flag(help: "Write JSON for machines.")
    var json = false

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        try await bot.withStore { store throws(Rejection) in
            let report = try await store.target.perform(.sizes, as: SizeReport.self)
            bot.print(json ? report.json.serialized() : report.text)
            return EXIT_SUCCESS
        }
    }
}

extension SizeReport {
    /// The report for people, a line for each thing.
    var text: String {
        var lines = [("database", readable(database))]
        if let log { lines.append(("write-ahead log", readable(log))) }
        if let free { lines.append(("free on the disk", readable(free))) }
        let states = DeliveryState.allCases.map(\.rawValue)
        lines += states.compactMap { state in deliveries[state].map { ("\(state) deliveries", "\($0)") } }
        lines += messages.sorted { $0.key < $1.key }.map { ("messages to \($0.key)", "\($0.value)") }
        return TextTable(["WHAT", "SIZE OR NUMBER"], lines.map { [$0.0, $0.1] }).text
    }

    /// A size with one decimal: `12.3 MiB`.
    private func readable(_ bytes: Int) -> String {
        let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        guard let (unit, factor) = units.first(where: { bytes >= $0.1 }) else { return "\(bytes) B" }
        return "\(bytes / factor).\(bytes % factor * 10 / factor) \(unit)"
    }
}

extension SalvageReport {
    /// The report for people.
    fileprivate var text: String {
        let kept = "\(rows["delivery"] ?? 0) deliveries and \(rows["message"] ?? 0) messages are in the new store."
        var lines = [holes == 0 ? "Everything could be read. \(kept)" : "\(holes) places could not be read. \(kept)"]
        if lostRequests > 0 { lines.append("\(lostRequests) deliveries are dead, because their requests are lost.") }
        lines.append("The damaged store is kept as “\(damagedFile)”.")
        return lines.joined(separator: "\n")
    }
}
