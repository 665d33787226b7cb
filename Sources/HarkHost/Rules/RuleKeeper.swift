private import Synchronization

internal import struct FoundationEssentials.Date

/// Holds the operator's rules (`HARK_RULES`), reads them again from their file, and chooses the rooms of notifications
/// by them and by the subscriptions of rooms.
final class RuleKeeper: Sendable {
    /// Where the rules come from, and what they may name.
    struct Source: Sendable {
        let text: ReloadableText
        let plugins: [RulePlugin]
        let networks: [NetworkName]

        /// Reads rules.
        /// - Throws: `Faults` with all faults of the text, each with file, line and column.
        func parse(_ text: String) throws(Faults) -> RuleSet {
            var parser = RuleParser(plugins: plugins) { zone throws(ZoneError) in
                try ZoneDatabase.system.rules(of: zone)
            }
            let rules = parser.parse(text)
            var faults = parser.faults
            for rule in rules.rules {
                for room in rule.rooms {
                    guard let reason = HostOptions.networkReason("\(room)", on: room.network, networks) else {
                        continue
                    }
                    faults.append(LineFault(line: rule.line, column: rule.column, reason: reason))
                }
            }
            guard faults.isEmpty else { throw self.text.faults(faults) }
            return rules
        }
    }

    /// A notification that the rules decided about.
    struct DecidedNotification: Sendable {
        let time: Date
        let plugin: String
        /// Event, action and place are shortened: facts may hold much of a payload.
        let event: UntrustedText?
        let action: UntrustedText?
        let place: UntrustedText?
        let decision: RuleDecision
        /// The rooms that get it because of their subscriptions.
        let subscribed: [Room]

        /// Plugin, event, action and place.
        var title: ChatText {
            let name = [event, action].compactMap(\.self).joined(separator: ".")
            return "\(plugin) \(name)\(place, after: " in ")"
        }
    }

    private struct State {
        var rules = RuleSet.empty
        var subscriptions = SubscriptionTable()
        /// How many readings of the subscriptions have begun, and the number of the one that is in use.
        var readings = (begun: 0, used: 0)
        var source: Source?
        var latest: [DecidedNotification] = []
    }

    /// How many decisions are remembered.
    private static let mostDecisions = 10

    private let state = Mutex(State())
    private let clock: BotClock

    init(clock: BotClock) { self.clock = clock }

    /// The rules in effect.
    var current: RuleSet { state.withLock { $0.rules } }

    /// The subscriptions in effect.
    var subscriptions: [Subscription] { state.withLock { $0.subscriptions.list } }

    /// Begins a reading of the subscriptions.
    /// - Returns: its number.
    func beginReading() -> Int {
        state.withLock { state in
            state.readings.begun += 1
            return state.readings.begun
        }
    }

    /// Replaces all subscriptions, unless those of a reading that began later are in use.
    /// - Parameter reading: the number of the reading.
    /// - Returns: whether they were replaced.
    func setSubscriptions(_ subscriptions: [Subscription], of reading: Int) -> Bool {
        state.withLock { state in
            guard reading > state.readings.used else { return false }
            (state.subscriptions, state.readings.used) = (SubscriptionTable(subscriptions), reading)
            return true
        }
    }

    /// Reads the conditions of a subscription.
    /// - Throws: `Faults` with all faults of the text.
    func conditions(_ text: String) throws(Faults) -> [RuleCondition] {
        let source = state.withLock { $0.source }
        return try source?.parse("\(Rule.usualWord) \(text)").rules.first?.conditions ?? []
    }

    /// Why a subscription with these conditions would not get what they ask for: settings leave the events out, or no
    /// subscription gets what is not for everybody. Empty if it would.
    func reasonsLeftOut(_ conditions: [RuleCondition]) -> [String] {
        let events = RuleEvents(state.withLock { $0.source?.plugins ?? [] }, conditions)
        let audiences = conditions.filter(\.isMetByNarrowAudience).map { condition in
            "A subscription gets only what is public; a rule has to say where anything else goes. Leave out "
                + "\(condition.text)."
        }
        let names = conditions.lazy.filter { $0.comparison == .equal }.flatMap(\.eventNames)
        return audiences + names.compactMap(events.reasonLeftOut)
    }

    /// A subscription that the store has, for this bot's plugins.
    func subscription(_ stored: Subscription.Stored, of room: Room) -> Subscription {
        Subscription(room: room, stored: stored, conditions: try? conditions(stored.conditions))
    }

    /// The latest notifications that the rules decided about, the newest first; empty without rules.
    var latest: [DecidedNotification] { state.withLock { $0.latest.reversed() } }

    /// Reads the rules for the first time.
    /// - Parameter text: the rules; nil for none.
    /// - Returns: the faults that keep the bot from starting.
    func load(_ text: String?, from source: Source) -> [Fault] {
        do throws(Faults) {
            let rules = try text.map { text throws(Faults) in try source.parse(text) } ?? .empty
            state.withLock { ($0.rules, $0.source) = (rules, source) }
            return []
        } catch {
            return error.list
        }
    }

    /// Reads the file again. On a fault the rules stay as they were.
    /// - Returns: how many rules there are now; nil if they do not come from a file.
    /// - Throws: `Faults` if it cannot be read or has faults.
    func reload() throws(Faults) -> Int? {
        guard let source = state.withLock({ $0.source }), let text = try source.text.read() else { return nil }
        let rules = try source.parse(text)
        state.withLock { $0.rules = rules }
        return rules.rules.count
    }

    /// Chooses the rooms of a notification, and remembers the decision.
    /// - Parameter usual: the rooms that get it without any rule.
    func choose(_ facts: NotificationFacts, usual: [Room]) -> RoomChoice {
        let (rules, subscriptions) = state.withLock { ($0.rules, $0.subscriptions) }
        guard !rules.rules.isEmpty || !subscriptions.list.isEmpty else { return .rooms(usual) }
        let now = clock.now
        let time = Int(now.timeIntervalSince1970)
        let decision = rules.decision(facts, at: time, usual: usual)
        let subscribed = subscriptions.applying(to: facts, at: time, after: decision).map(\.room)
        state.withLock { state in
            state.latest.append(DecidedNotification(facts, at: now, decision, subscribed: subscribed))
            if state.latest.count > Self.mostDecisions { state.latest.removeFirst() }
        }
        let choice = decision.choice
        guard case .rooms(let rooms) = choice else { return choice }
        return .rooms(rooms + subscribed)
    }
}

extension RuleKeeper.DecidedNotification {
    /// Longest text that is kept, in Unicode scalars; more than a title shows.
    private static let longestText = 1_000

    fileprivate init(_ facts: NotificationFacts, at time: Date, _ decision: RuleDecision, subscribed: [Room]) {
        func shortened(_ text: UntrustedText?) -> UntrustedText? {
            text.map { $0.byteCount > Self.longestText ? $0.prefix(Self.longestText) : $0 }
        }
        self.init(
            time: time, plugin: facts.plugin, event: shortened(facts.event), action: shortened(facts.action),
            place: shortened(facts.place), decision: decision, subscribed: subscribed)
    }
}
