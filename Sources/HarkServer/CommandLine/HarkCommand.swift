internal import ArgumentParser
private import MicroHTTPD
internal import TerminalPlugin

/// The arguments of the program.
struct HarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: usageName,
        abstract: "A chat bot that listens for webhooks.",
        discussion: "It is configured by environment variables whose names start with HARK_; `settings` lists them.",
        version: Release.version,
        groupedSubcommands: [
            // ArgumentParser appends “subcommands” to each.
            .init(name: "Bot", subcommands: [RunCommand.self, CheckCommand.self, SayCommand.self, SecretCommand.self]),
            .init(
                name: "Delivery",
                subcommands: [
                    DeliveriesCommand.self, DeliveryCommand.self, ReplayCommand.self, CancelCommand.self,
                    StoreCommand.self, MetricsCommand.self,
                ]),
            .init(name: "Webhook", subcommands: [SendCommand.self, CaptureCommand.self, VerifyCommand.self]),
            .init(
                name: "Listing",
                subcommands: [
                    SettingsCommand.self, RoutesCommand.self, PluginsCommand.self, SchedulesCommand.self,
                    RulesCommand.self, OpenAPICommand.self, BuildInfoCommand.self,
                ]),
            .init(name: "Package", subcommands: [NewCommand.self]),
        ],
        defaultSubcommand: RunCommand.self
    )

    /// The start of usage lines, to be copied. In a completion script, it must be the name of the file.
    private static var usageName: String {
        let isForMachines = CommandLine.arguments.contains { argument in
            argument.hasPrefix("--generate-completion-script") || argument.hasPrefix("--experimental-dump-help")
        }
        return isForMachines ? ProgramName.current.name : ProgramName.current.command
    }

    /// Also here, so that they may precede the subcommand; the subcommand gets them in either case.
    @OptionGroup var options: EnvironmentOptions
}

/// A subcommand that uses the chosen plugins and the environment.
protocol BotCommand: ParsableCommand {
    /// The options of every subcommand.
    var options: EnvironmentOptions { get }

    /// Runs the command and returns the exit status of the process.
    /// - Throws: `Faults`, one line each on standard error, with status 78.
    func run(_ bot: CommandContext) async throws(Faults) -> Int32
}

/// The input of a subcommand.
struct CommandContext: Sendable {
    let plugins: [any Plugin.Type]
    let environment: [String: String]
    /// The env file of each variable that comes from one; the others come from the process.
    let environmentFiles: [String: String]
    /// The name of the program.
    let program: ProgramName
    /// The shell command that starts the bot with the env files of this command: `mybot --env-file .env`.
    let invocation: String
    /// The executable product, whatever its file is called.
    let product: String
    /// The package traits of the build, if known.
    let traits: [String]?
    let console: Console
    let output: CommandOutput

    /// The bot in this environment, with the values of the server's own settings.
    func configuration() -> BotConfiguration {
        BotConfiguration(
            plugins, environment, terminal: TerminalChat.networkName, besides: ServerSettings.declarations)
    }

    /// The host for a command that only reads: settings read, manifests checked, no sockets and no chat. It writes no
    /// secrets, and is not strict.
    /// - Throws: `Faults`.
    func readOnlyHost() throws(Faults) -> Host {
        let configuration = configuration()
        let settings = try ServerSettings(configuration.reading.settings)
        var dependencies = HostDependencies()
        dependencies.acceptsClientCertificates = settings.tlsClientAuthorities != nil
        dependencies.secretStore = FolderSecretStore(lookedAtIn: settings.data)
        dependencies.writesSecrets = false
        dependencies.program = invocation
        return try Host(
            configuration,
            networks: configuration.networks.contains(TerminalChat.networkName)
                ? [TerminalChat(console: console, room: "#general", user: "")] : [],
            isStrict: false, dependencies)
    }

    /// The width for tables: that of the terminal, or `COLUMNS`; nil for no limit.
    var columns: Int? { HelpLayout.columns(of: environment) ?? Console.standardOutputColumns }

    /// Writes an error to standard error: a line that begins with the program's name.
    func report(_ text: String) { console.log("\(program.name): \(text)") }

    /// The server's own settings in this environment.
    /// - Throws: `Faults` if they are malformed.
    func serverSettings() throws(Faults) -> ServerSettings {
        try ServerSettings(SettingsReader(ServerSettings.declarations).read(environment).checked())
    }

    /// The server's own settings in this environment, for a hint; those that are malformed count as not set.
    var likelyServerSettings: ServerSettings? {
        try? ServerSettings(SettingsReader(ServerSettings.declarations).read(environment).settings)
    }

    /// The HTTP port of the bot in this environment; 0 if it has none.
    /// - Throws: `Faults` if the settings are malformed.
    func port() throws(Faults) -> UInt16 {
        if case .number(let port) = try serverSettings().port { return port }
        return 0
    }

    /// The URL of the bot in this environment: the one that senders use, or else the one where it listens, or else the
    /// default.
    var publicURL: String {
        let reading = SettingsReader(HostOptions.declarations).read(environment)
        let base = try? reading.settings[HostOptions.baseURLSetting]
        return base?.description ?? likelyServerSettings.flatMap(Self.address) ?? "http://127.0.0.1:3141"
    }

    /// The URL where the bot in this environment listens.
    /// - Throws: `Faults` if the settings are malformed, or it has a port neither for HTTP nor for HTTPS.
    func address() throws(Faults) -> String {
        guard let address = Self.address(try serverSettings()) else {
            throw Faults([Fault("--to", "this environment does not say where the bot listens; write --to URL.")])
        }
        return address
    }

    private static func address(_ settings: ServerSettings) -> String? {
        if case .number(let port) = settings.port, port != 0 {
            return ListenAddress.tcp(host: settings.host, port: port).url(scheme: .http)
        }
        if case .number(let port) = settings.tlsPort, port != 0, settings.tlsCertificate != nil {
            return ListenAddress.tcp(host: settings.host, port: port).url(scheme: .https)
        }
        return nil
    }
}
