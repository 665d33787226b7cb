private import Synchronization

/// The chosen plugins, which of them are active, and the routes of the active ones.
package final class PluginRegistry: Sendable {
    /// Sorted by name.
    package let plugins: [LoadedPlugin]

    /// The routes of all plugins, including inactive ones, for lookups only.
    package let allRoutes: Router<Endpoint>

    private let activeRoutes = Mutex(Router<Endpoint>())
    private let logger: Logger

    /// The plugins, none of them active.
    init(_ plugins: [LoadedPlugin], logger: Logger) {
        self.logger = logger
        self.plugins = plugins.sorted { $0.name < $1.name }
        allRoutes = Router(plugins.flatMap(\.endpoints))
    }

    /// Their names, sorted.
    package var names: [String] { plugins.map(\.name) }

    /// The header fields in which senders put signatures, delivery identifiers and event names.
    package var headerNames: Set<String> {
        plugins.flatMap(\.endpoints).reduce(into: []) { names, endpoint in
            names.formUnion(endpoint.requestGuard?.verifier?.headerNames ?? [])
        }
    }

    /// The routes of the active plugins.
    var router: Router<Endpoint> { activeRoutes.withLock { $0 } }

    /// Finds a plugin by its name, in any case.
    /// - Throws: `Rejection` with the nearest name.
    func plugin(_ name: String) throws(Rejection) -> LoadedPlugin {
        if let plugin = plugins.first(where: { $0.name.hasSameBytesIgnoringCase(as: name) }) { return plugin }
        let start = name.scalars(upTo: 64)
        let hint = Suggestion(for: start, among: names).nearest.map { "Did you mean \($0)?" }
        let known = "The plugins are: \(names.joined(separator: ", "))."
        throw Rejection(.notFound, "There is no plugin “\(start)”. \(hint ?? known)")
    }

    /// Creates the instance of each plugin, without activating it.
    /// - Parameter malformed: the variables with malformed values: a plugin with one of them gets no instance.
    /// - Returns: the errors of the initializers, and the variables of the plugins without an instance.
    func prepare(except malformed: Set<String>) -> (faults: [Fault], variables: Set<String>) {
        var faults: [Fault] = []
        var variables: Set<String> = []
        for plugin in plugins {
            let own = plugin.settings.map(\.variable)
            do {
                if malformed.isDisjoint(with: own) {
                    try plugin.prepare()
                } else {
                    variables.formUnion(own)
                }
            } catch {
                variables.formUnion(own)
                faults.append(Fault("plugin \(plugin.name)", "\(SystemErrorDescription(error))"))
            }
        }
        return (faults, variables)
    }

    /// Activates every plugin.
    /// - Throws: `Faults` with the errors of all plugins; none is active then.
    func activateAll() async throws(Faults) {
        var faults: [Fault] = []
        for plugin in plugins {
            do { try await plugin.activate() } catch {
                faults.append(Fault("plugin \(plugin.name)", "\(SystemErrorDescription(error))"))
            }
        }
        rebuildRoutes()
        guard faults.isEmpty else {
            await deactivateAll()
            throw Faults(faults)
        }
    }

    /// Longest time that the bot waits for a plugin to be deactivated when it stops.
    private static let longestDeactivation = Duration.seconds(5)

    /// Deactivates every plugin, in reverse order. One that takes longer than 5 s is cancelled and not waited for.
    func deactivateAll() async {
        for plugin in plugins.reversed() {
            do {
                try await TimeLimit.run(within: Self.longestDeactivation) { await plugin.deactivate() }
            } catch {
                logger.warning("the plugin's deactivation takes too long", metadata: ["plugin": "\(plugin.name)"])
            }
        }
        rebuildRoutes()
    }

    /// Activates one plugin.
    /// - Throws: what the plugin throws, and `SlotConflict`.
    func activate(_ plugin: LoadedPlugin) async throws {
        try await plugin.activate()
        rebuildRoutes()
    }

    /// Deactivates one plugin.
    func deactivate(_ plugin: LoadedPlugin) async {
        await plugin.deactivate()
        rebuildRoutes()
    }

    private func rebuildRoutes() {
        activeRoutes.withLock { $0 = Router(plugins.filter { $0.isActive() }.flatMap(\.endpoints)) }
    }
}
