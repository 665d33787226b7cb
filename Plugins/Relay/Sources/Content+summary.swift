import HarkEvents

extension Content {
    /// The relay's own summary of a payload: `[warning] Deploy: line 1`, from `type`, `title` and `message` or `text`,
    /// as named by apprise (in XML `Subject` and `Message`), ntfy, Gotify and Slack, or from Discord's `content`;
    /// otherwise from attachments and embeds; otherwise from its first fields, `host: web-1, load: 7`.
    var summary: String {
        let title = text(of: "title", "Subject")
        let message = text(of: "message", "Message") ?? text(of: "text")?.withoutSlackMarkup ?? text(of: "content")
        guard title != nil || message != nil else { return enclosed ?? firstFields }
        let kind = kind.map { "[\($0)] " } ?? ""
        return kind + [title, message].compactMap { $0?.description }.joined(separator: ": ")
    }

    /// The first fields with a text, and the number of other fields.
    private var firstFields: String {
        let texts = fields.lazy.filter { PayloadView($0.value).asText != nil }
        let first: [UntrustedText] = texts.prefix(5).map { member in
            "\(UntrustedText(member.name)): \(PayloadView(member.value).asText?.sanitized(to: 80) ?? "")"
        }
        let others = texts.count - first.count
        let more: ChatText = others > 0 ? " and \(others) more" : ""
        let words: ChatText = "\(list: first, atMost: 5)\(more)"
        return words.plain
    }
}
