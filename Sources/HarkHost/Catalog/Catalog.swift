/// The manifests of the chosen plugins, parsed and checked: what a bot offers, without an instance, a secret, a socket
/// or a file. Lists and the OpenAPI document need nothing else.
public struct Catalog: Sendable {
    /// One plugin's manifest without its type.
    package struct Entry: Sendable {
        package let name: String
        package let summary: String
        package let version: String?
        let settings: [any SettingDeclaration]
        package let events: EventDeclaration?
        /// One for each row, in the manifest's order; nil for a row with a fault.
        let routeRows: [CatalogRoute?]
        /// The same for the commands.
        let commandRows: [CatalogCommand?]
        /// The same for the schedules.
        let scheduleRows: [CatalogSchedule?]

        package var routes: [CatalogRoute] { routeRows.compactMap(\.self) }
        var commands: [CatalogCommand] { commandRows.compactMap(\.self) }
        package var schedules: [CatalogSchedule] { scheduleRows.compactMap(\.self) }

        /// Parses a manifest. `ManifestCheck` reports the faults of its rows.
        init<Owner: Plugin>(_ plugin: Owner.Type) {
            let manifest = plugin.manifest
            name = manifest.name
            summary = manifest.summary
            version = manifest.version
            settings = manifest.settings
            events = manifest.events
            routeRows = manifest.routes.map { try? CatalogRoute($0, of: manifest) }
            commandRows = manifest.commands.map { CatalogCommand($0, of: manifest.name) }
            scheduleRows = manifest.schedules.map { CatalogSchedule($0, of: manifest.name) }
        }
    }

    /// The plugins, sorted by name.
    package let entries: [Entry]

    /// Parses the manifests of the chosen plugins, in any order.
    /// - Throws: `Faults` with every fault of every manifest, and those between plugins.
    public init(_ plugins: [any Plugin.Type]) throws(Faults) {
        let entries = Self.entries(of: plugins)
        let faults = Self.faults(of: plugins, entries, besides: [])
        guard faults.isEmpty else { throw Faults(faults) }
        self.entries = entries.sorted { $0.name < $1.name }
    }

    /// The settings of the chosen plugins, in the order of the plugins.
    static func settings(of plugins: [any Plugin.Type]) -> [any SettingDeclaration] {
        entries(of: plugins).flatMap(\.settings)
    }

    /// Every fault of the manifests: those of single rows, and conflicts between plugins.
    /// - Parameters:
    ///   - entries: the same manifests, parsed.
    ///   - others: commands that belong to no plugin.
    static func faults(
        of plugins: [any Plugin.Type], _ entries: [Entry], besides others: [CatalogCommand]
    ) -> [Fault] {
        plugins.flatMap { ManifestCheck($0).faults } + PluginSetCheck(entries).faults
            + CatalogCommand.faults(of: others + entries.flatMap(\.commands))
    }

    /// Every fault of the manifests that keeps a bot of these plugins from starting.
    package static func faults(of plugins: [any Plugin.Type]) -> [Fault] {
        faults(of: plugins, entries(of: plugins), besides: CommandSet.builtinListing.commands.map(\.row))
    }

    private static func entries(of plugins: [any Plugin.Type]) -> [Entry] {
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

    /// Parses a row; nil when its pattern has a fault.
    init?<Owner>(_ command: Command<Owner>, of owner: String) {
        guard let pattern = try? CommandPattern(command.pattern) else { return nil }
        self.owner = owner
        self.pattern = pattern
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
