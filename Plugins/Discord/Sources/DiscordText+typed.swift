import HarkEvents

extension DiscordText {
    /// The text after a mention of the bot at the start; nil if it does not begin with one.
    static func afterMention(of bot: String, in text: String) -> String? {
        let trimmed = text.drop(while: \.isWhitespace)
        // `<@!1>` is the older way to write it.
        for mention in ["<@\(bot)>", "<@!\(bot)>"] where trimmed.hasPrefix(mention) {
            return String(trimmed.dropFirst(mention.count).drop { $0 == ":" || $0 == "," || $0.isWhitespace })
        }
        return nil
    }

    /// A text as a person typed it: `@1` for `<@1>`, `#ops` for `<#1>`, a URL for `<https://…>`. Display names are not
    /// used: people choose them freely, so they could pass for arguments of a command, or for someone else.
    /// - Parameter channelName: the name of a channel.
    static func typed(_ text: String, channelName: (String) -> String) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
        var typed = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "<") {
            typed += rest[..<start]
            rest = rest[start...]
            guard let end = rest.firstIndex(of: ">"),
                let shown = shown(rest[..<end].dropFirst(), channelName)
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

    /// The text for a reference; nil for other text between angle brackets.
    private static func shown(_ reference: Substring, _ channelName: (String) -> String) -> String? {
        if reference.hasPrefix("http://") || reference.hasPrefix("https://") { return String(reference) }
        if reference.hasPrefix("#"), String(reference.dropFirst()).isSnowflake {
            return channelName(String(reference.dropFirst()))
        }
        guard reference.hasPrefix("@") else { return nil }
        let id = String(reference.dropFirst().drop { $0 == "!" })
        return id.isSnowflake ? "@\(id)" : nil
    }
}
