internal import ArgumentParser
private import Glibc
private import HarkClient
private import HarkTools
private import MicroHTTPD

/// `hark build-info`: what this binary consists of, and how to build it again.
struct BuildInfoCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "build-info", abstract: "Says what this binary is made of, and how to build it again.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let catalog = try Catalog(bot.plugins)
        var lines = [
            "hark \(Release.version)",
            "built with Swift \(Self.swiftVersion), \(Self.mode)",
            "libmicrohttpd \(Library.version)",
            "libcurl \(HTTPClient.libraryVersion)",
        ]
        lines += catalog.pluginVersions.map { "plugin \($0.name) \($0.version)" }
        if let traits = bot.traits { lines.append("traits \(traits.joined(separator: ","))") }
        lines.append(Self.rebuild(bot.product, bot.traits))
        bot.print(lines.joined(separator: "\n"))
        return EXIT_SUCCESS
    }

    private static func rebuild(_ product: String, _ traits: [String]?) -> String {
        let choice =
            switch traits {
            case nil: ""
            case []?: " --disable-default-traits"
            case let traits?: " --traits \(traits.joined(separator: ","))"
            }
        return "swift build -c \(mode) --product \(product)\(choice)"
    }

    private static var mode: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    /// The compiler's version, as far as conditional compilation can tell.
    private static var swiftVersion: String {
        #if compiler(>=6.5)
            "6.5 or later"
        #elseif compiler(>=6.4)
            "6.4"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
