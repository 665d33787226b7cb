import HarkClient
private import Synchronization

private import struct FoundationEssentials.Date

/// Answers the references in people's messages: title, state and link. It says nothing about what is unknown,
/// forbidden, slow or broken.
final class LinkResponder: Sendable {
    /// How long a reference is not answered again in a room.
    static let silence = Duration.seconds(600)

    /// How long the answer of a provider is used.
    static let freshness = Duration.seconds(300)

    private struct Said: Hashable {
        let room: Room
        let reference: Reference
    }

    private struct State {
        var answers = ExpiringTable<Reference, EventNotification?>(capacity: 500, lifetime: LinkResponder.freshness)
        var said = ExpiringTable<Said, Bool>(capacity: 2_000, lifetime: LinkResponder.silence)
        var lookups = LookupGuard()
    }

    private let lookup: LinkLookup
    private let access: LinkAccess
    private let projects: DefaultProjects
    private let rooms: [Room]
    private let tokenName: String
    private let context: PluginContext
    private let state = Mutex(State())

    /// A responder with the operator's settings; nil without a token.
    /// - Throws: `SettingFault`, also if there is a token and no server.
    init?(
        _ lookup: LinkLookup, _ settings: LinkSettings, rooms: [Room], _ context: PluginContext
    ) throws(SettingFault) {
        let chosen = try context.settings[settings.rooms]
        let server = try context.settings[settings.server]
        let user = try settings.user.map { setting throws(SettingFault) in try context.settings[setting] } ?? nil
        projects =
            try settings.projects.map { setting throws(SettingFault) in try context.settings[setting] }
            ?? DefaultProjects()
        guard let token = try context.settings[settings.token] else { return nil }
        guard let server else { throw SettingFault(missing: settings.server) }
        self.lookup = lookup
        access = LinkAccess(server: server, user: user, token: token)
        self.rooms = (chosen.isEmpty ? rooms : chosen).map(context.chat.canonical)
        tokenName = settings.token.variable
        self.context = context
    }

    /// The references of a message that are to be answered in its room; nil if there are none.
    func scan(_ message: IncomingMessage) -> ScannedText? {
        let room = context.chat.canonical(message.room)
        guard rooms.contains(room) else { return nil }
        let project = projects.project(of: room, canonical: context.chat.canonical)
        let now = context.clock.steady
        let found = lookup.scanner.references(in: message.text, project: project)
        let references = state.withLock { state in
            found.filter { state.said.value(of: Said(room: room, reference: $0), at: now) == nil }
        }
        guard !references.isEmpty else { return nil }
        return ScannedText(references.map(\.description).joined(separator: " ")) {
            await self.answer(references, in: room)
        }
    }

    private func answer(_ references: [Reference], in room: Room) async -> Message? {
        var lines: [ChatText] = []
        for reference in references {
            guard let found = await notification(about: reference) else { continue }
            let now = context.clock.steady
            state.withLock { $0.said.set(true, for: Said(room: room, reference: reference), at: now) }
            lines.append(found.content)
        }
        return lines.isEmpty ? nil : Message(ChatText(lines, separator: "\n"))
    }

    private func notification(about reference: Reference) async -> EventNotification? {
        let now = context.clock.steady
        let (known, isAdmitted) = state.withLock { state in
            let known = state.answers.value(of: reference, at: now)
            return (known, known == nil && state.lookups.admit(at: now))
        }
        if let known { return known }
        guard isAdmitted else {
            context.logger.debug("a reference is not looked up now", metadata: ["reference": "\(reference)"])
            return nil
        }
        return take(await verdict(on: reference), on: reference)
    }

    /// Asks the provider.
    private func verdict(on reference: Reference) async -> LinkVerdict {
        var headers = HTTPFields()
        for (name, value) in lookup.headers(access) {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let request = lookup.request(reference).request(to: access.server, headers: headers)
        do throws(HTTPClientError) {
            let response = try await context.http.send(request)
            let now = Int(context.clock.now.timeIntervalSince1970)
            return LinkVerdict(response, now: now, isRateLimited: lookup.isRateLimited) {
                lookup.answer($0, reference, access)
            }
        } catch {
            context.logger.debug("a reference cannot be looked up", metadata: ["error": "\(error)"])
            return .failed
        }
    }

    /// Keeps what the provider's response means, and returns what to say.
    private func take(_ verdict: LinkVerdict, on reference: Reference) -> EventNotification? {
        let now = context.clock.steady
        let isFirstRefusal = state.withLock { state in
            switch verdict {
            case .found(let notification):
                state.answers.set(notification, for: reference, at: now)
                state.lookups.noteSuccess()
            case .limited(let seconds): state.lookups.noteLimit(seconds, at: now)
            case .failed: state.lookups.noteFailure(at: now)
            case .refused: return state.lookups.noteRefusal(at: now)
            }
            return false
        }
        if isFirstRefusal {
            context.logger.warning(
                "\(access.server) does not accept \(tokenName), so references are not answered; make a new token")
        }
        if case .found(let notification?) = verdict { return notification }
        let metadata: Logger.Metadata = ["reference": "\(reference)", "reason": "\(verdict.reason)"]
        context.logger.debug("a reference is not answered", metadata: metadata)
        return nil
    }
}
