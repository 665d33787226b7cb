/// Finds conflicts between plugins: two with one name, two settings with one variable, two routes for the same
/// requests.
struct PluginSetCheck {
    let faults: [Fault]

    init(_ plugins: [Catalog.Entry]) {
        var names: Set<String> = []
        let twice = plugins.filter { !names.insert($0.name).inserted }
        var router = Router<CatalogRoute>()
        for route in plugins.flatMap(\.routes) { router.add(route.rule, methods: route.methods, value: route) }
        let conflicts = router.conflicts.map { first, second in
            Fault(
                "plugin \(second.plugin), route \(second.label)",
                "it takes the same requests as route \(first.label) of plugin \(first.plugin); change one of them.")
        }
        faults =
            twice.map { Fault("plugin \($0.name)", "it is chosen twice; names must differ.") }
            + Self.sharedVariables(plugins) + conflicts
    }

    /// Variables that two plugins declare: each would read the value meant for the other.
    private static func sharedVariables(_ plugins: [Catalog.Entry]) -> [Fault] {
        let host = Set(HostOptions.declarations.map(\.variable))
        var owners: [String: String] = [:]
        var faults: [Fault] = []
        for plugin in plugins {
            for variable in plugin.settings.map(\.variable) {
                let subject = "plugin \(plugin.name), setting \(variable)"
                if host.contains(variable) {
                    faults.append(Fault(subject, "the bot declares it too; rename it."))
                } else if let first = owners[variable], first != plugin.name {
                    faults.append(Fault(subject, "plugin \(first) declares it too; rename one of them."))
                }
                owners[variable] = owners[variable] ?? plugin.name
            }
        }
        return faults
    }
}
