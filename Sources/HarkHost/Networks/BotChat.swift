/// The chat of a bot: its networks, and what chooses the rooms and the people of notifications.
struct BotChat: Sendable {
    /// What plugins speak through.
    let chat: Chat
    let networks: NetworkRouter
    let rules: RuleKeeper
    let people: PeopleKeeper
    let mentions: Mentions
    let admins: AdminNotices

    /// A chat without networks, rules and people, until `load`.
    /// - Parameters:
    ///   - services: the names of the bot's plugins and networks, where people have accounts.
    ///   - storeCounters: counts what the store does.
    init(
        _ options: HostOptions, services: [String], storeCounters: StoreCounters, _ dependencies: HostDependencies
    ) {
        let clock = dependencies.clock
        let networks = NetworkRouter(
            clock: clock, longestAge: options.store.outboxAge, storeCounters: storeCounters,
            logger: dependencies.logger)
        let rules = RuleKeeper(clock: clock)
        let people = PeopleKeeper(services: services)
        let mentions = Mentions(people: people, rooms: options.mentionRooms, networks: networks)
        chat = Chat(
            rooms: options.rooms, canonical: { networks.canonical($0) },
            choose: { rules.choose($0, usual: $1) },
            mentioned: { mentions.people(concernedBy: $0, in: $1) },
            directRoom: { networks.directRoom(with: $0) },
            enqueue: { message, room throws(ChatError) in try await networks.enqueue(message, to: room) })
        admins = AdminNotices(chat: chat, networks: networks, options: options, clock: clock)
        self.networks = networks
        self.rules = rules
        self.people = people
        self.mentions = mentions
    }

    /// Connects the networks, and reads the rules and the people.
    /// - Parameters:
    ///   - plugins: the prepared plugins.
    ///   - connected: all networks.
    /// - Returns: the rooms that settings name, each with its variable, and the faults.
    func load(
        _ configuration: BotConfiguration, _ options: HostOptions, plugins: [LoadedPlugin],
        networks connected: [any ChatNetwork]
    ) -> (rooms: [(variable: String, room: Room)], faults: [Fault]) {
        let (reading, declarations) = (configuration.reading, configuration.declarations)
        let settings = reading.settings
        var faults = rules.load(
            options.rules,
            from: RuleKeeper.Source(
                text: reading.source(of: HostOptions.rulesSetting),
                plugins: plugins.map { RulePlugin(name: $0.name, events: $0.events, settings: settings) },
                networks: connected.map { type(of: $0).networkName }))
        faults += people.load(options.people, from: reading.source(of: HostOptions.peopleSetting))
        let rooms: [(variable: String, room: Room)] =
            declarations.flatMap { declaration in
                settings.rooms(of: declaration).map { (declaration.variable, $0) }
            } + rules.current.rooms.map { (HostOptions.rulesSetting.variable, $0) }
        // The router does not own what refers to it.
        networks.connect(options.ordered(connected), rooms: rooms.map(\.room)) { [weak admins] room, error in
            admins?.reportMissing(room, because: error)
        }
        return (rooms, faults + HostOptions.roomFaults(of: declarations, settings, networks.names))
    }
}
