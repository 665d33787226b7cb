/// A row through which people may speak in the chat who have proved nothing.
///
/// A row is open where it has no verifier, and takes calls from any address, from a range as good as any, or from the
/// bot's own machine: whom a proxy on it lets through comes from there too. What a method does cannot be seen from
/// outside, but speaking suspends: a method that is not `async` cannot wait for it, so a row with such a method does
/// not count.
struct OpenRow {
    /// What it can be called: `POST /deploys of plugin example`.
    private let name: String

    /// Where its faults are: `plugin example, route POST /deploys`.
    private let subject: String

    /// Who can speak through it.
    private let callers: String

    /// The row if it is an open one.
    init?(_ endpoint: Endpoint) {
        guard endpoint.isSuspending, let callers = endpoint.unprovenCallers else { return nil }
        name = "\(endpoint.label) of plugin \(endpoint.plugin)"
        subject = "plugin \(endpoint.plugin), route \(endpoint.label)"
        self.callers = callers
    }

    /// The open rows of plugins that the operator has not said it of.
    static func all(of plugins: [LoadedPlugin], except accepted: Set<String>) -> [OpenRow] {
        plugins.filter { !accepted.contains($0.name) }.flatMap(\.endpoints).compactMap(OpenRow.init)
    }

    /// What the operator should know.
    var notice: TrustNotice {
        TrustNotice(variable: "", level: .warning, text: "\(callers) can speak through \(name)")
    }

    /// What keeps a bot from starting that is strict.
    var fault: Fault {
        Fault(
            subject,
            "\(callers) can speak through it; give it a verifier, leave the plugin out, or name the plugin in "
                + "\(HostOptions.openPluginsSetting.variable).")
    }
}

extension Endpoint {
    /// Who may call it without any proof; nil where the callers are known.
    fileprivate var unprovenCallers: String? {
        guard let requestGuard else { return "anyone" }
        guard requestGuard.verifier == nil else { return nil }
        if requestGuard.allowed.isEmpty || requestGuard.allowed.contains(where: \.isAsGoodAsAny) { return "anyone" }
        let isOfThisMachine = requestGuard.allowed.contains(where: \.holdsLoopback)
        return isOfThisMachine ? "anyone on this machine, or behind a proxy on it," : nil
    }
}
