/// Announces a provider's events in the rooms that the operator chose.
public struct Notifier: Sendable {
    /// The settings of a plugin that announces events; its manifest lists `all`.
    public struct Settings: Sendable {
        /// The plugin's name in its manifest.
        public let plugin: String
        /// The plugin's name as people write it.
        public let title: String
        /// `HARK_<PLUGIN>_ROOM`.
        public let rooms: Setting<[Room]>
        /// `HARK_<PLUGIN>_EVENTS`.
        public let events: Setting<[String]>
        /// `HARK_<PLUGIN>_QUERY`.
        public let query: Setting<Bool>
        /// The events, or events with an action, that are announced only if somebody asks for them, in lower case.
        let quiet: Set<String>

        /// The settings of the plugin with that name.
        /// - Parameters:
        ///   - plugin: the plugin's name in its manifest.
        ///   - title: the name as people write it.
        ///   - table: the events that it announces; nil for a plugin whose senders name their own.
        public init(plugin: String, title: String, events table: EventTable? = nil) {
            self.plugin = plugin
            self.title = title
            quiet = table?.quietNames ?? []
            let prefix = settingPrefix(ofPlugin: plugin)
            rooms = Setting(
                "\(prefix)ROOM", default: [],
                help: "Rooms where \(title) is announced, separated by commas; HARK_ROOMS unless set.")
            let example = table?.names.first ?? "deploy"
            events = Setting(
                "\(prefix)EVENTS", default: [],
                help: """
                    Events of \(title) to announce, such as \(example) or \(example).<action>; +\(example) adds to the \
                    usual ones, -\(example) removes.
                    """
            ) { filter throws(SettingMismatch) in
                try Self.check(filter, against: table)
            }
            query = Setting(
                "\(prefix)QUERY", default: false,
                help: "Whether the URL may choose rooms and events: ?room=%23ops&events=\(example).")
        }

        /// Refuses a filter that would never match: its entries must be known events, alone or with a known action, or
        /// look like an event name if no events are known.
        private static func check(_ filter: [String], against table: EventTable?) throws(SettingMismatch) {
            let names = table?.filterNames ?? []
            let wrong = filter.map { EventFilter.Entry($0).name }.filter { event in
                guard event.isEventWord else { return true }
                return !names.isEmpty && event != "unnamed" && table?.hasEvent(event) == false
            }
            guard !wrong.isEmpty else { return }
            guard !names.isEmpty else {
                throw SettingMismatch(expected: "a list of events: ASCII letters, digits, spaces and “_-.:/”")
            }
            let hints = wrong.map { "no “\($0)” but “\(Suggestion(for: $0, among: names).nearest ?? names[0])”" }
            throw SettingMismatch(
                expected: "a list of the plugin's events: there is \(hints.joined(separator: ", "))")
        }

        /// All of them.
        public var all: [any SettingDeclaration] { [rooms, events, query] }
    }

    private let plugin: String
    private let title: String
    /// The rooms that hear about it, unless a URL names others.
    let rooms: [Room]
    private let events: EventFilter
    private let quiet: Set<String>
    private let takesQuery: Bool
    private let chat: Chat
    private let logger: Logger

    /// A notifier with the operator's settings.
    /// - Throws: `SettingFault`.
    public init(_ settings: Settings, _ context: PluginContext) throws(SettingFault) {
        plugin = settings.plugin
        title = settings.title
        let rooms = try context.settings[settings.rooms]
        self.rooms = rooms.isEmpty ? context.chat.rooms : rooms
        events = EventFilter(try context.settings[settings.events])
        quiet = settings.quiet
        takesQuery = try context.settings[settings.query]
        chat = context.chat
        logger = context.logger
    }

    /// The query fields that choose rooms and events; empty unless the operator allows it.
    public var queryFields: [String] { takesQuery ? ["room", "events"] : [] }

    /// Announces a delivery, and returns the outcome for its sender.
    /// - Parameters:
    ///   - delivery: the event.
    ///   - room: the room to announce it in, regardless of the settings and the URL; nil to use those. The operator's
    ///     rules may choose others.
    ///   - isAlone: whether `room` is the only one that may get it; the rules may still mute it.
    /// - Returns: `OK`, or why nothing was announced.
    /// - Throws: an error if a room could not be reached, so that a stored delivery is attempted again; `Rejection` 404
    ///   for a room to which the bot cannot send, 400 if the query named it.
    public func announce(
        _ delivery: Delivery<WebhookEvent>, in room: Room? = nil, alone isAlone: Bool = false
    ) async throws -> HandlerOutcome {
        let webhookEvent = delivery.body
        let chosen = takesQuery ? delivery.query.all("events").flatMap(Self.parts) : []
        guard let notification = webhookEvent.notification,
            EventFilter.wants(webhookEvent, [events, EventFilter(chosen)], quiet: quiet)
        else {
            return .ignored("event \(webhookEvent.title)")
        }
        let named = takesQuery ? try delivery.query.all("room").flatMap(Self.parts).map(Self.room) : []
        let said = notification.saysNothing ? nothing(about: webhookEvent) : notification
        let chosenRooms = room.map { [$0] } ?? named
        var facts = webhookEvent.facts
        facts.plugin = plugin
        do throws(ChatError) {
            let choice = try await chat.announce(
                said.message, about: facts, in: chosenRooms.isEmpty ? rooms : chosenRooms, alone: isAlone)
            if case .none(let reason) = choice { return .ignored(reason) }
        } catch {
            // A retry would not help a sender that names an unknown room.
            guard !chosenRooms.isEmpty, error.kind == .noSuchRoom || error.kind == .notAMember else { throw error }
            logger.warning("the URL names a room that the bot cannot send to", metadata: ["error": "\(error)"])
            throw Rejection(
                room == nil ? .badRequest : .notFound,
                "The URL names a room that the bot cannot send to; its log says why.")
        }
        if notification.missingFieldCount > 0 {
            logger.notice(
                "a payload lacks fields that its event is announced with", metadata: ["event": "\(webhookEvent.title)"])
        }
        return .handled(.text("OK"), missingFieldCount: notification.missingFieldCount)
    }

    /// What is said about an event of which nothing can be said.
    private func nothing(about event: WebhookEvent) -> EventNotification {
        EventNotification("\(title) sent a payload of the event “\(event.title)” that has nothing to announce")
    }

    /// The room that a URL names.
    /// - Throws: `Rejection` 400 if it is not a valid name.
    private static func room(_ name: String) throws(Rejection) -> Room {
        guard let room = Room(parameter: name) else {
            throw Rejection(.badRequest, "“\(name.sanitized(to: 80))” is not \(Room.parameterDescription).")
        }
        return room
    }

    private static func parts(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.trimmingSpaces) }.filter { !$0.isEmpty }
    }
}
