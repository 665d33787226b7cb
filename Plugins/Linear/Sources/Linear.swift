public import HarkEvents

/// Announces in chat rooms what happens to Linear's issues, projects and initiatives.
public struct Linear: ProviderPlugin {
    public static let provider = Provider(
        "linear", title: "Linear", summary: "Announces issues, comments, projects and initiatives.",
        verifier: .linear,
        secret: "The signing secret that Linear shows on the webhook's page; an old one may follow after a comma.",
        events: EventTable(events, knownActions: knownActions, quiet: quiet, facts: facts),
        links: links
    )

    /// The types of linear.app/developers/webhooks.
    static let events: [String: EventTable.Formatter] = [
        "Issue": issue,
        "IssueSLA": agreement,
        "Comment": comment,
        "Reaction": reaction,
        "Attachment": attachment,
        "IssueLabel": label,
        "Project": project,
        "ProjectUpdate": projectUpdate,
        "Initiative": initiative,
        "InitiativeUpdate": initiativeUpdate,
        "Document": document,
        "Cycle": cycle,
        "Customer": customer,
        "CustomerNeed": customerRequest,
        "User": user,
        "OAuthApp": application,
    ]

    private static let knownActions: [String: [String]] = {
        let usual = events.keys.map { ($0, ["create", "update", "remove", "restore"]) }
        let own = ["IssueSLA": ["set", "highRisk", "breached"], "OAuthApp": ["revoked"]]
        return Dictionary(uniqueKeysWithValues: usual).merging(own) { $1 }
    }()

    /// What happens often, or as a consequence of something that is announced.
    private static let quiet = [
        "Attachment", "Comment.remove", "Comment.update", "Customer.update", "CustomerNeed.remove",
        "CustomerNeed.update", "Cycle.create", "Document.update", "InitiativeUpdate.remove",
        "InitiativeUpdate.update", "IssueLabel", "IssueSLA.set", "ProjectUpdate.remove", "ProjectUpdate.update",
        "Reaction",
    ]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
