/// Finds faults that lie between plugins: two of one name, two routes for one request.
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
        faults = twice.map { Fault("plugin \($0.name)", "it is chosen twice; names must differ.") } + conflicts
    }
}
