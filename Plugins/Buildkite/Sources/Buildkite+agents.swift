import HarkEvents

// Agents, packages and the webhook itself. The `sender` of a payload is whoever made the webhook, and is not announced.

extension Buildkite {
    /// A formatter for events of an agent (buildkite.com/docs/apis/webhooks/pipelines/agent-events).
    static func agent(_ predicate: ChatText, _ severity: Severity?) -> EventTable.Formatter {
        { payload in
            let host: ChatText = "\(payload.agent.hostname, after: " (", before: ")")"
            return EventNotification("agent \(payload.agent.name)\(host) \(predicate)", link: payload.agent.web_url)
                .marked(severity)
        }
    }

    /// The address of an agent is no longer one of those that its token may be used from.
    static func blocked(_ payload: PayloadView) -> EventNotification? {
        let address: ChatText = "\(payload.blocked_ip, after: ": ", before: " is not allowed")"
        return EventNotification(
            "agent \(payload.agent.name) was blocked\(address)", link: payload.agent.web_url
        )
        .marked(.warning)
    }

    /// Something at an address that is not allowed tried to be an agent. The token itself is not announced, only its
    /// description (buildkite.com/docs/apis/webhooks/pipelines/agent-token-events).
    static func registrationBlocked(_ payload: PayloadView) -> EventNotification? {
        let token: ChatText = "\(payload.cluster_token.description, after: " with the token “", before: "”")"
        let address: ChatText = "\(payload.blocked_ip, after: " from ")"
        return EventNotification("the registration of an agent\(token)\(address) was blocked").marked(.warning)
    }

    static func packageCreated(_ payload: PayloadView) -> EventNotification? {
        let package = payload["package"]
        let words: ChatText = "package \(package.name)\(package.version, after: " ") was published"
        return EventNotification(about: package.registry.slug, words, link: package.web_url)
    }

    /// Sent when somebody makes or changes the webhook.
    static func pinged(_ payload: PayloadView) -> EventNotification? {
        EventNotification("Buildkite says hello\(payload.organization.name, after: " from ")")
    }
}
