/// The chat networks that a bot connects to, as `HARK_CHAT` and the settings of its network plugins say.
public struct NetworkChoice: Sendable {
    /// What stands in `HARK_CHAT` for every network that has a setting, or else the terminal.
    static let automatic = "auto"

    /// The networks, the default one first.
    public let names: [NetworkName]

    /// The plugins of the bot: those that are no networks, and the chosen networks.
    public let plugins: [any Plugin.Type]

    /// What is wrong with the choice.
    public let faults: [Fault]

    /// Chooses.
    /// - Parameters:
    ///   - plugins: what is compiled in.
    ///   - terminal: the network that is there without a plugin, and that a bot has when it has no other.
    ///   - environment: where the settings are.
    public init(_ plugins: [any Plugin.Type], terminal: NetworkName, _ environment: [String: String]) {
        let compiled = plugins.compactMap { plugin in
            (plugin as? any ChatNetwork.Type).map { (name: $0.networkName, plugin: plugin) }
        }
        let known = [terminal] + compiled.map(\.name)
        let setting = HostOptions.chatSetting
        let wanted = (try? SettingsReader([setting]).read(environment).settings[setting]) ?? [Self.automatic]
        var faults: [Fault] = []
        var names: [NetworkName] = []
        for word in wanted where word != Self.automatic {
            let name = NetworkName(word)
            guard known.contains(name) else {
                let texts = known.map(\.text)
                let hint = Suggestion(for: word, among: texts).nearest.map { " Did you mean \($0)?" } ?? ""
                faults.append(
                    Fault(
                        setting.variable,
                        "this bot has no chat network “\(word)”; it has \(texts.joined(separator: ", ")).\(hint)"))
                continue
            }
            if !names.contains(name) { names.append(name) }
        }
        if wanted.contains(Self.automatic) {
            let set = compiled.filter { Self.isConfigured($0.plugin, in: environment) }.map(\.name.text).sorted()
            names += set.map { NetworkName($0) }.filter { !names.contains($0) }
        }
        self.names = names.isEmpty ? [terminal] : names
        self.faults = faults
        let chosen = self.names
        self.plugins = plugins.filter { plugin in
            (plugin as? any ChatNetwork.Type).map { chosen.contains($0.networkName) } ?? true
        }
    }

    /// Reads the settings of a bot with these networks from an environment.
    /// - Parameters:
    ///   - others: settings besides those of the host and of the plugins.
    ///   - plugins: what is compiled in: the settings of networks that are not chosen are known, and not read.
    public func read(
        _ environment: [String: String], besides others: [any SettingDeclaration] = [], of plugins: [any Plugin.Type]
    ) -> SettingsReader.Reading {
        var reading = SettingsReader(
            others + HostOptions.declarations(with: self.plugins), besides: Catalog.settings(of: plugins)
        ).read(environment)
        reading.faults += faults
        return reading
    }

    /// Whether a network has what it needs, or at least one of its settings that have no default: what is missing then is
    /// a fault.
    private static func isConfigured(_ plugin: any Plugin.Type, in environment: [String: String]) -> Bool {
        let settings = Catalog.settings(of: [plugin])
        guard settings.contains(where: \.isRequired) else { return true }
        return settings.contains { setting in
            guard setting.fallbackText == nil else { return false }
            guard let source = try? SettingSource(setting.variable, in: environment) else { return true }
            return source.direct != nil || source.file != nil
        }
    }
}

extension Settings {
    /// The rooms that a setting names; none for a setting of another type.
    func rooms(of declaration: any SettingDeclaration) -> [Room] {
        switch declaration {
        case let setting as Setting<Room>: (try? self[setting]).map { [$0] } ?? []
        case let setting as Setting<Room?>: (try? self[setting])?.map { [$0] } ?? []
        case let setting as Setting<[Room]>: (try? self[setting]) ?? []
        default: []
        }
    }
}

extension HostOptions {
    /// Networks in the order in which `HARK_CHAT` names them; those that it does not name come last.
    func ordered(_ networks: [any ChatNetwork]) -> [any ChatNetwork] {
        let position = { (network: any ChatNetwork) in
            chat.firstIndex(of: type(of: network).networkName.text) ?? chat.count
        }
        return networks.enumerated()
            .sorted { (position($0.element), $0.offset) < (position($1.element), $1.offset) }.map(\.element)
    }

    /// Whether a person may give admin commands: they are listed, or own their network.
    func isAdmin(_ person: Person, of networks: NetworkRouter) -> Bool {
        let network = networks.shortened(person.network)
        // Bytes are compared: two identifiers that only look alike are two people.
        return admins.contains { admin in
            networks.shortened(admin.network) == network && admin.id.utf8.elementsEqual(person.id.utf8)
        } || networks.isOwner(person)
    }

    /// What is wrong with the rooms that settings name: they are on networks that the bot is not connected to.
    static func roomFaults(
        of declarations: [any SettingDeclaration], _ settings: Settings, _ networks: [NetworkName]
    ) -> [Fault] {
        declarations.flatMap { declaration in
            settings.rooms(of: declaration).compactMap { room in
                networkFault(declaration.variable, "\(room)", on: room.network, networks)
            }
        }
    }

    /// That somebody or something is on a network that the bot is not connected to; nil when it is connected.
    static func networkFault(
        _ variable: String, _ text: String, on network: NetworkName?, _ networks: [NetworkName]
    ) -> Fault? {
        guard let network, !networks.contains(network) else { return nil }
        let names = networks.map(\.text)
        let hint = Suggestion(for: network.text, among: names).nearest.map { " Did you mean \($0)?" } ?? ""
        return Fault(
            variable,
            "“\(text)” is on “\(network)”, and this bot is connected to \(names.joined(separator: ", ")).\(hint)")
    }
}
