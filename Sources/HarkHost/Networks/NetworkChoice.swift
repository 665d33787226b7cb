/// The chat networks that a bot connects to, chosen by `HARK_CHAT` and the settings of its network plugins.
public struct NetworkChoice: Sendable {
    /// The value of `HARK_CHAT` that selects every network with a setting, or else the terminal.
    static let automatic = "auto"

    /// The networks, the default one first.
    public let names: [NetworkName]

    /// The plugins of the bot: all that are not networks, and the chosen networks.
    public let plugins: [any Plugin.Type]

    /// The faults of the choice.
    public let faults: [Fault]

    /// Chooses.
    /// - Parameters:
    ///   - plugins: the plugins in the binary.
    ///   - terminal: the built-in network, used when no other one is configured.
    ///   - environment: the environment variables.
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
                let hint = Suggestion(for: word, among: texts).question
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
    ///   - others: settings besides those of the host and the plugins.
    ///   - plugins: the plugins in the binary: settings of networks that are not chosen are known but not read.
    public func read(
        _ environment: [String: String], besides others: [any SettingDeclaration] = [], of plugins: [any Plugin.Type]
    ) -> SettingsReader.Reading {
        var reading = SettingsReader(
            others + HostOptions.declarations(with: self.plugins), besides: Catalog.settings(of: plugins)
        ).read(environment)
        reading.faults += faults
        return reading
    }

    /// Whether a network has all required settings, or at least one of them: the missing ones are then faults.
    private static func isConfigured(_ plugin: any Plugin.Type, in environment: [String: String]) -> Bool {
        let settings = Catalog.settings(of: [plugin])
        guard settings.contains(where: \.isRequired) else { return true }
        return settings.contains { setting in
            guard setting.defaultText == nil else { return false }
            guard let source = try? SettingSource(setting.variable, in: environment) else { return true }
            return source.direct != nil || source.file != nil
        }
    }
}

extension Settings {
    /// The rooms that the value of a setting names.
    func rooms(of declaration: any SettingDeclaration) -> [Room] {
        (declaration as? any RoomSetting)?.rooms(in: self) ?? []
    }
}

/// A setting of any type, whose value may name rooms.
private protocol RoomSetting {
    func rooms(in settings: Settings) -> [Room]
}

extension Setting: RoomSetting {
    fileprivate func rooms(in settings: Settings) -> [Room] { (try? settings[self])?.settingRooms ?? [] }
}

extension HostOptions {
    /// The networks in the order of `HARK_CHAT`; those that it does not name come last.
    func ordered(_ networks: [any ChatNetwork]) -> [any ChatNetwork] {
        let position = { (network: any ChatNetwork) in
            chat.firstIndex(of: type(of: network).networkName.text) ?? chat.count
        }
        return networks.enumerated()
            .sorted { (position($0.element), $0.offset) < (position($1.element), $1.offset) }.map(\.element)
    }

    /// Whether a person may run admin commands: they are listed, or own their network.
    func isAdmin(_ person: Person, of networks: NetworkRouter) -> Bool {
        let network = networks.shortened(person.network)
        // Compared by bytes: two identifiers that look alike are two people.
        return admins.contains { admin in
            networks.shortened(admin.network) == network && admin.id.utf8.elementsEqual(person.id.utf8)
        } || networks.isOwner(person)
    }

    /// Faults of rooms in settings: they are on networks that the bot is not connected to.
    static func roomFaults(
        of declarations: [any SettingDeclaration], _ settings: Settings, _ networks: [NetworkName]
    ) -> [Fault] {
        declarations.flatMap { declaration in
            settings.rooms(of: declaration).compactMap { room in
                networkFault(declaration.variable, "\(room)", on: room.network, networks)
            }
        }
    }

    /// The fault that a person or room is on a network that the bot is not connected to; nil if it is connected.
    static func networkFault(
        _ variable: String, _ text: String, on network: NetworkName?, _ networks: [NetworkName]
    ) -> Fault? {
        guard let network, !networks.contains(network) else { return nil }
        let names = networks.map(\.text)
        let hint = Suggestion(for: network.text, among: names).question
        return Fault(
            variable,
            "“\(text)” is on “\(network)”, and this bot is connected to \(names.joined(separator: ", ")).\(hint)")
    }
}
