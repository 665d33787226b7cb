private import Synchronization

/// Tells the admins what they should know without asking: each in a direct message, or else all of them in the
/// rooms of `HARK_ROOMS`.
final class AdminNotices: Sendable {
    private let chat: Chat
    private let networks: NetworkRouter
    private let options: HostOptions
    private let clock: BotClock
    private let deadDeliveries: DeadDeliveryReport
    private let unstored = Throttle(every: .seconds(60))
    /// Those that nobody waits for.
    private let notices = SerialTasks()
    private let missingRooms = Mutex(PaceMeter(Pace(burst: 5, interval: .seconds(120))))

    init(chat: Chat, networks: NetworkRouter, options: HostOptions, clock: BotClock) {
        self.chat = chat
        self.networks = networks
        self.options = options
        self.clock = clock
        deadDeliveries = DeadDeliveryReport(prefix: options.prefix)
    }

    /// Sends a notice.
    /// - Parameters:
    ///   - network: a network that cannot be used.
    ///   - missing: a room that cannot be used.
    private func send(_ text: ChatText, exceptOn network: NetworkName? = nil, exceptIn missing: Room? = nil) async {
        let direct = options.admins.compactMap { networks.directRoom(of: $0) }
        let rooms = (direct.isEmpty ? options.rooms : direct).filter { networks.canonical($0) != missing }
        // A notice is no part of the delivery that a task may handle.
        await AnnouncementRecord.$current.withValue(nil) {
            for room in rooms where network == nil || (room.network ?? networks.names.first) != network {
                _ = try? await chat.send(Message(text, severity: .error), to: room)
            }
        }
    }

    /// Reports that messages wait for a room that does not exist or does not let the bot in: for at most five rooms at
    /// once, and then for one in two minutes. Nobody waits for the notice.
    func reportMissing(_ room: Room, because error: ChatError) {
        // An admin whom the bot cannot write to is no news for others; the log has a line.
        guard !options.admins.contains(where: { networks.isDirect(room, to: $0) }),
            missingRooms.withLock({ $0.admit(at: clock.steady) })
        else { return }
        let text: ChatText = """
            Messages wait for \(room.description): \(error.reason) They are sent once the bot can write there; if more \
            than \(RoomBacklog.longestBacklog) wait, only the last \(RoomBacklog.tail) are. They are dropped after \
            \(options.store.outboxAge.settingText). \(options.prefix)outbox lists all that wait.
            """
        notices.add { await self.send(text, exceptIn: room) }
    }

    /// Reports that a network is lost for good.
    func reportLoss(of network: NetworkName, because error: any Error) async {
        await send(
            "The chat network \(network) is lost; the bot does not reconnect until it is restarted. \("\(error)")",
            exceptOn: network)
    }

    /// Reports the first dead delivery of a plugin in ten minutes. Nobody waits for the notice.
    func report(_ delivery: DeadDelivery) {
        guard let text = deadDeliveries.message(about: delivery, at: clock.steady) else { return }
        notices.add { await self.send(text) }
    }

    /// Reports, at most once a minute, that deliveries are handled without being stored.
    func reportUnstored(_ plugin: String, because reason: String) {
        guard unstored.shouldLog(at: clock.steady) else { return }
        notices.add {
            await self.send(
                "Deliveries to \(plugin) cannot be stored and are handled at once: a failure would lose them. \(reason)"
            )
        }
    }

    /// Waits until the networks have what was reported so far, or the outbox has.
    func settle() async { await notices.finish() }
}
