import HarkEvents

extension MatrixListener {
    /// Most refused invitations that are logged.
    private static let mostRefusals = 20

    /// Most attempts to join the replacement of a room.
    private static let mostTries = 8

    /// Whether an invitation is accepted.
    /// - Parameter refusalCount: the number of refused invitations so far.
    func isAllowed(_ user: String, _ room: String, _ refusalCount: inout Int) -> Bool {
        if invitations.contains(where: { $0.allows(user) }) { return true }
        refusalCount += 1
        guard refusalCount <= Self.mostRefusals else { return false }
        logger.notice(
            "an invitation is not accepted; HARK_MATRIX_INVITES names whose are",
            metadata: ["by": "\(user.sanitized(to: 120))", "room": "\(room.sanitized(to: 120))"])
        return false
    }

    /// Accepts an invitation.
    func accept(_ room: String, _ user: String, _ isDirect: Bool) async {
        do throws(ChatError) {
            try await directory.join(room, as: room, via: MatrixID.server(of: user))
            logger.info("the bot accepted an invitation", metadata: ["by": "\(user)", "room": "\(room)"])
        } catch {
            logger.warning(
                "an invitation cannot be accepted", metadata: ["room": "\(room)", "error": "\(error.reason)"])
            return
        }
        guard isDirect else { return }
        do throws(MatrixFailure) { try await directory.directRooms.add(room, with: user) } catch {
            logger.debug("a room for direct messages cannot be listed", metadata: ["error": "\(error.error.reason)"])
        }
    }

    /// Joins the replacement of a room, and announces it there if the bot is new in it. If that room is replaced by
    /// another meanwhile, the bot joins the last one.
    func follow(_ room: String) async {
        var backOff = BackOff(first: .seconds(10), longest: .seconds(600))
        while !Task.isCancelled, let move = cache[room].move {
            let isKnown = cache[move.room].isJoined
            let error = isKnown ? nil : await failure(entering: move, of: room, &backOff)
            guard cache.end(move, from: room) else { continue }
            let name = cache[room].name ?? room
            if let error {
                logger.warning(
                    "a room was replaced, and the bot cannot enter the new one",
                    metadata: ["room": "\(name)", "replacement": "\(move.room)", "error": "\(error.reason)"])
                return
            }
            cache.update(room) { $0.successor = move.room }
            cache.update(move.room) { $0.name = $0.name ?? (name == room ? nil : name) }
            guard !isKnown else { return }
            logger.notice("a room was replaced", metadata: ["room": "\(name)", "replacement": "\(move.room)"])
            try? await sender.notice("The room was replaced by this one, and the bot has come along.", in: move.room)
            return
        }
    }

    /// Joins the replacement of a room; retries while the server has problems, or cannot reach the replacement yet.
    /// - Returns: why it cannot be joined; nil if the bot is in it, or the room has another replacement by now.
    private func failure(
        entering move: RoomCache.Move, of room: String, _ backOff: inout BackOff
    ) async -> ChatError? {
        var triesLeft = Self.mostTries
        while cache[room].move == move {
            let wait: Duration
            do throws(ChatError) {
                try await directory.join(move.room, as: move.room, via: move.server)
                return nil
            } catch {
                triesLeft -= 1
                guard triesLeft > 0 else { return error }
                switch error.kind {
                case .transient, .noSuchRoom: wait = backOff.next()
                case .rateLimited(let after): wait = max(after ?? .zero, backOff.next())
                default: return error
                }
                // The bot stops.
                do { try await clock.sleep(for: wait) } catch { return ChatError(.transient, "The bot stops.") }
            }
        }
        return nil
    }

    /// Tells a room that the bot cannot read it because it is encrypted.
    func warn(_ room: String, _ isNew: Bool) async {
        logger.warning(
            "a room is encrypted: the bot receives nothing there and sends nothing; use a room without encryption",
            metadata: ["room": "\(cache[room].name ?? room)"])
        guard isNew else { return }
        try? await sender.notice(
            "This room is encrypted, which the bot cannot read: it receives no commands here, and sends nothing more. Invite it to a room without encryption; encryption cannot be switched off in a room.",
            in: room)
    }
}
