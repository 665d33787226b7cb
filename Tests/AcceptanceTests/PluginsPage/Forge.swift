public import HarkEvents

/// Announces what happens on Forge.
public struct Forge: ProviderPlugin {
    public static let provider = Provider(
        "forge", title: "Forge", summary: "Announces what happens on Forge.",
        verifier: Verifier(
            "forge", .signature("X-Forge-Signature", of: "{timestamp}.{body}", timestamp: .header("X-Forge-Time")),
            deliveryID: .header("X-Forge-Delivery"), event: .header("X-Forge-Event")),
        secret: "The webhook's secret, as Forge has it; an old one may follow after a comma.",
        events: EventTable(["push": push, "issue": issue], facts: facts),
        links: links
    )

    /// Issues in people's messages: `acme/rocket#7`, or `#7` with `HARK_FORGE_PROJECT`.
    static let links = LinkLookup(
        [.issue], defaultIn: "PROJECT",
        server: "The address of Forge's API.", defaultServer: BaseURL(constant: "https://forge.example/api"),
        token: "A token that may read issues; with it, #7 in a message is answered with its title.",
        headers: { ["Authorization": "Bearer \($0.token.reveal())"] },
        request: { .get("projects", $0.project, "issues", "\($0.number)") },
        answer: { issue, reference, _ in
            EventNotification(reference, title: issue.title, state: "\(issue.state)", link: issue.url.asText)
        })

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }

    /// `push`: commits were pushed to a branch.
    static func push(_ payload: PayloadView) -> EventNotification? {
        let commits = payload.commits.asList
        let title = commits.last?.message.firstLine
        let words: ChatText = "\(payload.user.login) pushed \(commits.count, "commit") to \(payload.branch)"
        return EventNotification(about: payload.project, "\(words)\(title, after: ": ")", link: payload.url)
    }

    /// `issue`: an issue was opened or closed. Other actions are not announced.
    static func issue(_ payload: PayloadView) -> EventNotification? {
        let action: ChatText
        switch payload.action.asText {
        case "opened": action = "opened"
        case "closed": action = "closed"
        default: return nil
        }
        let issue = payload.issue
        let words: ChatText = "\(payload.user.login) \(action) issue #\(issue.number)\(issue.title, after: ": ")"
        return EventNotification(about: payload.project, words, link: issue.url)
    }

    /// What rules may ask for, and whom a notification concerns.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        facts.place = payload.project.asText
        facts.setBranch(payload.branch)
        facts.actor = payload.user.login.asText
        facts.addLabels(payload.issue.labels)
        facts.addConcerned(payload.issue.reviewer.login.asText, because: .review)
    }
}
