private import MicroHTTPD

extension CommandContext {
    /// The server of this bot.
    /// - Throws: `Faults`; one of a port that is taken says how to find who has it, and how to choose another.
    func server(
        environment: [String: String], opensPorts: Bool = true, vault: (ServerSettings) -> any SecretStore
    ) throws(Faults) -> Server {
        do throws(Faults) {
            return try Server(
                plugins: plugins, environment: environment, console: console, program: invocation, name: program.name,
                opensPorts: opensPorts, vault: vault)
        } catch {
            throw Faults(error.list.map { advised($0, environment) })
        }
    }

    /// A fault with what to do about it, if it is one of a port that is taken: most likely by another bot, whose answers
    /// look like this one's.
    private func advised(_ fault: Fault, _ environment: [String: String]) -> Fault {
        let reading = SettingsReader(ServerSettings.declarations).read(environment)
        guard let settings = try? ServerSettings(reading.settings) else { return fault }
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
