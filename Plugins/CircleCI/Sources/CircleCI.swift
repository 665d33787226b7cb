public import HarkEvents

/// Announces in chat rooms how CircleCI's workflows end, and, if asked, their jobs.
public struct CircleCI: ProviderPlugin {
    public static let provider = Provider(
        "circleci", title: "CircleCI", summary: "Announces how workflows end, and, if asked, their jobs.",
        verifier: .circleCI,
        secret: "The webhook's secret token, as CircleCI has it; an old one may follow after a comma.",
        events: EventTable(
            events,
            // The outcome is the action.
            actionIn: ["job.status", "workflow.status"],
            knownActions: ["workflow-completed": outcomes, "job-completed": outcomes, "ping": []],
            // The workflow says in one line how its jobs ended.
            quiet: ["job-completed"],
            nameless: nameless,
            facts: facts)
    )

    /// Outbound webhooks (circleci.com/docs/webhooks-reference). What old configuration files ask for in `notify` names
    /// no event.
    static let events: [String: EventTable.Formatter] = [
        "workflow-completed": workflow, "job-completed": job, "ping": pinged,
    ]

    private static let outcomes = ["canceled", "error", "failed", "success", "unauthorized"]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
