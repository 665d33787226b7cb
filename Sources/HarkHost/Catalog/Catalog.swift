/// The manifests of the chosen plugins, checked and parsed: what a bot offers, without an instance, a secret, a socket
/// or a file. Lists and descriptions need nothing else.
public struct Catalog: Sendable {
    /// One plugin's manifest without its type.
    struct Entry: Sendable {
        let name: String
        let summary: String
        let version: String?
        let settings: [any SettingDeclaration]
        let events: EventTable?
        let routes: [CatalogRoute]
        let commands: [BoundCommand]

        /// Parses a manifest. Rows with faults are left out: `ManifestCheck` reports them.
        init<Owner: Plugin>(_ plugin: Owner.Type) {
            let manifest = plugin.manifest
            name = manifest.name
            summary = manifest.summary
            version = manifest.version
            settings = manifest.settings
            events = manifest.events
            routes = manifest.routes.compactMap { try? CatalogRoute($0, of: manifest) }
            // No one gives these: they are there to be compared by their names.
            commands = manifest.commands.compactMap { BoundCommand($0, of: manifest.name) { _ in nil } }
        }
    }

    /// The plugins, sorted by name.
    let entries: [Entry]

    /// Parses the manifests of the chosen plugins; their order has no meaning.
    /// - Throws: `Faults` with every fault of every manifest, and those that lie between plugins.
    public init(_ plugins: [any Plugin.Type]) throws(Faults) {
        let entries = Self.entries(of: plugins)
        let faults = Self.faults(of: plugins, entries, [])
        guard faults.isEmpty else { throw Faults(faults) }
        self.entries = entries.sorted { $0.name < $1.name }
    }

    /// The settings of the chosen plugins, in their own order.
    static func settings(of plugins: [any Plugin.Type]) -> [any SettingDeclaration] {
        entries(of: plugins).flatMap(\.settings)
    }

    /// Every fault of the manifests: of each row, and of those that two plugins have in common.
    /// - Parameter others: the commands that are no plugin's.
    static func faults(of plugins: [any Plugin.Type], commandsBeside others: [BoundCommand]) -> [Fault] {
        faults(of: plugins, entries(of: plugins), others)
    }

    private static func entries(of plugins: [any Plugin.Type]) -> [Entry] {
        func entry<Owner: Plugin>(_ plugin: Owner.Type) -> Entry { Entry(plugin) }
        return plugins.map { entry($0) }
    }

    private static func faults(
        of plugins: [any Plugin.Type], _ entries: [Entry], _ others: [BoundCommand]
    ) -> [Fault] {
        plugins.flatMap { ManifestCheck($0).faults } + PluginSetCheck(entries).faults
            + CommandTable(others + entries.flatMap(\.commands)).faults
    }
}

/// One row of a manifest, parsed: what it takes and demands, without the plugin's method.
struct CatalogRoute: Sendable {
    let plugin: String
    let rule: URLRule
    /// Those of the row and of its handshake.
    let methods: Set<HTTPRequest.Method>
    /// Those of the row alone.
    let ownMethods: Set<HTTPRequest.Method>
    /// Methods and rule, as logs and faults show the route.
    let label: String
    let bodyKind: BodyDescription?
    let bodyLimit: Int?
    let deadline: Duration?
    let verifier: Verifier?

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
        verifier = route.trust.verifier
    }
}
