internal import ArgumentParser
private import MicroHTTPD
internal import TerminalPlugin

/// What may stand after the program's name.
struct HarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: usageName,
        abstract: "A chat bot that listens for webhooks.",
        discussion: "It is configured by environment variables whose names start with HARK_; the README lists them.",
        version: Release.version,
        groupedSubcommands: [
            // ArgumentParser adds “subcommands” to each.
            .init(name: "Bot", subcommands: [RunCommand.self, CheckCommand.self, SayCommand.self, SecretCommand.self]),
            .init(name: "Webhook", subcommands: [SendCommand.self, CaptureCommand.self, VerifyCommand.self]),
            .init(
                name: "Listing",
                subcommands: [
                    SettingsCommand.self, RoutesCommand.self, PluginsCommand.self, OpenAPICommand.self,
                    BuildInfoCommand.self,
                ]),
            .init(name: "Package", subcommands: [NewCommand.self]),
        ],
        defaultSubcommand: RunCommand.self
    )

    /// What usage lines begin with: what a person can copy. A completion script is for the file's name alone.
    private static var usageName: String {
        let isForMachines = CommandLine.arguments.contains { argument in
            argument.hasPrefix("--generate-completion-script") || argument.hasPrefix("--experimental-dump-help")
        }
        return isForMachines ? ProgramName.current.name : ProgramName.current.command
    }

    /// Also here, so that they may stand before the subcommand; wherever they stand, the subcommand gets them.
    @OptionGroup var options: EnvironmentOptions
}

/// A subcommand that works on the chosen plugins and the environment.
protocol BotCommand: ParsableCommand {
    /// What every subcommand takes.
    var options: EnvironmentOptions { get }

    /// Does it and returns the exit status of the process.
    /// - Throws: `Faults`, one line each on standard error, with status 78.
    func run(_ bot: CommandContext) async throws(Faults) -> Int32
}

/// What a subcommand works on.
struct CommandContext: Sendable {
    let plugins: [any Plugin.Type]
    let environment: [String: String]
    /// The env file that gave a variable of the environment its value; the process gave the others.
    let environmentFiles: [String: String]
    /// How the program is called.
    let program: ProgramName
    /// What starts the bot in a shell with the env files that this command was given: `mybot --env-file .env`.
    let invocation: String
    /// The executable product that the binary is, whatever its file is called.
    let product: String
    /// How the binary was built, if it says so.
    let traits: [String]?
    let console: Console

    /// The host alone, for a command that only reads: settings read, manifests checked, no socket and no chat. It keeps
    /// no secrets, and one that would not be strict enough to start is shown all the same.
    /// - Throws: `Faults`.
    func readOnlyHost() throws(Faults) -> Host {
        let choice = NetworkChoice(plugins, terminal: TerminalChat.networkName, environment)
        let reading = choice.read(environment, besides: ServerSettings.declarations, of: plugins)
        let settings: ServerSettings
        do throws(SettingFault) { settings = try ServerSettings(reading.settings) } catch {
            throw Faults(reading.faults + [Fault(error)])
        }
        let quiet = Logger(label: "hark") { _ in SwiftLogNoOpLogHandler() }
        return try Host(
            plugins: choice.plugins,
            networks: choice.names.contains(TerminalChat.networkName)
                ? [TerminalChat(console: console, room: "#general", user: "")] : [],
            reading: reading, isStrict: false, acceptsClientCertificates: settings.tlsClientAuthorities != nil,
            secretStore: FolderSecretStore(lookedAtIn: settings.data), writesSecrets: false, program: invocation,
            logger: quiet)
    }

    /// The columns that a table may take: those of the terminal, or what `COLUMNS` says; nil for as many as it needs.
    var columns: Int? { HelpLayout.columns(of: environment) ?? Console.standardOutputColumns }

    /// Says on standard error what went wrong: a line that begins with the program's name.
    func report(_ text: String) { console.log("\(program.name): \(text)") }

    /// The port for HTTP of a bot of this environment; 0 where it has none.
    /// - Throws: `Faults` when the settings are malformed.
    func port() throws(Faults) -> UInt16 {
        let reading = SettingsReader(ServerSettings.declarations).read(environment)
        guard let settings = try? ServerSettings(reading.settings) else { throw Faults(reading.faults) }
        if case .number(let port) = settings.port { return port }
        return 0
    }

    /// The URL under which senders know a bot of this environment, or else where it listens, or where one listens by
    /// default.
    var publicURL: String {
        let reading = SettingsReader(HostOptions.declarations).read(environment)
        let base = try? reading.settings[HostOptions.baseURLSetting]
        return base?.description ?? (try? address()) ?? "http://127.0.0.1:3141"
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
