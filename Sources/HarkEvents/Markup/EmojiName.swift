extension UntrustedText {
    /// The text with the emoji of names such as `:tada:`; names that are not known stay.
    public var withEmoji: UntrustedText {
        guard contains(":") else { return self }
        let text = Array(verbatim.utf8)
        var shown: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: ":"), let (emoji, end) = EmojiName.emoji(in: text, at: index) {
                shown += emoji.utf8
                index = end
            } else {
                shown.append(text[index])
                index += 1
            }
        }
        return UntrustedText(String(decoding: shown, as: UTF8.self))
    }
}

/// The names by which people and bots write emoji on code hosts, `:tada:` (docs.github.com/en/rest/emojis).
enum EmojiName {
    /// The emoji whose name begins at a position with `:`, and the end of the name; nil if none does.
    static func emoji(in text: [UInt8], at start: Int) -> (emoji: String, end: Int)? {
        if start > 0, text[start - 1].isLetter || text[start - 1].isDigit { return nil }
        // The longest name here has 27 letters.
        let rest = text[(start + 1)...].prefix(28)
        let colon = rest.firstIndex { !$0.isLetter && !$0.isDigit && !"_+-".utf8.contains($0) }
        guard let colon, colon > start + 1, text[colon] == UInt8(ascii: ":") else { return nil }
        return emoji[String(decoding: rest[..<colon], as: UTF8.self)].map { ($0, colon + 1) }
    }

    /// Those that are used most, and those with which bots say how something ended.
    private static let emoji: [String: String] = [
        "+1": "👍", "-1": "👎", "thumbsup": "👍", "thumbsdown": "👎", "ok_hand": "👌", "clap": "👏", "pray": "🙏",
        "wave": "👋", "muscle": "💪", "eyes": "👀", "heart": "❤️", "tada": "🎉", "rocket": "🚀", "fire": "🔥", "sparkles": "✨",
        "star": "⭐", "zap": "⚡", "boom": "💥", "100": "💯", "trophy": "🏆", "smile": "😄", "smiley": "😃", "grin": "😁",
        "joy": "😂", "wink": "😉", "thinking": "🤔", "confused": "😕", "cry": "😢", "sob": "😭", "scream": "😱",
        "sweat_smile": "😅", "laughing": "😆", "slightly_smiling_face": "🙂", "sunglasses": "😎",
        "white_check_mark": "✅", "heavy_check_mark": "✔️", "ballot_box_with_check": "☑️", "x": "❌",
        "negative_squared_cross_mark": "❎", "warning": "⚠️", "no_entry": "⛔", "no_entry_sign": "🚫",
        "rotating_light": "🚨", "exclamation": "❗", "heavy_exclamation_mark": "❗", "question": "❓", "bangbang": "‼️",
        "information_source": "ℹ️", "bulb": "💡", "bell": "🔔", "mag": "🔍", "red_circle": "🔴", "green_circle": "🟢",
        "yellow_circle": "🟡", "orange_circle": "🟠", "large_blue_circle": "🔵", "white_circle": "⚪",
        "black_circle": "⚫", "hourglass": "⌛", "hourglass_flowing_sand": "⏳", "stopwatch": "⏱️", "construction": "🚧",
        "bug": "🐛", "wrench": "🔧", "hammer": "🔨", "gear": "⚙️", "lock": "🔒", "unlock": "🔓", "key": "🔑", "shield": "🛡️",
        "package": "📦", "memo": "📝", "books": "📚", "book": "📖", "art": "🎨", "recycle": "♻️", "robot": "🤖",
        "arrow_up": "⬆️", "arrow_down": "⬇️", "arrow_right": "➡️", "point_right": "👉", "point_down": "👇",
        "chart_with_upwards_trend": "📈", "chart_with_downwards_trend": "📉", "umbrella": "☔", "link": "🔗",
        "poop": "💩", "skull": "💀", "ship": "🚢", "shipit": "🚢", "coffee": "☕", "broken_heart": "💔", "new": "🆕",
    ]
}
