import HarkEvents

extension Content {
    /// The relay's own summary of a payload: `[warning] Deploy: line 1`, from `type`, `title` and `message` or `text`,
    /// as named by apprise (in XML `Subject` and `Message`), ntfy, Gotify, Uptime Kuma and Slack, or from Discord's
    /// `content`; otherwise from attachments and embeds; otherwise from the fields that say most, `host: web-1, load: 7`.
    /// It shows no credentials.
    var summary: String {
        let title = summaryText("title", "Subject")
        let message =
            summaryText("message", "Message", "msg") ?? summaryText("text")?.withoutSlackMarkup
            ?? summaryText("content")
        guard title != nil || message != nil else {
            return "\(enclosed.map { UntrustedText($0).withoutCredentials.verbatim } ?? firstFields)\(others)"
        }
        let words = [title, message].compactMap { $0?.withoutCredentials.description }.joined(separator: ": ")
        return "\(kind.map { "[\($0.withoutCredentials)] " } ?? "")\(words)\(others)"
    }

    private func summaryText(_ names: String...) -> UntrustedText? {
        names.lazy.compactMap { PayloadView(summarized[$0]).asText }.first
    }

    /// The fields that say most, the number of other fields, and that of the credentials among them.
    private var firstFields: String {
        let digest = FieldDigest(of: summarized)
        if digest.fields.isEmpty { return "" }
        let fields: [UntrustedText] = digest.fields.prefix(5).map { "\($0.label): \($0.text.sanitized(to: 80))" }
        let others = digest.fields.count + digest.unreadCount - fields.count
        let more: ChatText = others > 0 ? " and \(others) more" : ""
        let words: ChatText = "\(list: fields, atMost: 5)\(more)\(digest.remark)"
        return words.plain
    }

    /// The number of further elements of a list whose first one is summarized.
    private var others: String {
        guard let elements, elements.count > 1, case .object? = elements.first else { return "" }
        return " (and \(elements.count - 1) more)"
    }
}
