import HarkEvents
import Synchronization

private import struct FoundationEssentials.Date

/// Receives the events of Google Chat, as long as Google accepts the bot.
final class GoogleChatListener: Sendable {
    private struct State {
        var inbox: ChatInbox?
        /// The messages that were received: an event may be delivered again.
        var received = BoundedSet<String>(limit: 2000)
    }

    private let spaces: GoogleChatSpaces
    private let audience: TokenAudience?
    private let keys: any PublishedKeySource
    private let keysURL: String?
    private let clock: BotClock
    private let state = Mutex(State())

    /// - Parameters:
    ///   - audience: the expected audience; without it, no event is accepted.
    ///   - keysURL: where the keys of Google's tokens are; nil for Google's own place.
    init(
        spaces: GoogleChatSpaces, audience: TokenAudience?, keys: any PublishedKeySource, keysURL: String?,
        clock: BotClock
    ) {
        self.spaces = spaces
        self.audience = audience
        self.keys = keys
        self.keysURL = keysURL
        self.clock = clock
    }

    /// Listens until its task is cancelled.
    /// - Throws: if Google does not accept the bot.
    func run(_ inbox: ChatInbox) async throws {
        defer { state.withLock { $0.inbox = nil } }
        try await inbox.stayAccepted(clock) {
            try await spaces.check()
            state.withLock { $0.inbox = inbox }
        }
    }

    /// Checks that a request comes from Google Chat.
    /// - Parameter authorization: its header `Authorization`.
    /// - Throws: `Rejection` 401 if it does not, 503 if that cannot be determined.
    func verify(_ authorization: String?) async throws(Rejection) {
        guard let audience else {
            throw Rejection(.serviceUnavailable, "HARK_GOOGLECHAT_AUDIENCE is not set.")
        }
        guard let token = token(in: authorization, for: audience), let id = token.keyID else {
            throw Rejection(.unauthorized, "Google Chat's token is missing, expired or another's.")
        }
        let name = PublishedKeyName(document: .keySet(keysURL ?? audience.keysURL), id: id)
        do throws(PublishedKeyFailure) {
            if let key = try await keys.key(name), token.isSigned(by: key) { return }
        } catch {
            throw Rejection(.serviceUnavailable, "Google's list of keys cannot be fetched: \(error.reason).")
        }
        throw Rejection(.unauthorized, "The token is not signed by Google.")
    }

    /// Whether a call may come from Google Chat according to the claims of its token. The signature is not verified
    /// yet, because the body of the call has not been read.
    func mayVerify(_ authorization: String?) -> Bool {
        audience.map { token(in: authorization, for: $0) != nil } ?? true
    }

    /// The token of a call, if it is meant for the bot and valid at this time.
    private func token(in authorization: String?, for audience: TokenAudience) -> JSONWebToken? {
        let prefix = "Bearer "
        guard let authorization, authorization.hasPrefix(prefix),
            let token = JSONWebToken(String(authorization.dropFirst(prefix.count))), token.keyID != nil,
            audience.isMeant(by: PayloadView(token.claims), at: Int(clock.now.timeIntervalSince1970))
        else { return nil }
        return token
    }

    /// Handles an event; anything but a person's new message is ignored.
    /// - Returns: whether the bot listens.
    func take(_ event: GoogleChatEvent) async -> Bool {
        guard let inbox = state.withLock({ $0.inbox }) else { return false }
        guard let time = event.eventTime, clock.isRecent(time), var message = event.incoming, let id = message.id,
            let space = event.space, let spaceID = space.name, state.withLock({ $0.received.insert(id.text) })
        else { return true }
        if space.isDirect {
            spaces.learn(directRoom: spaceID, with: message.room.name)
        } else if let name = space.room {
            message = message.received(in: await spaces.room(of: spaceID, called: name))
        }
        if let thread = event.message?.thread?.name { spaces.learn(message: id.text, in: thread) }
        await inbox.receive(message)
        return true
    }
}

extension IncomingMessage {
    /// The same message, in a room with another name.
    fileprivate func received(in room: String) -> IncomingMessage {
        IncomingMessage(
            text, from: sender, in: Room(named: room, on: nil), thread: thread, id: id, isAddressed: isAddressed,
            isDirect: isDirect, groups: groups)
    }
}
