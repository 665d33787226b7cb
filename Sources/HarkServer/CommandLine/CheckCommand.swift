internal import ArgumentParser
private import Glibc
private import MicroHTTPD
private import TerminalPlugin

/// `hark check`: everything that a start does before serving, and nothing more.
struct CheckCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks settings, secrets, manifests, certificates, ports and the store, and serves nothing.",
        discussion: """
            Exits with 0, or with 78 and a line on standard error for each fault. Warnings, such as an unknown HARK_ \
            variable, are listed and counted; --strict turns them into faults.
            """
    )

    @Flag(
        help: "Also refuse unknown HARK_ variables, secrets that are generated, missing or “unsigned”, and open routes."
    )
    var strict = false

    @Flag(help: "Leave ports and sockets alone, for a check beside a running bot.")
    var noPorts = false

    @Flag(
        help: "Also log in to every chat network, and look up every room that a setting names. It sends no message."
    )
    var connect = false

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let server = try bot.server(isStrict: strict ? true : nil, opensPorts: !noPorts) {
            FolderSecretStore(lookedAtIn: $0.data)
        }
        let store = try await server.checkStore()
        for line in server.notices + store { bot.report(line) }
        bot.print(Self.verdict(server.warnings))
        guard connect else { return EXIT_SUCCESS }
        let checks = await server.checkNetworks()
        for line in checks.flatMap(Self.lines) { bot.print(line) }
        return checks.allSatisfy(\.isSound) ? EXIT_SUCCESS : EX_CONFIG
    }

    /// The result for a network: one line for it, and one for each room.
    static func lines(of check: NetworkCheck) -> [String] {
        let login =
            switch check.login {
            case .success(""): "connected."
            case .success(let identity): "connected as \(identity)."
            case .failure(let error): "not connected. \(error)"
            }
        let rooms = check.rooms.map { check in
            let place = "  \(check.room) (\(check.variables.joined(separator: ", ")))"
            switch check.outcome {
            case .success(let name): return "\(place): found\(name == check.room.name ? "" : ", \(name)")."
            case .failure(let error): return "\(place): \(error)"
            }
        }
        return ["\(check.network): \(login)"] + rooms
    }

    /// The result for a bot that can start.
    static func verdict(_ warnings: [String]) -> String {
        guard !warnings.isEmpty else { return "The bot can start." }
        let count = warnings.count == 1 ? "1 warning" : "\(warnings.count) warnings"
        let list = warnings.map { "  \($0)\($0.hasSuffix("?") || $0.hasSuffix(".") ? "" : ".")" }
        return (["The bot can start, but: \(count)."] + list).joined(separator: "\n")
    }
}

extension CommandContext {
    /// The server of this bot.
    /// - Parameter isStrict: how strict to be; nil to use `HARK_STRICT`.
    /// - Throws: `Faults`; for an occupied port, with how to find its process and how to choose another port.
    func server(
        isStrict: Bool? = nil, opensPorts: Bool = true, secretStore: (ServerSettings) -> any SecretStore
    ) throws(Faults) -> Server {
        do throws(Faults) {
            return try Server(
                configuration(), environment: environment, isStrict: isStrict, console: console, program: invocation,
                name: program.name, opensPorts: opensPorts, secretStore: secretStore)
        } catch {
            throw Faults(error.list.map { advised($0) })
        }
    }

    /// Adds advice to the fault of an occupied port: it is probably another bot, whose answers look like this one's.
    private func advised(_ fault: Fault) -> Fault {
        guard let settings = likelyServerSettings else { return fault }
        let ports = [ServerSettings.port.variable: settings.port, ServerSettings.tlsPort.variable: settings.tlsPort]
        guard case .number(let port)? = ports[fault.subject],
            fault.reason == DaemonError.addressInUse(.tcp(host: settings.host, port: port)).description
        else { return fault }
        let other = port > 65_525 ? port - 10 : port + 10
        let find = "It may be another bot; `ss -ltnp 'sport = :\(port)'` shows its process"
        let choose = "`\(fault.subject)=\(other) \(invocation)` starts this one elsewhere"
        return Fault(fault.subject, "\(fault.reason) \(find), and \(choose).")
    }
}

/// `hark`, `hark run`: the bot itself.
struct RunCommand: BotCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Runs the bot. This is the default.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let server = try bot.server { FolderSecretStore(dataFolder: $0.data) }
        return try await server.run()
    }
}
