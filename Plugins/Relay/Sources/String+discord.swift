import HarkEvents

private import struct FoundationEssentials.Date

extension UntrustedText {
    /// The text without Discord's markup: `<@5>` reads `@somebody`, `<:boil:123>` `:boil:`, `[log](https://x)`
    /// `log (https://x)`, and `**boom**` `boom` (docs.discord.com/developers/reference, "Message Formatting").
    var withoutDiscordMarkup: UntrustedText {
        replacingAngleBrackets { $0.wordsOfDiscordMarkup }.withoutSpoilerSigns.withoutMarkdown
    }

    /// The text without Markdown, links with their address: `log (https://x)`. HTML in it stays as it is.
    var withoutMarkdown: UntrustedText {
        // Markdown as code hosts have it would hide tags; a character for private use stands for each `<`.
        let text = withAddressesShown.verbatim.replacing("<", with: "\u{e000}")
        return UntrustedText(UntrustedText(text).shownMarkdown.verbatim.replacing("\u{e000}", with: "<"))
    }

    /// The text with `[log](https://x)` written as `log (https://x)`.
    private var withAddressesShown: UntrustedText {
        var text = ""
        var rest = verbatim.prefixOfLine[...]
        while let link = rest.firstRange(of: "](http") {
            let target = rest[rest.index(after: link.lowerBound)...]
            guard let end = target.firstIndex(where: { $0 == ")" || $0.isWhitespace }), target[end] == ")",
                let start = rest[..<link.lowerBound].lastIndex(of: "["),
                start == rest.startIndex || rest[rest.index(before: start)] != "!"
            else {
                text += rest[..<link.upperBound]
                rest = rest[link.upperBound...]
                continue
            }
            let label = rest[rest.index(after: start)..<link.lowerBound]
            let address = target[..<end].dropFirst()
            text += rest[..<start]
            text += label == address ? "\(address)" : "\(label) (\(address))"
            rest = rest[rest.index(after: end)...]
        }
        return UntrustedText(text + rest)
    }

    /// The text without the `||` around what people are to see on demand.
    private var withoutSpoilerSigns: UntrustedText {
        let parts = verbatim.split(separator: "||", omittingEmptySubsequences: false)
        let hidden = parts.indices.filter { !$0.isMultiple(of: 2) }.map { parts[$0] }
        guard parts.count > 1, !parts.count.isMultiple(of: 2),
            hidden.allSatisfy({ $0.first?.isWhitespace == false && $0.last?.isWhitespace == false })
        else { return self }
        return UntrustedText(parts.joined())
    }
}

extension String {
    /// The beginning of the text of which a line can be made.
    var prefixOfLine: String { String(unicodeScalars.prefix(4000)) }
}

extension Substring {
    /// The text that people see for a mention, an emoji or a time in angle brackets; nil if it is none of them.
    fileprivate var wordsOfDiscordMarkup: String? {
        let parts = split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 3, parts[0].isEmpty || parts[0] == "a", parts[2].isNumber { return ":\(parts[1]):" }
        if parts.count >= 2, parts[0] == "t", parts[1].utf8.count <= 11, let seconds = Int(parts[1]) {
            let time = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
            return PayloadView(UntrustedText(time)).shownTime?.verbatim
        }
        if parts.count == 2, parts[0].hasPrefix("/"), parts[1].isNumber { return "\(parts[0])" }
        if hasPrefix("@&"), dropFirst(2).isNumber { return "@a group" }
        if hasPrefix("@"), dropFirst().drop(while: { $0 == "!" }).isNumber { return "@somebody" }
        if hasPrefix("#"), dropFirst().isNumber { return "#a channel" }
        return hasPrefix("https://") || hasPrefix("http://") ? "\(self)" : nil
    }

    private var isNumber: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
