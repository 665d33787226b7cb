/// The commands with which a room asks for notifications.
extension Builtins {
    func subscribe(_ invocation: Invocation, _ text: String) async throws -> ChatText {
        let stored = try await subscriptions.add(
            SubscriptionWords(text), of: invocation.room, by: invocation.sender)
        let memory: ChatText = subscriptions.isKept ? "" : " Nothing is stored: it ends when the bot is restarted."
        return """
            This room gets what meets \(code: UntrustedText(stored.conditions)), besides what the rules send here.\
            \(memory)
            """
    }

    func unsubscribe(_ invocation: Invocation, _ text: String) async throws -> ChatText {
        let ended = try await subscriptions.remove(SubscriptionWords(text), of: invocation.room)
        guard !ended.isEmpty else {
            return "This room has no such subscription; \(ChatText(prefix))subscriptions lists those that it has."
        }
        return "Ended: \(ChatText(ended.map { "\(code: UntrustedText($0.conditions))" }))."
    }

    func listSubscriptions(_ invocation: Invocation) -> ChatText {
        let list = subscriptions.subscriptions(of: invocation.room)
        guard !list.isEmpty else {
            return "This room has no subscription. \(ChatText(prefix))subscribe makes one."
        }
        return list.reduce("\(list.count, "subscription") of this room:") { text, subscription in
            "\(text)\n\(Self.line(for: subscription))"
        }
    }

    /// A subscription, for lists.
    static func line(for subscription: Subscription) -> ChatText {
        let stored = subscription.stored
        let end: ChatText = subscription.conditions == nil ? "; this bot cannot read it any more" : ""
        return
            "\(code: UntrustedText(stored.conditions)), by \(stored.person), \(SlotTime(stored.time).description)\(end)"
    }
}
