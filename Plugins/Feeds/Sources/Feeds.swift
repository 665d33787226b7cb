import HarkClient
public import HarkEvents

/// Announces new entries of RSS and Atom feeds.
public struct Feeds: Plugin {
    static let sources = Setting<[FeedSource]>(
        "HARK_FEEDS", default: [],
        help:
            "URLs of feeds, separated by commas, with rooms where they have their own: https://example.org/feed=#news."
    )
    static let interval = Setting<Duration>(
        "HARK_FEEDS_INTERVAL", default: .minutes(15),
        help: "How often each feed is read, from 5m to 24h in steps of 5m."
    ) { interval throws(SettingMismatch) in
        guard (.minutes(5))...(.hours(24)) ~= interval else {
            throw SettingMismatch(expected: "a duration from 5m to 24h")
        }
    }
    static let rooms = Setting<[Room]>(
        "HARK_FEEDS_ROOM", default: [], help: "Rooms for feeds without their own; HARK_ROOMS unless set.")
    static let entryCount = Setting<Int>(
        "HARK_FEEDS_ENTRIES", default: 5, help: "How many new entries of a feed are announced at once, from 1 to 50."
    ) { count throws(SettingMismatch) in
        guard 1...50 ~= count else { throw SettingMismatch(expected: "a whole number from 1 to 50") }
    }

    public static let manifest = Manifest<Self>(
        name: "feeds",
        summary: "Announces new entries of RSS and Atom feeds.",
        settings: [sources, interval, rooms, entryCount],
        commands: [.command("feeds", help: "Lists the feeds and their state.", list)],
        // A feed is read at the first slot after its interval.
        schedules: [.every(.minutes(5), named: "poll", within: .minutes(4), poll)]
    )

    /// The addresses, in the order of the setting.
    let urls: [String]

    /// The rooms of each address.
    let roomsOfFeeds: [String: [Room]]

    let interval: Duration
    let entryCount: Int
    let chat: Chat
    let store: PluginStore
    let reader: FeedReader
    let clock: BotClock
    let logger: Logger

    public init(_ context: PluginContext) throws {
        let settings = context.settings
        let sources = try settings[Self.sources]
        let usual = try settings[Self.rooms]
        var urls: [String] = []
        var rooms: [String: [Room]] = [:]
        // A feed that is listed twice has two rooms.
        for source in sources {
            if rooms[source.url] == nil { urls.append(source.url) }
            rooms[source.url, default: []] += source.room.map { [$0] } ?? (usual.isEmpty ? context.chat.rooms : usual)
        }
        (self.urls, roomsOfFeeds) = (urls, rooms)
        interval = try settings[Self.interval]
        entryCount = try settings[Self.entryCount]
        (chat, store, clock, logger) = (context.chat, context.store, context.clock, context.logger)
        reader = FeedReader(http: context.http, clock: context.clock)
    }
}
