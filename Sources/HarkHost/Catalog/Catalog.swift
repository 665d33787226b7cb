/// The manifests of the chosen plugins, parsed and checked: what a bot offers, without an instance, a secret, a socket
/// or a file. Lists and the OpenAPI document need nothing else.
package struct Catalog: Sendable {
    /// One plugin's manifest without its type, parsed once.
    package struct Entry: Sendable {
        package let name: String
        package let summary: String
        package let version: String?
        package let settings: [any SettingDeclaration]
        package let events: EventDeclaration?
        /// The chat network that the plugin is; nil for any other plugin.
        let network: NetworkName?
        /// The rows without faults, in the manifest's order.
        package let routes: [CatalogRoute]
        let commands: [CatalogCommand]
        package let schedules: [CatalogSchedule]
        /// What is wrong with the manifest, in the order of its rows.
        package let faults: [Fault]

        private let bind: @Sendable (Entry, PluginServices) -> LoadedPlugin

        /// Evaluates and parses the manifest.
        package init<Owner: Plugin>(_ plugin: Owner.Type) {
            let manifest = plugin.manifest
            let rows = ManifestCheck(manifest)
            name = manifest.name
            summary = manifest.summary
            version = manifest.version
            settings = manifest.settings
            events = manifest.events
            network = (plugin as? any ChatNetwork.Type)?.networkName
            routes = rows.routes.map(\.parsed)
            commands = rows.commands.map(\.parsed)
            schedules = rows.schedules.map(\.parsed)
            faults = rows.faults
            bind = { LoadedPlugin($0, rows, $1) }
        }

        /// Binds the rows to a slot for the plugin's instance.
        func load(_ services: PluginServices) -> LoadedPlugin { bind(self, services) }
    }

    /// The prefixes of the server's own settings that a plugin's settings could share.
    package static let serverPrefixes = [
        "HARK_CA_", "HARK_DRAIN_", "HARK_HTTP_", "HARK_LOG_", "HARK_METRICS_", "HARK_TLS_",
    ]

    /// The plugins, sorted by name.
    package let entries: [Entry]

    /// Parses the manifests of the chosen plugins, in any order.
    /// - Throws: `Faults` with every fault of every manifest, and those between plugins.
    package init(_ plugins: [any Plugin.Type]) throws(Faults) {
        let entries = Self.entries(of: plugins)
        let faults = Self.faults(of: entries, besides: [])
        guard faults.isEmpty else { throw Faults(faults) }
        self.entries = entries.sorted { $0.name < $1.name }
    }

    /// Every fault of the manifests: those of single rows, and conflicts between plugins.
    /// - Parameter others: commands that belong to no plugin.
    static func faults(of entries: [Entry], besides others: [CatalogCommand]) -> [Fault] {
        entries.flatMap(\.faults) + PluginSetCheck(entries).faults
            + CatalogCommand.faults(of: others + entries.flatMap(\.commands))
    }

    /// Every fault of the manifests that keeps a bot of these plugins from starting.
    package static func faults(of plugins: [any Plugin.Type]) -> [Fault] {
        faults(of: entries(of: plugins), besides: CommandSet.builtinListing.commands.map(\.row))
    }

    /// The manifests, each parsed, in the order of the plugins.
    package static func entries(of plugins: [any Plugin.Type]) -> [Entry] {
        func entry<Owner: Plugin>(_ plugin: Owner.Type) -> Entry { Entry(plugin) }
        return plugins.map { entry($0) }
    }
}

/// One row of a manifest, parsed: what it accepts and requires, without the plugin's method.
package struct CatalogRoute: Sendable {
    package let plugin: String
    package let rule: URLRule
    /// The methods of the row and of its handshake.
    package let methods: Set<HTTPRequest.Method>
    /// The methods of the row itself.
    let ownMethods: Set<HTTPRequest.Method>
    /// Methods and rule, as logs and faults show the route.
    package let label: String
    package let bodyKind: BodyDescription?
    let bodyLimit: Int?
    let deadline: Duration?
    /// How its deliveries are stored and handled; nil if it answers with what its handler returns.
    package let durable: DurableOptions?
    package let verifier: Verifier?
    /// How senders are authenticated, in one word: the verifier's name, `handler` if the handler does it, or `open`.
    package let verification: String

    /// Parses a row.
    /// - Throws: `URLRuleError` when its rule has a fault.
    init<Owner: Plugin>(_ route: Route<Owner>, of manifest: Manifest<Owner>) throws(URLRuleError) {
        rule = try URLRule(route.rule(in: manifest))
        plugin = manifest.name
        ownMethods = Set(route.methods).union(route.methods.contains(.get) ? [.head] : [])
        methods = ownMethods.union([route.trust.handshake?.method].compactMap(\.self))
        label = route.label(in: manifest)
        bodyKind = route.bodyKind
        bodyLimit = route.bodyLimit
        deadline = route.deadline
        durable = route.durableOptions
        verifier = route.trust.verifier
        verification = verifier?.name ?? (route.trust.isVerifiedByHandler ? "handler" : "open")
    }
}

/// One command of a manifest, parsed, without the plugin's method.
struct CatalogCommand: Sendable {
    /// Its owner: a plugin's name, or `hark`.
    let owner: String
    let pattern: CommandPattern
    let usage: String
    let help: String
    let isAdminOnly: Bool
    /// Whether a rule that names it lets others run it too.
    let isOpenedByRules: Bool
    let parameters: [any ParameterValue.Type]

    /// Parses a row.
    /// - Throws: `CommandPattern.Malformed` when its pattern has a fault.
    init<Owner>(_ command: Command<Owner>, of owner: String) throws(CommandPattern.Malformed) {
        pattern = try CommandPattern(command.pattern)
        self.owner = owner
        usage = command.pattern
        help = command.help
        isAdminOnly = command.isAdminOnly
        isOpenedByRules = command.isOpenedByRules
        parameters = command.parameters
    }

    /// Two commands with one name; the second could never be run.
    static func faults(of commands: [CatalogCommand]) -> [Fault] {
        var owners: [String: String] = [:]
        return commands.compactMap { command in
            let name = command.pattern.name
            guard let first = owners.updateValue(command.owner, forKey: name) else { return nil }
            return Fault("command “\(name)”", "both \(first) and \(command.owner) declare it; rename one of them.")
        }
    }
}
