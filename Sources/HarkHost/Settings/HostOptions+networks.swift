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
        networkReason(text, on: network, networks).map { Fault(variable, $0) }
    }

    /// The sentence of that fault.
    static func networkReason(_ text: String, on network: NetworkName?, _ networks: [NetworkName]) -> String? {
        guard let network, !networks.contains(network) else { return nil }
        let names = networks.map(\.text)
        let hint = Suggestion(for: network.text, among: names).question
        return "“\(text)” is on “\(network)”, and this bot is connected to \(names.joined(separator: ", ")).\(hint)"
    }
}
