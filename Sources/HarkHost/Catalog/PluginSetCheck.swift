/// Finds faults that lie between plugins: two of one name, two routes for one request.
struct PluginSetCheck {
    let faults: [Fault]

    init(_ plugins: [Catalog.Entry]) {
        var names: Set<String> = []
        let twice = plugins.filter { !names.insert($0.name).inserted }
        var router = Router<CatalogRoute>()
        for route in plugins.flatMap(\.routes) { router.add(route.rule, methods: route.methods, value: route) }
        let conflicts = router.conflicts.compactMap { conflict -> Fault? in
            let (first, second) = (conflict.first, conflict.second)
            switch conflict.kind {
            case .identical:
                return Fault(
                    "plugin \(second.plugin), route \(second.label)",
                    "it takes the same requests as route \(first.label) of plugin \(first.plugin); change one of them."
                )
            case .ambiguous:
                if first.plugin == second.plugin { return nil }
                return Fault(
                    "plugin \(second.plugin), route \(second.label)",
                    "some requests fit it and route \(first.label) of plugin \(first.plugin) equally well; "
                        + "make one of the rules more specific."
                )
            }
        }
        faults = twice.map { Fault("plugin \($0.name)", "it is chosen twice; names must differ.") } + conflicts
    }
}
