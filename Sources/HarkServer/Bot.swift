private import Glibc
private import HarkTerminal

private import struct ArgumentParser.CommandConfiguration
private import protocol ArgumentParser.ParsableCommand
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
    /// answered; with 78 (`EX_CONFIG` of `sysexits.h`) when settings or manifests have faults, each of which is one line
    /// on standard error; with 64 (`EX_USAGE`) for unknown arguments; and with 1 when the chat network is lost for good.
    public static func run(_ plugins: any Plugin.Type...) async -> Never {
        do { _ = try CommandLineInterface.parse() } catch { CommandLineInterface.exit(withError: error) }
        let console = Console()
        let status = await run(plugins, environment: ProcessInfo.processInfo.environment, console: console)
        await console.flush()
        exit(status)
    }

    private static func run(
        _ plugins: [any Plugin.Type],
        environment: [String: String],
        console: Console
    ) async -> Int32 {
        do {
            let server = try Server(plugins: plugins, environment: environment, console: console)
            return try await server.run() ? EXIT_SUCCESS : EXIT_FAILURE
        } catch {
            for fault in error.list { console.log("hark: \(fault)") }
            return EX_CONFIG
        }
    }
}

/// What may stand after the program's name.
private struct CommandLineInterface: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hark",
        abstract: "A chat bot that listens for webhooks.",
        discussion: "It is configured by environment variables whose names start with HARK_; the README lists them.",
        version: Release.version
    )
}
