internal import ArgumentParser
private import Glibc

/// `hark settings`: every variable of the chosen plugins.
struct SettingsCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Lists every setting: variable, type, default, and what it is."
    )

    @Flag(help: "Write an env file to be filled in.")
    var env = false

    @Flag(help: "Write JSON for machines.")
    var json = false

    @OptionGroup var options: EnvironmentOptions

    func validate() throws {
        guard !(env && json) else { throw ValidationError("Choose one of --env and --json.") }
    }

    func run(_ bot: BotUnderCommand) async throws(Faults) -> Int32 {
        let listing = SettingsListing(ServerSettings.declarations + HostOptions.declarations(with: bot.plugins))
        print(env ? listing.environmentFile : json ? listing.json.serialized() : listing.table)
        return EXIT_SUCCESS
    }
}

/// `hark routes`: what can be called.
struct RoutesCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes", abstract: "Lists every route: methods, rule, plugin, verifier, body.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: BotUnderCommand) async throws(Faults) -> Int32 {
        print(try bot.lookingHost().routesTable)
        return EXIT_SUCCESS
    }
}

/// `hark plugins`: what is compiled in.
struct PluginsCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins", abstract: "Lists the plugins that are compiled in.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: BotUnderCommand) async throws(Faults) -> Int32 {
        print(try bot.lookingHost().pluginsTable)
        return EXIT_SUCCESS
    }
}

/// `hark openapi`: every route for machines.
struct OpenAPICommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Describes every route in OpenAPI 3.1, as JSON.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: BotUnderCommand) async throws(Faults) -> Int32 {
        print(try bot.lookingHost().openAPI(server: (try? bot.address()) ?? "http://127.0.0.1:3141").serialized())
        return EXIT_SUCCESS
    }
}
