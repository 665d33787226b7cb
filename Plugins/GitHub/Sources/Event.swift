import Hark

/// Something that happened on GitHub, decoded from the payload that tells of it.
///
/// A type requires the one thing that its event is about, and nothing else: whatever GitHub leaves out or sets to null
/// (deleted accounts, empty bodies, organizations without a repository) is an optional. Fields are described at
/// https://docs.github.com/en/webhooks/webhook-events-and-payloads.
protocol Event: Decodable, Sendable {
    /// What was done, for events that come in several kinds.
    var action: String? { get }

    /// The line for the chat, or nil for a happening that is not worth one.
    var line: Line? { get }
}

extension Event {
    var action: String? { nil }
}

/// The events that are told, by the name that GitHub gives them in `X-GitHub-Event`.
let eventTypes: [String: any Event.Type] = [
    "check_run": CheckRunEvent.self,
    "commit_comment": CommitCommentEvent.self,
    "create": CreateEvent.self,
    "delete": DeleteEvent.self,
    "deployment_status": DeploymentStatusEvent.self,
    "discussion": DiscussionEvent.self,
    "fork": ForkEvent.self,
    "issue_comment": IssueCommentEvent.self,
    "issues": IssueEvent.self,
    "ping": PingEvent.self,
    "pull_request": PullRequestEvent.self,
    "pull_request_review": PullRequestReviewEvent.self,
    "push": PushEvent.self,
    "release": ReleaseEvent.self,
    "star": StarEvent.self,
    "workflow_run": WorkflowRunEvent.self,
]

/// An event that GitHub has and this plugin does not tell.
struct UnknownEvent: Event {
    var line: Line? { nil }
}

/// A payload without an event's name, which needs to say no more than the repository: `{"repository":{"name":"test"}}`.
struct NamelessEvent: Event {
    struct Repository: Decodable {
        let name: String
    }

    let repository: Repository

    var line: Line? { Line("Commit on \(repository.name)!") }
}
