extension IncomingMessage {
    /// The text after the bot's name at the start of a message, as in `@hark status` and `hark: status`; nil if it does
    /// not begin with the name. For networks where people are written as `@name`.
    public static func text(of text: String, addressedTo bot: String) -> String? {
        let text = text.drop { $0.isWhitespace }
        let isMention = text.hasPrefix("@")
        let start = isMention ? text.dropFirst() : text
        let name = start.prefix(bot.count)
        guard !bot.isEmpty, name.lowercased() == bot.lowercased() else { return nil }
        let rest = start.dropFirst(bot.count)
        // A name may continue with letters, digits and these characters, and a sentence may end with some of them.
        if let next = rest.first, next.isLetter || next.isNumber || next == "_" || next == "-" { return nil }
        if rest.first == ".", let next = rest.dropFirst().first, !next.isWhitespace { return nil }
        if !isMention, rest.first != ":", rest.first != "," { return nil }
        return String(rest.drop { $0 == ":" || $0 == "," || $0 == "." || $0.isWhitespace })
    }
}
