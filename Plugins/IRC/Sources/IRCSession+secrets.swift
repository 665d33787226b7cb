import HarkEvents

/// Messages for one person alone.
extension IRCSession {
    /// Refuses the messages for one person alone whose nick that is not any more, as far as the bot knows. Of lines
    /// that were sent, it is not known who read them.
    mutating func refuseLostRecipients() {
        for (id, message) in pending.sorted(by: { $0.key < $1.key }) {
            guard let recipient = message.message.recipient else { continue }
            let nick = senders.nick(of: recipient, at: now)
            if let nick, features.isSame(nick, message.target) { continue }
            let target = message.target.sanitized(to: 60)
            let reason = "it is for one person alone, and the bot does not know any more that \(target) is them."
            settle(id, .failure(ChatError(.refused, "The message was not sent: \(reason)")))
        }
    }
}
