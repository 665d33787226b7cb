internal import ArgumentParser
internal import HarkTerminal

/// What may stand after the program's name.
struct HarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hark",
        abstract: "A chat bot that listens for webhooks.",
        discussion: "It is configured by environment variables whose names start with HARK_; the README lists them.",
        version: Release.version,
        subcommands: [RunCommand.self, CheckCommand.self, SecretCommand.self, VerifyCommand.self],
        defaultSubcommand: RunCommand.self
    )
}

/// A subcommand that works on the chosen plugins and the environment.
protocol BotCommand: ParsableCommand {
    /// Does it and returns the exit status of the process.
    /// - Throws: `Faults`, one line each on standard error, with status 78.
    func run(_ bot: BotUnderCommand) async throws(Faults) -> Int32
}

/// What a subcommand works on.
struct BotUnderCommand: Sendable {
    let plugins: [any Plugin.Type]
    let environment: [String: String]
    let console: Console

    /// The same for a command that tells about a bot which would not be strict enough to start.
    var lax: BotUnderCommand {
        var environment = environment
        environment[HostOptions.strictSetting.variable] = nil
        return BotUnderCommand(plugins: plugins, environment: environment, console: console)
    }

    /// The host alone: settings read, manifests checked, no socket and no chat.
    /// - Throws: `Faults`.
    func host(vault: (ServerSettings) -> any SecretVault) throws(Faults) -> Host {
        let reading = SettingsReader(ServerSettings.declarations + HostOptions.declarations(with: plugins))
            .read(environment)
        let settings: ServerSettings
        do throws(SettingFault) { settings = try ServerSettings(reading.settings) } catch {
            throw Faults(reading.faults + [Fault(error)])
        }
        let quiet = Logger(label: "hark") { _ in SwiftLogNoOpLogHandler() }
        let chat = TerminalChat(console: console, room: "#general", user: "")
        return try Host(plugins: plugins, reading: reading, chat: chat, vault: vault(settings), logger: quiet)
    }
}
