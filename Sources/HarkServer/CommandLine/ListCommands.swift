internal import ArgumentParser
private import Glibc
private import HarkTools

/// `hark settings`: all settings of the bot.
struct SettingsCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Lists every setting: variable, type, default, and what it is.",
        discussion: """
            --effective shows what is in effect instead, and where each value comes from: the environment, a file that \
            NAME_FILE names, an env file, a credential of systemd's, the bot itself, or the default. Secrets are hidden.
            """
    )

    @Flag(help: "Write an env file to be filled in.")
    var env = false

    @Flag(help: "Write JSON for machines.")
    var json = false

    @Flag(help: "Show the value that each has, and where it comes from.")
    var effective = false

    @OptionGroup var options: EnvironmentOptions

    func validate() throws {
        guard !(env && json) else { throw ValidationError("Choose one of --env and --json.") }
        guard !(env && effective) else { throw ValidationError("Choose one of --env and --effective.") }
    }

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let declarations =
            ServerSettings.declarations + HostOptions.declarations
            + Catalog.entries(of: bot.plugins).flatMap(\.settings)
        guard !effective else {
            // Without a valid environment it is not known which secrets the bot would generate.
            let host = try? bot.readOnlyHost()
            let generated = host?.registry.names.flatMap { (try? host?.generatedSecrets(of: $0)) ?? [] } ?? []
            let settings = EffectiveSettings(
                declarations, reading: bot.configuration().reading, environment: bot.environment,
                files: bot.environmentFiles,
                generated: generated)
            bot.print(json ? settings.json.serialized() : settings.table(width: bot.columns))
            for warning in settings.warnings { bot.report(warning) }
            guard settings.faults.isEmpty else { throw Faults(settings.faults) }
            return EXIT_SUCCESS
        }
        let listing = SettingsListing(declarations)
        bot.print(
            env
                ? listing.environmentFile
                : json ? listing.json.serialized() : listing.table(width: bot.columns))
        return EXIT_SUCCESS
    }
}

/// `hark routes`: all routes.
struct RoutesCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes", abstract: "Lists every route: methods, rule, plugin, verifier, body.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        bot.print(try Catalog(bot.plugins).routesTable(width: bot.columns))
        return EXIT_SUCCESS
    }
}

/// `hark plugins`: the plugins in the binary.
struct PluginsCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins", abstract: "Lists the plugins that are compiled in.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        bot.print(try Catalog(bot.plugins).pluginsTable(width: bot.columns))
        return EXIT_SUCCESS
    }
}

/// `hark schedules`: what plugins do at certain times.
struct SchedulesCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedules", abstract: "Lists every schedule: plugin, name, times, time limit.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        bot.print(try Catalog(bot.plugins).schedulesTable(width: bot.columns))
        return EXIT_SUCCESS
    }
}

/// `hark openapi`: all routes in OpenAPI format.
struct OpenAPICommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Describes every route in OpenAPI 3.1, as JSON.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        bot.print(try Catalog(bot.plugins).openAPI(server: bot.publicURL).serialized())
        return EXIT_SUCCESS
    }
}
