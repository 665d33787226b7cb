import HarkEvents

import struct FoundationEssentials.Date

/// Interprets the responses of `/sync`: people's messages, once each, and changes to rooms.
struct SyncReader: Sendable {
    /// An action for a response, in order.
    enum Effect: Sendable, Hashable {
        case message(MatrixMessage, by: String, room: String, id: String)
        /// Events before the next message of a room were left out; `from` is where to read them.
        case gap(room: String, from: String)
        case invited(room: String, by: String, isDirect: Bool)
        case removed(room: String, by: String, reason: String?)
        case replaced(room: String, by: String, via: String?)
        /// A room is encrypted; `isNew` if the bot has just joined it, or it has just become encrypted.
        case encrypted(room: String, isNew: Bool)
    }

    /// Older messages are ignored: they were sent while the bot was away.
    static let longestAge = Duration.seconds(120)

    /// Most messages that are remembered to ignore repetitions.
    private static let mostSeen = 4000

    private let user: String
    private let cache: RoomCache
    private var seen = BoundedSet<String>(limit: mostSeen)
    /// Since when the bot is in its rooms: earlier messages there are not for it.
    private var entrances = BoundedMap<String, Date>(limit: 10_000)

    /// - Parameter user: the bot's identifier.
    init(user: String, cache: RoomCache) {
        self.user = user
        self.cache = cache
    }

    /// Interprets a response.
    /// - Parameters:
    ///   - isHistory: whether it is the first response, which is history.
    ///   - now: the time of day.
    mutating func effects(of answer: PayloadView, isHistory: Bool, at now: Date) -> [Effect] {
        for event in answer.account_data.events.asList where event.type.asText?.verbatim == "m.direct" {
            cache.noteDirectRooms(event.content)
        }
        var effects: [Effect] = []
        let rooms = answer.rooms
        // First which rooms the bot is in, before a replaced room is handled.
        for (room, _) in rooms.join.asMembers { cache.update(room) { ($0.isJoined, $0.remover) = (true, nil) } }
        for (room, update) in rooms.join.asMembers { join(room, update, isHistory, now, &effects) }
        for (room, update) in rooms.invite.asMembers {
            let events = update.invite_state.events.asList.compactMap { MatrixEvent($0) }
            let own = events.last { $0.type == "m.room.member" && $0.stateKey == user }
            guard let own, own.content.membership.asText?.verbatim == "invite" else { continue }
            cache.update(room) { $0.remover = nil }
            effects.append(.invited(room: room, by: own.sender, isDirect: own.content.is_direct.isTrue))
        }
        for (room, update) in rooms.leave.asMembers {
            let events = (update.state.events.asList + update.timeline.events.asList).compactMap { MatrixEvent($0) }
            let own = events.last { $0.type == "m.room.member" && $0.stateKey == user }
            entrances[room] = nil
            cache.forgetDirectRoom(room)
            cache.update(room) { entry in
                entry.isJoined = false
                entry.remover = own.flatMap { $0.sender == user ? nil : $0.sender }
            }
            if let own, own.sender != user {
                let reason = own.content.reason.asText?.sanitized(to: 160)
                effects.append(.removed(room: room, by: own.sender, reason: reason))
            }
        }
        return effects
    }

    /// Interprets events that were left out of a response.
    /// - Parameter events: the oldest first.
    mutating func effects(ofMissed events: [PayloadView], in room: String, at now: Date) -> [Effect] {
        var effects: [Effect] = []
        let stay = Duration.seconds(now.timeIntervalSince(entrances[room] ?? now))
        for event in events.lazy.compactMap({ MatrixEvent($0) }) {
            guard let age = event.age(at: now), age < stay else { continue }
            receive(event, in: room, now, &effects)
        }
        return effects
    }

    private mutating func join(
        _ room: String, _ update: PayloadView, _ isHistory: Bool, _ now: Date, _ effects: inout [Effect]
    ) {
        let summary = update.summary
        cache.update(room) { entry in
            entry.joinedCount = Self.count(summary["m.joined_member_count"]) ?? entry.joinedCount
            entry.invitedCount = Self.count(summary["m.invited_member_count"]) ?? entry.invitedCount
        }
        let states = update.state.events.asList.compactMap { MatrixEvent($0) }
        for event in states { note(event, in: room, isNew: !isHistory, &effects) }
        let isEntered = entrances[room] == nil
        if isEntered { entrances[room] = isHistory ? .distantPast : now }
        let timeline = update.timeline
        if !isHistory, !isEntered, timeline.limited.isTrue, let from = timeline.prev_batch.asText?.verbatim {
            effects.append(.gap(room: room, from: from))
        }
        let events = timeline.events.asList.compactMap { MatrixEvent($0) }
        let firstNew = isHistory ? events.count : isEntered ? entranceEnd(in: events, after: states) : 0
        for (index, event) in events.enumerated() {
            note(event, in: room, isNew: !isHistory, &effects)
            if index < firstNew { seen.insert(event.id) } else { receive(event, in: room, now, &effects) }
        }
        // The whole state of the room was sent, so nobody has to ask about it.
        cache.update(room) { $0.isEncrypted = $0.isEncrypted ?? false }
    }

    /// The position after the bot's own join event: 0 if it was earlier, the end if it is unknown.
    private func entranceEnd(in events: [MatrixEvent], after states: [MatrixEvent]) -> Int {
        let isEntrance = { (event: MatrixEvent) in
            event.type == "m.room.member" && event.stateKey == user
                && event.content.membership.asText?.verbatim == "join"
        }
        if let index = events.lastIndex(where: isEntrance) { return index + 1 }
        return states.contains(where: isEntrance) ? 0 : events.count
    }

    /// A number of people, if it is valid.
    private static func count(_ view: PayloadView) -> Int? {
        view.asInt.flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
    }

    /// Applies a change of a room.
    private func note(_ event: MatrixEvent, in room: String, isNew: Bool, _ effects: inout [Effect]) {
        switch event.type {
        case "m.room.member":
            guard let person = event.stateKey else { return }
            cache.note(event.content.displayname.asText?.sanitized(to: 80), ofUser: person)
            if ["leave", "ban"].contains(event.content.membership.asText?.verbatim) {
                cache.forgetDirectRoom(room, with: person)
            }
        case "m.room.canonical_alias" where event.isRoomState:
            let alias = event.content.alias.asText?.verbatim
            cache.update(room) { $0.claimedAlias = alias }
        case "m.room.name" where event.isRoomState:
            cache.update(room) { $0.hasTitle = event.content.name.asText != nil }
        case "m.room.encryption" where event.isRoomState:
            guard cache[room].isEncrypted != true else { return }
            cache.update(room) { $0.isEncrypted = true }
            effects.append(.encrypted(room: room, isNew: isNew))
        case "m.room.tombstone" where event.isRoomState:
            guard let next = event.content.replacement_room.asText?.verbatim, next != room,
                cache[room].successor != next
            else { return }
            effects.append(.replaced(room: room, by: next, via: MatrixID.server(of: event.sender)))
        default: break
        }
    }

    private mutating func receive(_ event: MatrixEvent, in room: String, _ now: Date, _ effects: inout [Effect]) {
        guard event.sender != user, MatrixID.isUser(event.sender), !event.id.isEmpty, !seen.contains(event.id),
            let message = MatrixMessage(event)
        else { return }
        seen.insert(event.id)
        if let root = message.thread { cache.note(MessageID(event.id), inThread: root) }
        guard let age = event.age(at: now), age < Self.longestAge else { return }
        effects.append(.message(message, by: event.sender, room: room, id: event.id))
    }
}
