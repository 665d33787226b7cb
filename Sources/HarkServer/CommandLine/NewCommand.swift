internal import ArgumentParser
private import Glibc
internal import HarkTools
private import TerminalPlugin

private import class FoundationEssentials.FileManager

/// `hark new mybot`, `hark new plugin Deploys`, `hark new plugin --provider Acme --from samples`: writes a package for
/// a bot, or a plugin in it.
struct NewCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Makes a bot of your own, or a plugin in it.",
        usage: """
            \(ProgramName.current.command) new <name> [--with <plugins>] [--hark <path or URL>]
            \(ProgramName.current.command) new plugin <Name>
            \(ProgramName.current.command) new plugin --provider <Name> --from <folder>
            """,
        discussion: """
            The first makes a folder with a package that builds, and whose test passes. The second adds a plugin with its \
            test to the package in the current folder. The third makes a plugin for a provider of webhooks from what it \
            sent: requests that capture wrote (.http), or payloads (.json) with their events as names.
            """
    )

    @Argument(help: "The bot's name, or “plugin” and the plugin's name.")
    var names: [String]

    @Option(help: "Plugins to compile in, separated by commas: github,alertmanager.")
    var with = ""

    @Option(help: "Where Hark is: a folder beside the new one, or a URL.")
    var hark = "../hark"

    @Option(help: "The provider that a new plugin is for, as a type: Acme.")
    var provider: String?

    @Option(help: "The folder with what the provider sent.")
    var from: String?

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        do throws(Fault) {
            let (project, steps) = try files()
            try NewFiles(project).write()
            for file in project { bot.print(file.path) }
            bot.print("\n\(steps)")
            return EXIT_SUCCESS
        } catch {
            throw Faults([error])
        }
    }

    private func files() throws(Fault) -> (files: [NewFile], steps: String) {
        if provider != nil || from != nil {
            guard names == ["plugin"], let provider, let from else {
                let command = ProgramName.current.command
                throw Fault("new plugin", "write: \(command) new plugin --provider Acme --from <folder>.")
            }
            return try newProvider(provider, from: from)
        }
        return names.count == 2 && names[0] == "plugin" ? try newPlugin() : try newBot()
    }

    /// Most samples that are read, and the longest one in bytes.
    private static let mostSamples = 1_000
    private static let longestSample = 4 << 20

    private func newProvider(_ name: String, from folder: String) throws(Fault) -> (files: [NewFile], steps: String) {
        let package = try Self.packageName
        guard let all = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Fault("--from", "“\(folder)” is not a folder that can be read.")
        }
        let files = all.filter { $0.hasSuffix(".json") || $0.hasSuffix(".http") }.sorted()
        guard files.count <= Self.mostSamples else {
            throw Fault("--from", "“\(folder)” has \(files.count) samples; \(Self.mostSamples) are read at most.")
        }
        var samples: [ProviderSample] = []
        for file in files {
            let bytes: [UInt8]
            do throws(FileError) {
                bytes = try SmallFile("\(folder)/\(file)", atMost: Self.longestSample).bytes()
            } catch {
                throw Fault("--from", error.description)
            }
            samples.append(try ProviderSample(name: file, bytes))
        }
        let plugin = try NewProvider(name: name, samples: samples)
        let main = "Sources/\(package)/main.swift"
        let text = { (path: String) in (try? SmallFile(path, atMost: 1 << 20).text()) ?? "" }
        let steps = plugin.steps(
            main: main, text: text(main), package: package, manifest: text("Package.swift"))
        return (plugin.files(in: package), steps)
    }

    private func newPlugin() throws(Fault) -> (files: [NewFile], steps: String) {
        let package = try Self.packageName
        let plugin = try NewPlugin(name: names[1])
        let main = "Sources/\(package)/main.swift"
        let text = try? SmallFile(main, atMost: 1 << 20).text()
        return (plugin.files(in: package), plugin.steps(main: main, text: text ?? "", package: package))
    }

    private func newBot() throws(Fault) -> (files: [NewFile], steps: String) {
        guard names.count == 1 else {
            let command = ProgramName.current.command
            throw Fault("new", "name one bot, or write: \(command) new plugin <Name>.")
        }
        let known = NewBot.Choice.all
        var chosen: [NewBot.Choice] = []
        for word in with.split(separator: ",").map({ String($0.trimmingSpaces).lowercased() }) where !word.isEmpty {
            guard let choice = known.first(where: { $0.name == word }) else {
                let names = known.map(\.name).sorted()
                let hint = Suggestion(for: word, among: names).nearest.map { "Did you mean \($0)?" }
                let all = "The plugins are: \(names.joined(separator: ", "))."
                throw Fault("--with", "there is no plugin “\(word)”. \(hint ?? all)")
            }
            if !chosen.contains(choice) { chosen.append(choice) }
        }
        let bot = try NewBot(name: names[0], hark: hark, plugins: chosen)
        return (bot.files(), bot.steps)
    }

    /// The name of the package in the current folder.
    private static var packageName: String {
        get throws(Fault) {
            guard let bytes = try? SmallFile("Package.swift", atMost: 1 << 20).bytes() else {
                throw Fault("new plugin", "there is no Package.swift here; run it in the bot's folder.")
            }
            // The first quoted text after `Package(` is the name: it is the first argument in PackageDescription.
            let text = String(decoding: bytes, as: UTF8.self)
            let words = text.split(separator: " Package(", maxSplits: 1).dropFirst().first
            guard let parts = words?.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false),
                parts.count == 3, parts[0].trimmingPrefix(while: \.isWhitespace).hasPrefix("name:")
            else { throw Fault("new plugin", "Package.swift does not begin with the package's name.") }
            return String(parts[1])
        }
    }
}
