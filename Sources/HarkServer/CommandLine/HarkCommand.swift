internal import ArgumentParser
internal import HarkTerminal
private import MicroHTTPD

/// What may stand after the program's name.
struct HarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hark",
        abstract: "A chat bot that listens for webhooks.",
        discussion: "It is configured by environment variables whose names start with HARK_; the README lists them.",
        version: Release.version,
        groupedSubcommands: [
            .init(name: "A bot", subcommands: [RunCommand.self, CheckCommand.self, SecretCommand.self]),
            .init(name: "Its webhooks", subcommands: [SendCommand.self, VerifyCommand.self]),
            .init(
                name: "What it is",
                subcommands: [
                    SettingsCommand.self, RoutesCommand.self, PluginsCommand.self, OpenAPICommand.self,
                    BuildInfoCommand.self,
                ]),
            .init(name: "Another one", subcommands: [NewCommand.self]),
        ],
        defaultSubcommand: RunCommand.self
    )

    /// Also here, so that they may stand before the subcommand; wherever they stand, the subcommand gets them.
    @OptionGroup var options: EnvironmentOptions
}

/// A subcommand that works on the chosen plugins and the environment.
protocol BotCommand: ParsableCommand {
    /// What every subcommand takes.
    var options: EnvironmentOptions { get }

    /// Does it and returns the exit status of the process.
    /// - Throws: `Faults`, one line each on standard error, with status 78.
    func run(_ bot: BotUnderCommand) async throws(Faults) -> Int32
}

/// What a subcommand works on.
struct BotUnderCommand: Sendable {
    let plugins: [any Plugin.Type]
    let environment: [String: String]
    /// The executable product that the binary is, whatever its file is called.
    let product: String
    /// How the binary was built, if it says so.
    let traits: [String]?
    let console: Console

    /// The host alone, for a command that only tells: it makes no secrets, and one that would not be strict enough to start
    /// is told about all the same.
    /// - Throws: `Faults`.
    func lookingHost() throws(Faults) -> Host {
        let environment = HostOptions.environment(environment, isStrict: false)
        return try BotUnderCommand(
            plugins: plugins, environment: environment, product: product, traits: traits, console: console
        ).host { LookingVault(FolderVault(dataFolder: $0.data)) }
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

    /// Where a bot of this environment listens.
    /// - Throws: `Faults` when it has neither a port for HTTP nor one for HTTPS.
    func address() throws(Faults) -> String {
        let reading = SettingsReader(ServerSettings.declarations).read(environment)
        guard let settings = try? ServerSettings(reading.settings) else { throw Faults(reading.faults) }
        if case .number(let port) = settings.port, port != 0 {
            return ListenAddress.tcp(host: settings.host, port: port).url(scheme: .http)
        }
        if case .number(let port) = settings.tlsPort, port != 0, settings.tlsCertificate != nil {
            return ListenAddress.tcp(host: settings.host, port: port).url(scheme: .https)
        }
        throw Faults([Fault("--to", "this environment does not say where the bot listens; write --to URL.")])
    }
}
