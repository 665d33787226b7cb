import HarkEvents

import struct FoundationEssentials.Date

/// URLs that people make in the chat.
extension Relay {
    static let hookCommands: [Command<Relay>] = [
        .command(
            "hook new <words...>",
            help: "Makes a URL that speaks into this room, and sends it to whoever asks: backups --for 30d.",
            adminOnly: true, makeHook
        ).openedByRules(),
        .command("hook list", help: "Lists the URLs that speak into this room.", adminOnly: true, listHooks)
            .openedByRules(),
        .command(
            "hook revoke <name>", help: "Ends a URL that speaks into this room.", adminOnly: true, revokeHook
        ).openedByRules(),
    ]

    /// A row that is verified by its own token. It is answered once the message is stored: what strangers send here
    /// must not fill the store.
    static let hookRoute: Route<Relay> = .post("/relay/hooks/<name>", .payload, relayHook).verifiedByHandler()
        .handshake(cloudEventsFrom: \.origins)

    func relayHook(_ delivery: Delivery<Payload>, name: String) async throws -> HandlerOutcome {
        guard let token = delivery.query["token"], let hook = try await hooks.hook(withToken: token), hook.name == name
        else { throw Rejection(.unauthorized, "The URL's token is not valid any more, or never was.") }
        return try await relay(delivery, to: Room(hook.room), alone: true)
    }

    func makeHook(_ invocation: Invocation, _ words: String) async throws -> ChatText? {
        let request = try HookRequest(words)
        let (room, person) = (invocation.room, invocation.sender)
        let isDirect = invocation.message.isDirect
        let directRoom = isDirect ? .room(room) : chat.directRoom(with: person)
        guard directRoom != .unknown else {
            throw Rejection(
                .badRequest, "The URL is for you alone, and you cannot be reached alone now: no hook was made.")
        }
        let token = try await hooks.make(request, for: room, by: person)
        let base = baseURL?.description ?? "https://…"
        let end: ChatText = request.lifetime.map { ", for \($0.settingText)" } ?? ""
        // Whole, however long the base URL is.
        let url: String = "\(base)/relay/hooks/\(request.name)?token=\(token)"
        let place: ChatText = baseURL == nil ? " HARK_BASE_URL is not set: write the bot’s address for the dots." : ""
        let secret: ChatText = "What is posted to \(ChatText(url)) is said in \(room.description)\(end).\(place)"
        let advice: ChatText = " Whoever knows it can post here; “hook revoke \(request.name)” ends it."
        guard case .room(let direct) = directRoom else { return "\(secret)\(advice)" }
        var message = Message(isDirect ? "\(secret)\(advice)" : secret)
        message.recipient = person
        if isDirect {
            message.thread = invocation.message.thread.map { .message($0) }
            message.replyTo = invocation.message.id
        }
        let receipt: Receipt
        do throws(ChatError) { receipt = try await chat.send(message, to: direct) } catch {
            _ = try await hooks.revoke(request.name, of: room)
            throw Rejection(.badRequest, "The URL cannot be sent to you, so it was revoked: \(error.reason)")
        }
        if isDirect { return nil }
        let state: ChatText = receipt == .queued ? "waits to be sent to you alone" : "is in a direct message to you"
        return "Hook \(request.name) speaks in this room\(end). Its URL \(state)."
    }

    func listHooks(_ invocation: Invocation) async throws -> ChatText {
        let list = try await hooks.hooks(of: invocation.room)
        guard !list.isEmpty else { return "No hook speaks in this room." }
        return list.reduce("\(list.count, "hook"):") { text, hook in
            let seconds = hook.end.map { Int($0.timeIntervalSince(clock.now)) }
            let end: ChatText = seconds.map { ", ends in \(Self.time($0))" } ?? ""
            return "\(text)\n\(code: UntrustedText(hook.name)), by \(hook.person)\(end)"
        }
    }

    func revokeHook(_ invocation: Invocation, _ name: String) async throws -> ChatText {
        guard try await hooks.revoke(name.lowercased(), of: invocation.room) else {
            throw Rejection(.notFound, "No hook “\(name.sanitized(to: 40))” speaks in this room.")
        }
        return "Hook \(name.lowercased()) has ended."
    }

    /// A time in its largest unit, rounded up.
    private static func time(_ seconds: Int) -> ChatText {
        switch seconds {
        case ..<3_600: "\((max(seconds, 0) + 59) / 60, "minute")"
        case ..<86_400: "\((seconds + 3_599) / 3_600, "hour")"
        default: "\((seconds + 86_399) / 86_400, "day")"
        }
    }
}
