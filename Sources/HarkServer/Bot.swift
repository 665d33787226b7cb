private import ArgumentParser
private import Glibc
private import HarkTools
private import TerminalPlugin

private import class FoundationEssentials.ProcessInfo

/// A complete bot: the chosen plugins, their chat networks and a server, in one process.
///
/// ```swift
/// import ExamplePlugin
/// import HarkServer
///
/// await Bot.run(Example.self)
/// ```
public enum Bot {
    /// Runs the bot until it is stopped; the order of the plugins has no meaning.
    ///
    /// The process exits with 0 after SIGTERM, SIGINT or the end of the terminal, once the requests in flight are
    /// answered; with 78 (`EX_CONFIG` of `sysexits.h`) if settings or manifests have faults or the store cannot be
    /// opened, each reported as one line on standard error; with 74 (`EX_IOERR`) if the store has failed or its server
    /// cannot be reached; with 64 (`EX_USAGE`) for unknown arguments; and with 1 if no chat network could ever be
    /// connected. Commands have more statuses, which their help and `docs/Deliveries.md` list.
    ///
    /// - Parameter fileID: where it is called, for `hark build-info`: the module has the name of the product.
    public static func run(_ plugins: any Plugin.Type..., fileID: String = #fileID) async -> Never {
        await run(plugins, fileID: fileID)
    }

    /// The same with a list of plugins.
    /// - Parameters:
    ///   - traits: the package traits that selected them, for `hark build-info`; nil if there are none.
    ///   - product: the name of the product, for `hark build-info`, if it differs from that of its module.
    ///   - fileID: where it is called, which names the module.
    public static func run(
        _ plugins: [any Plugin.Type], traits: [String]? = nil, product: String? = nil, fileID: String = #fileID
    ) async -> Never {
        Console.openMissingStandardDescriptors()
        let (console, output) = (Console(), CommandOutput())
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
                        product: product ?? String(fileID.prefix { $0 != "/" }), traits: traits, console: console,
                        output: output))
            } else {
                // `help`, which ArgumentParser implements.
                try command.run()
            }
        } catch let faults as Faults {
            for fault in faults.list { console.log("\(program.name): \(fault)") }
            status = EX_CONFIG
        } catch {
            let columns = HelpLayout.columns(of: ProcessInfo.processInfo.environment) ?? Console.standardOutputColumns
            HarkCommand.exit(withError: error, columns: columns)
        }
        status = output.status(status) { console.log("\(program.name): \($0)") }
        await console.flush()
        exit(status)
    }
}
