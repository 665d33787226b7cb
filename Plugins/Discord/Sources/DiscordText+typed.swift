import HarkEvents

extension DiscordText {
    /// What follows a mention of the bot at the start of a text; nil when it does not begin with one.
    static func afterMention(of bot: String, in text: String) -> String? {
        let trimmed = text.drop(while: \.isWhitespace)
        // `<@!1>` is the older way to write it.
        for mention in ["<@\(bot)>", "<@!\(bot)>"] where trimmed.hasPrefix(mention) {
            return String(trimmed.dropFirst(mention.count).drop { $0 == ":" || $0 == "," || $0.isWhitespace })
        }
        return nil
    }

    /// A text as a person saw it while they typed: `@ada` for `<@1>`, `#ops` for `<#1>`, a URL for `<https://…>`.
    /// - Parameters:
    ///   - mentions: who is mentioned, as Discord lists them.
    ///   - channelName: the name of a channel.
    static func typed(_ text: String, mentions: [PayloadView], channelName: (String) -> String) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
        var typed = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "<") {
            typed += rest[..<start]
            rest = rest[start...]
            guard let end = rest.firstIndex(of: ">"),
                let shown = shown(rest[..<end].dropFirst(), mentions, channelName)
            else {
                typed += "<"
                rest = rest.dropFirst()
                continue
            }
            typed += shown
            rest = rest[rest.index(after: end)...]
        }
        return typed + rest
    }

    /// What was shown of a reference; nil for text between angle brackets.
    private static func shown(
        _ reference: Substring, _ mentions: [PayloadView], _ channelName: (String) -> String
    ) -> String? {
        if reference.hasPrefix("http://") || reference.hasPrefix("https://") { return String(reference) }
        if reference.hasPrefix("#"), String(reference.dropFirst()).isSnowflake {
            return channelName(String(reference.dropFirst()))
        }
        guard reference.hasPrefix("@") else { return nil }
        let id = reference.dropFirst().drop { $0 == "!" }
        guard let person = mentions.first(where: { ($0.id.asText?.verbatim).map { $0 == id } ?? false }),
            let name = person.global_name.or(person.username).asText?.sanitized(to: 80)
        else { return nil }
        return "@\(name)"
    }
}
