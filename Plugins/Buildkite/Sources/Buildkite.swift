public import HarkEvents

/// Announces in chat rooms how Buildkite's builds end, and what happens to its agents.
public struct Buildkite: ProviderPlugin {
    public static let provider = Provider(
        "buildkite", title: "Buildkite", summary: "Announces builds, lost agents and published packages.",
        verifier: verifier,
        secret: "The token of Buildkite's webhook; an old one may follow after a comma.",
        events: EventTable(events, quiet: quiet, facts: facts)
    )

    /// Buildkite gives its deliveries no identifier, but the time of a signature is signed: the same signature is the
    /// same delivery. Its documentation has nothing about deliveries that are repeated after a failure.
    private static let verifier: Verifier = {
        var verifier = Verifier.buildkite.identifying(by: .header("X-Buildkite-Signature"))
        verifier.isRetried = false
        return verifier
    }()

    /// The events of buildkite.com/docs/apis/webhooks/pipelines and
    /// buildkite.com/docs/apis/webhooks/package-registries.
    static let events: [String: EventTable.Formatter] = [
        "ping": pinged,
        "build.scheduled": build { _ in "is scheduled" },
        "build.running": build { _ in "is running" },
        "build.failing": build { _ in "is failing" },
        "build.finished": build(result),
        "build.skipped": build { _ in "was skipped" },
        "job.scheduled": job { _ in "is scheduled" },
        "job.started": job { _ in "has started" },
        "job.finished": job(jobResult),
        "job.activated": activated,
        "agent.connected": agent("has connected", nil),
        "agent.disconnected": agent("has disconnected", nil),
        "agent.lost": agent("is lost", .warning),
        "agent.stopping": agent("is stopping", nil),
        "agent.stopped": agent("has stopped", nil),
        "agent.blocked": blocked,
        "cluster_token.registration_blocked": registrationBlocked,
        "package.created": packageCreated,
    ]

    /// What happens several times in each build, or each time a machine starts or stops.
    private static let quiet = [
        "build.scheduled", "build.running", "build.skipped", "job.scheduled", "job.started", "job.finished",
        "agent.connected", "agent.disconnected", "agent.stopping", "agent.stopped",
    ]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
