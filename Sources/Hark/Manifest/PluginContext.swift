/// What the host hands a plugin when it makes it.
public struct PluginContext: Sendable {
    /// The values of the settings that the manifest declares.
    public let settings: Settings

    /// The way to the chat rooms.
    public let chat: Chat

    /// A logger labelled with the plugin's name.
    public let logger: Logger

    /// The time of day; tests fix it.
    public let clock: BotClock

    /// The names of the events that the manifest declares; empty when it declares none.
    public let events: [String]

    /// A context; the host makes it, and so may a test of a plugin's initializer.
    public init(
        settings: Settings, chat: Chat, logger: Logger, clock: BotClock = .system, events: [String] = []
    ) {
        self.settings = settings
        self.chat = chat
        self.logger = logger
        self.clock = clock
        self.events = events
    }
}
