/// Which plugin keeps what the bot must not lose, if one is configured to.
struct StoreChoice {
    /// The plugin; nil for the built-in store.
    let plugin: (any StorePlugin)?

    /// The faults of the choice.
    let faults: [Fault]

    /// Chooses.
    /// - Parameters:
    ///   - plugins: the prepared plugins of the bot.
    ///   - options: the settings of the built-in store.
    init(_ plugins: [LoadedPlugin], _ options: StoreOptions) {
        let configured = plugins.compactMap { plugin in
            plugin.store().flatMap { store in store.storeName.map { (name: $0, owner: plugin.name, store: store) } }
        }
        plugin = configured.first?.store
        var faults: [Fault] = []
        if configured.count > 1 {
            let names = configured.map(\.name).joined(separator: " and ")
            faults.append(Fault("store", "\(names) are both configured. Unset the settings of all but one."))
        }
        if let first = configured.first, options.kind != .sqlite {
            faults.append(
                Fault(
                    StoreOptions.kindSetting.variable,
                    "it is “\(options.kind.settingText)”, but deliveries are to be kept in \(first.name). Unset it, or the "
                        + "settings of the plugin \(first.owner)."))
        }
        self.faults = faults
    }
}
