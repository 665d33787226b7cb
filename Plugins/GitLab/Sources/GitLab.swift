public import HarkEvents

/// Announces in chat rooms what happens on GitLab, one line for each event.
public struct GitLab: ProviderPlugin {
    public static let provider = Provider(
        "gitlab", title: "GitLab", summary: "Announces what happens on GitLab.",
        verifier: .gitlab,
        secret: "The webhook's secret token or signing token, as GitLab has it; an old one may follow after a comma.",
        events: EventTable(
            events,
            actionIn: actions,
            action: kindOfUpdate,
            knownActions: knownActions,
            quiet: quiet,
            restricted: confidential,
            facts: facts),
        links: links,
        // Longest payload that GitLab sends: 25 MB (gitlab.com/gitlab-org/gitlab/-/merge_requests/38687).
        payloadLimit: 25 * 1_048_576
    )

    /// The events by their header (docs.gitlab.com/user/project/integrations/webhook_events). Events of confidential
    /// issues have names of their own, and a checkbox of their own in GitLab.
    static let events: [String: EventTable.Formatter] = [
        "Push Hook": push, "Tag Push Hook": tagPush,
        "Issue Hook": issue, "Confidential Issue Hook": issue,
        "Note Hook": note, "Confidential Note Hook": note,
        "Merge Request Hook": mergeRequest,
        "Pipeline Hook": pipeline, "Job Hook": job,
        "Deployment Hook": deployment, "Release Hook": release, "Feature Flag Hook": featureFlag,
        "Wiki Page Hook": wikiPage,
        "Milestone Hook": milestone, "Emoji Hook": emoji,
        "Member Hook": member, "Project Hook": part, "Subgroup Hook": part,
        "Vulnerability Hook": vulnerability, "Resource Access Token Hook": accessToken,
        "System Hook": system,
    ]

    /// An event of a confidential issue or an internal note has its own name, whichever name its delivery has. GitLab
    /// has no checkbox for reactions to them.
    static let confidential = EventTable.Restricted(["Confidential Emoji Hook": emoji]) { event, payload in
        switch event {
        case "Issue Hook" where payload.isConfidential: "Confidential Issue Hook"
        case "Note Hook" where payload.isConfidential: "Confidential Note Hook"
        case "Emoji Hook" where payload.isConfidential: "Confidential Emoji Hook"
        default: nil
        }
    }

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
