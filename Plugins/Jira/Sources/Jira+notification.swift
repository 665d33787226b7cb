import HarkEvents

extension Jira {
    /// A notification about an issue: its project, the words, and its page.
    static func notification(_ payload: PayloadView, _ words: ChatText) -> EventNotification {
        let issue = payload.issue
        let page: UntrustedText? = issue.key.asText.flatMap { key in site(issue).map { "\($0)/browse/\(key)" } }
        return EventNotification(about: issue.fields.project.name.asText, words, link: page)
    }

    /// Jira's base URL, taken from URLs of its REST API. Those that apps call with OAuth 2.0 do not contain it: they
    /// begin with `https://api.atlassian.com/ex/jira/<id>`
    /// (developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps).
    static func site(_ thing: PayloadView) -> UntrustedText? {
        guard let address = thing["self"].asText, !address.hasPrefix("https://api.atlassian.com/") else { return nil }
        return address.prefix(upTo: "/rest/")
    }

    /// The issue's type and key: `Bug SHOP-7`.
    static func issue(_ payload: PayloadView) -> ChatText {
        "\(payload.issue.fields.issuetype.name, or: "issue") \(payload.issue.key)"
    }

    /// The issue's summary in quotes, for the middle of a sentence.
    static func title(_ payload: PayloadView) -> ChatText { "“\(payload.issue.fields.summary)”" }

    /// The person who did it.
    static func actor(_ payload: PayloadView) -> ChatText { named(payload.user) }

    /// The name of a person, or `somebody`.
    static func named(_ user: PayloadView) -> ChatText { "\(person(user) ?? "somebody")" }

    /// The display name of an account, or its own name; never an e-mail address, which customers of a service desk may
    /// have for a name.
    static func person(_ user: PayloadView) -> UntrustedText? { user.displayName.or(user.name).asPersonName.asText }
}
