import HarkEvents

/// Receives messages, accepts invitations and follows replaced rooms.
struct MatrixListener: Sendable {
    let api: MatrixAPI
    let directory: RoomDirectory
    let sender: MatrixSender
    let cache: RoomCache
    let clock: BotClock
    let logger: Logger
    /// Whose invitations are accepted.
    let invitations: [InvitationRule]
    /// Rooms to join at the start, so that the bot receives their messages.
    let rooms: [String]

    /// Shortest time for a response without news: otherwise a server that does not wait would be polled in a busy loop.
    private static let shortestPoll = Duration.seconds(1)

    /// Most pages of 100 events that are read to fill a gap.
    private static let mostMissedPages = 2

    /// How long the server may take for each of them, because other rooms wait.
    private static let missedTime = Duration.seconds(10)

    /// The progress of receiving, across all connections.
    private struct Progress {
        var reader: SyncReader
        let names: BotNames
        let backgroundTasks: BackgroundTasks
        var since: String?
        var refusalCount = 0
    }

    /// Receives until its task is cancelled.
    /// - Throws: `ChatError.unauthorized` if the server does not accept the bot any more.
    func run(_ inbox: ChatInbox) async throws {
        var progress: Progress?
        let backgroundTasks = BackgroundTasks()
        defer { backgroundTasks.end() }
        try await inbox.stayConnected(clock) {
            var current: Progress
            if let progress { current = progress } else { current = try await begin(inbox, backgroundTasks) }
            progress = current
            defer { progress = current }
            var waits = false
            while true {
                try Task.checkCancellation()
                let start = clock.steady
                let isHistory = current.since == nil
                guard let answer = try await sync(&current, waits: waits) else { continue }
                for effect in current.reader.effects(of: answer, isHistory: isHistory, at: clock.now) {
                    await take(effect, &current, inbox)
                }
                let isIdle = !answer.rooms.exists && waits
                waits = true
                inbox.report(.connected)
                if isIdle, clock.steady - start < Self.shortestPoll { try await clock.sleep(for: Self.shortestPoll) }
            }
        }
    }

    /// Logs in, and joins the rooms of the settings.
    private func begin(_ inbox: ChatInbox, _ backgroundTasks: BackgroundTasks) async throws(ChatError) -> Progress {
        let user: String
        do throws(MatrixFailure) { user = try await api.session.login().user } catch { throw error.error }
        let profile = try? await api.call(.get, MatrixPath("profile", user, "displayname"))
        let named = inbox.rooms.map(\.name).filter { $0.hasPrefix("#") || $0.hasPrefix("!") }
        for name in rooms + named.filter({ !rooms.contains($0) }) {
            do throws(ChatError) {
                let room = try await directory.identifier(of: name)
                try await directory.join(room, as: name, via: MatrixID.server(of: name))
            } catch {
                logger.warning(
                    "a room cannot be entered", metadata: ["room": "\(name)", "error": "\(error.reason)"])
            }
        }
        return Progress(
            reader: SyncReader(user: user, cache: cache),
            names: BotNames(user: user, displayName: profile?.displayname.asText?.verbatim),
            backgroundTasks: backgroundTasks)
    }

    /// Requests new events.
    /// - Returns: the response; nil if the server cannot continue from the bot's position.
    private func sync(_ progress: inout Progress, waits: Bool) async throws(ChatError) -> PayloadView? {
        let request = SyncRequest(since: progress.since, waits: waits)
        let answer: PayloadView
        do throws(MatrixFailure) {
            answer = try await api.call(
                .get, request.path, timeout: request.timeout, responseLimit: SyncRequest.answerLimit)
        } catch {
            let cannotGoOn = error.status == 400 || error.isTooLong
            guard cannotGoOn, progress.since != nil else { throw error.ofConnection }
            logger.warning(
                "what was said meanwhile is lost: the server cannot go on", metadata: ["error": "\(error.error.reason)"]
            )
            progress.since = nil
            return nil
        }
        guard let next = answer.next_batch.asText?.verbatim else {
            throw ChatError(.transient, "What the Matrix server answers is no sync. Is a proxy in between?")
        }
        progress.since = next
        return answer
    }

    private func take(_ effect: SyncReader.Effect, _ progress: inout Progress, _ inbox: ChatInbox) async {
        switch effect {
        case .message(let message, let user, let room, let id):
            await receive(message, user, room, id, progress.names, inbox)
        case .gap(let room, let from):
            let events = await missed(in: room, from: from)
            for effect in progress.reader.effects(ofMissed: events, in: room, at: clock.now) {
                guard case .message(let message, let user, let room, let id) = effect else { continue }
                await receive(message, user, room, id, progress.names, inbox)
            }
        case .invited(let room, let user, let isDirect):
            guard isAllowed(user, room, &progress.refusalCount) else { return }
            runInBackground(progress) { await accept(room, user, isDirect) }
        case .removed(let room, let user, let reason):
            logger.warning(
                "the bot was removed from a room",
                metadata: [
                    "room": "\(cache[room].name ?? room)", "by": "\(user.sanitized(to: 120))",
                    "reason": "\(reason ?? "none given")",
                ])
        case .replaced(let room, let next, let via):
            let move = RoomCache.Move(room: next, server: via)
            guard cache.begin(move, from: room) else { return }
            if !runInBackground(progress, { await follow(room) }) { _ = cache.end(move, from: room) }
        case .encrypted(let room, let isNew): runInBackground(progress) { await warn(room, isNew) }
        }
    }

    /// Runs a long operation without delaying the sync loop.
    /// - Returns: whether it was accepted, to run now or later.
    @discardableResult
    private func runInBackground(_ progress: Progress, _ operation: @escaping @Sendable () async -> Void) -> Bool {
        switch progress.backgroundTasks.take(operation) {
        case .taken: return true
        case .refused(let isFirst):
            if isFirst {
                logger.warning("too many rooms of Matrix change at once: invitations and moves are left out")
            }
            return false
        }
    }

    private func receive(
        _ message: MatrixMessage, _ user: String, _ room: String, _ id: String, _ names: BotNames,
        _ inbox: ChatInbox
    ) async {
        let addressed = names.addressed(message.text, mentions: message.mentions)
        await inbox.receive(
            IncomingMessage(
                addressed ?? message.text, from: Person(id: user, displayName: cache.displayName(of: user)),
                in: Room(named: await directory.name(of: room), on: nil), thread: message.thread, id: MessageID(id),
                isAddressed: addressed != nil, isDirect: cache.isDirect(room)))
    }

    /// The events that a response left out of a room, the oldest first; at most the newest 200.
    private func missed(in room: String, from start: String) async -> [PayloadView] {
        var events: [PayloadView] = []
        var from = start
        for _ in 0..<Self.mostMissedPages {
            let path = MatrixPath("rooms", room, "messages").with(
                ["dir": "b", "from": from, "limit": "100", "filter": #"{"types":["m.room.message"]}"#])
            let page = try? await api.call(.get, path, timeout: Self.missedTime, responseLimit: 8 << 20)
            guard let page else {
                logger.warning("what was said meanwhile is lost", metadata: ["room": "\(cache[room].name ?? room)"])
                break
            }
            let chunk = page.chunk.asList
            events += chunk
            // Older than the limit, or at the start of the room.
            let isOld = chunk.last.flatMap { MatrixEvent($0) }?.age(at: clock.now).map { $0 > SyncReader.longestAge }
            guard let end = page.end.asText?.verbatim, !chunk.isEmpty, isOld == false else { break }
            from = end
        }
        return events.reversed()
    }
}
