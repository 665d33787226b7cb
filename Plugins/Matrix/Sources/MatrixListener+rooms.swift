import HarkEvents

extension MatrixListener {
    /// Most invitations not accepted that the log gets a line of.
    private static let mostRefusals = 20

    /// Accepts an invitation where the list allows it.
    /// - Parameter refusalCount: how many invitations were not accepted so far.
    func answer(_ room: String, _ user: String, _ isDirect: Bool, _ refusalCount: inout Int) async {
        guard invitations.contains(where: { $0.allows(user) }) else {
            refusalCount += 1
            guard refusalCount <= Self.mostRefusals else { return }
            logger.notice(
                "an invitation is not accepted; HARK_MATRIX_INVITES names whose are",
                metadata: ["by": "\(user.sanitized(to: 120))", "room": "\(room.sanitized(to: 120))"])
            return
        }
        do throws(ChatError) {
            try await directory.join(room, as: room, via: MatrixID.server(of: user))
            logger.info("the bot accepted an invitation", metadata: ["by": "\(user)", "room": "\(room)"])
        } catch {
            logger.warning(
                "an invitation cannot be accepted", metadata: ["room": "\(room)", "error": "\(error.reason)"])
            return
        }
        guard isDirect else { return }
        do throws(MatrixFailure) { try await DirectTalks(api: api, book: book).add(room, with: user) } catch {
            logger.debug("a direct talk cannot be noted", metadata: ["error": "\(error.error.reason)"])
        }
    }

    /// Goes where a room has moved, and says so when it is new there.
    func follow(_ room: String, _ next: String, _ via: String?) async {
        let name = book[room].name ?? room
        let isKnown = book[next].isJoined
        do throws(ChatError) { if !isKnown { try await directory.join(next, as: next, via: via) } } catch {
            logger.warning(
                "a room was replaced, and the bot cannot enter the new one",
                metadata: ["room": "\(name)", "replacement": "\(next)", "error": "\(error.reason)"])
            return
        }
        book.update(room) { $0.successor = next }
        book.update(next) { $0.name = $0.name ?? (name == room ? nil : name) }
        guard !isKnown else { return }
        logger.notice("a room was replaced", metadata: ["room": "\(name)", "replacement": "\(next)"])
        try? await speech.notice("The room was replaced by this one, and the bot has come along.", in: next)
    }

    /// Says that nothing is heard in an encrypted room.
    func warn(_ room: String, _ isNew: Bool) async {
        logger.warning(
            "a room is encrypted: the bot hears nothing there and says nothing; use a room without encryption",
            metadata: ["room": "\(book[room].name ?? room)"])
        guard isNew else { return }
        try? await speech.notice(
            "This room is encrypted, which the bot cannot read: it hears no commands here, and says nothing more. Invite it to a room without encryption; encryption cannot be switched off in a room.",
            in: room)
    }
}
