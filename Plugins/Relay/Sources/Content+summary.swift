import HarkEvents

extension Content {
    /// The relay's own summary of a payload: `[warning] Deploy (failed): line 1`, from `type`, `title` and `message` or
    /// `text`, as named by apprise (in XML `Subject` and `Message`), ntfy, Gotify, Uptime Kuma and Slack, or from
    /// Discord's `content`, with the state, the cause and the link that are beside them; otherwise from attachments and
    /// embeds; otherwise from the fields that say most, `host: web-1, load: 7`. It shows no credentials.
    var summary: String {
        let title = summaryText("title", "Subject")
        let message =
            (summaryText("message", "Message", "msg") ?? summaryText("text")?.withoutSlackMarkup)?.shown(as: markup)
            ?? summaryText("content")?.withoutDiscordMarkup
        let own = [title, message].compactMap { $0?.withoutMarkedCredentials.description }
        let enclosed = enclosed(besideText: !own.isEmpty)?.withoutMarkedCredentials.description
        let texts = own + [enclosed].compactMap { text in text.flatMap { own.joined().contains($0) ? nil : $0 } }
        if texts.isEmpty { return "\(firstFields)\(others)" }
        let kind = own.isEmpty ? "" : kind.map { "[\($0.withoutCredentials)] " } ?? ""
        return withLink("\(kind)\(withCondition(texts, kind))\(others)")
    }

    /// The markup that the payload says its message is in: Gotify's, ntfy's, Telegram's and Pushover's fields.
    private var markup: DeclaredMarkup {
        let payload = PayloadView(.object(summarized))
        let type = payload.extras["client::display"].contentType.asText
        switch payload.parse_mode.asText?.lowercased {
        case "html": return .html
        case "markdown", "markdownv2": return .markdown
        default:
            if payload.html.asInt == 1 { return .html }
            return payload.markdown.isTrue || type == "text/markdown" ? .markdown : .none
        }
    }

    /// What the payload says of how things are, beside its title.
    var condition: Condition { Condition(of: summarized.membersWithoutCredentials) }

    /// Texts as one, with the state behind the first and the cause at the end, unless they are in the texts already.
    private func withCondition(_ texts: [String], _ kind: String) -> String {
        var texts = texts
        let condition = condition
        let said: UntrustedText = UntrustedText("\(kind)\(texts.joined(separator: " "))")
        if let state = condition.state, !said.mentions(state) {
            texts[0] = "\(texts[0].sanitized(to: 400)) (\(state))"
        }
        if let cause = condition.cause?.withoutMarkedCredentials, !said.mentions(cause) {
            texts.append(cause.description)
        }
        return texts.joined(separator: ": ")
    }

    /// A text with the payload's link at its end, which is never cut.
    private func withLink(_ text: String) -> String {
        guard let link, !text.contains(link.verbatim) else { return text }
        return "\(text.sanitized(to: EventNotification.limit - 1 - link.byteCount)) \(link)"
    }

    /// The page that people are to see: `url`, `link` or `click`, or a longer name such as `build_url`.
    private var link: UntrustedText? {
        let members = summarized.membersWithoutCredentials.map { (words: FieldName($0.name).words, value: $0.value) }
        let isPage = { (words: [String]) in
            words.count == 1 || words.count == 2 && Self.pages.contains(words[0])
        }
        let links = members.filter { isPage($0.words) && $0.words.last.map(Self.links.contains) == true }
            .sorted { $0.words.count < $1.words.count }
        return links.lazy.compactMap { EventNotification.link(PayloadView($0.value)) }
            .first { !$0.hasPrefix("https://api.") }
    }

    private static let links: Set<String> = ["url", "link", "click", "permalink", "href"]

    private static let pages: Set<String> = [
        "alert", "build", "dashboard", "deploy", "details", "event", "html", "incident", "issue", "job", "log", "logs",
        "page", "rule", "run", "target", "title", "view", "web",
    ]

    private func summaryText(_ names: String...) -> UntrustedText? {
        names.lazy.compactMap { PayloadView(summarized[$0]).asText }.first.map {
            // A table is one as long as it has its lines.
            UntrustedText($0.verbatim.prefixOfLine).withoutCredentialColumns
        }
    }

    /// The fields that say most, the number of other fields, and that of the credentials among them.
    private var firstFields: String {
        let digest = FieldDigest(of: summarized)
        if digest.fields.isEmpty { return "" }
        let fields: [UntrustedText] = digest.fields.prefix(5).map { "\($0.label): \($0.text.sanitized(to: $0.limit))" }
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

/// The markup of a message.
private enum DeclaredMarkup {
    case none, markdown, html
}

extension UntrustedText {
    /// What people see of the text.
    fileprivate func shown(as markup: DeclaredMarkup) -> UntrustedText {
        switch markup {
        case .none: self
        case .markdown: withoutMarkdown
        case .html: shownHTML
        }
    }
}
