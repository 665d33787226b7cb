private import ArgumentParser
private import Glibc
private import HarkTools
private import TerminalPlugin

private import class FoundationEssentials.ProcessInfo

/// A whole bot: the chosen plugins, a chat, and a server, in one process.
///
/// ```swift
/// import ExamplePlugin
/// import HarkServer
///
/// await Bot.run(Example.self)
/// ```
public enum Bot {
    /// Runs the bot until it is told to stop; the order of the plugins has no meaning.
    ///
    /// The process exits with 0 after SIGTERM, SIGINT or the end of the terminal, once the requests in flight are
    /// answered; with 78 (`EX_CONFIG` of `sysexits.h`) when settings or manifests have faults, each of which is one
    /// line on standard error; with 64 (`EX_USAGE`) for unknown arguments; and with 1 when the chat network is lost for
    /// good.
    ///
    /// - Parameter fileID: where it is called, for `hark build-info`: the module is named as the product that is built.
    public static func run(_ plugins: any Plugin.Type..., fileID: String = #fileID) async -> Never {
        await run(plugins, fileID: fileID)
    }

    /// The same with a list of plugins.
    /// - Parameters:
    ///   - traits: the package traits that chose them, for `hark build-info`; nil where there are none.
    ///   - product: the product that is built, for `hark build-info`, if it is not named as its module.
    ///   - fileID: where it is called, which names the module.
    public static func run(
        _ plugins: [any Plugin.Type], traits: [String]? = nil, product: String? = nil, fileID: String = #fileID
    ) async -> Never {
        Console.openMissingStandardDescriptors()
        let console = Console()
        let program = ProgramName.current
        var status = EXIT_SUCCESS
        do {
            var command = try HarkCommand.parseAsRoot()
            if let command = command as? any BotCommand {
                let files = command.options.envFile
                let environment = try CommandEnvironment(ProcessInfo.processInfo.environment, files: files)
                let words = [program.command] + files.flatMap { ["--env-file", $0.asShellWord] }
                status = try await command.run(
                    CommandContext(
                        plugins: plugins, environment: environment.values, environmentFiles: environment.files,
                        program: program, invocation: words.joined(separator: " "),
                        product: product ?? String(fileID.prefix { $0 != "/" }), traits: traits, console: console))
            } else {
                // `help`, which is ArgumentParser's own.
                try command.run()
            }
        } catch let faults as Faults {
            for fault in faults.list { console.log("\(program.name): \(fault)") }
            status = EX_CONFIG
        } catch {
            let columns = HelpLayout.columns(of: ProcessInfo.processInfo.environment) ?? Console.standardOutputColumns
            HarkCommand.exit(withError: error, columns: columns)
        }
        await console.flush()
        exit(status)
    }
}
