/// What the host hands a plugin when it makes it.
public struct PluginContext: Sendable {
    /// The values of the settings that the manifest declares.
    public let settings: Settings

    /// The way to the chat rooms.
    public let chat: Chat

    /// A logger labelled with the plugin's name.
    public let logger: Logger

    /// What time it is; tests set it.
    public let clock: BotClock

    /// A context; the host makes it, and so may a test of a plugin's initializer.
    public init(settings: Settings, chat: Chat, logger: Logger, clock: BotClock = .system) {
        self.settings = settings
        self.chat = chat
        self.logger = logger
        self.clock = clock
    }
}
