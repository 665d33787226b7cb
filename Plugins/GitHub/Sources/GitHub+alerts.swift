import HarkEvents

extension GitHub {
    /// `dependabot_alert`: a dependency of the repository was found to be vulnerable, or no longer is.
    static func dependabotAlert(_ payload: PayloadView) -> EventNotification? {
        let (alert, dependency) = (payload.alert, payload.alert.dependency)
        let reason: ChatText = "\(alert.dismissed_reason.spelledOut, after: " (", before: ")")"
        let states: [UntrustedText: ChatText] = [
            "created": "was opened",
            "reintroduced": "was opened again",
            "reopened": "was reopened by \(account: payload.sender)",
            "auto_reopened": "was reopened by a rule",
            "fixed": "is fixed",
            "dismissed": "was dismissed by \(account: payload.sender)\(reason)",
            "auto_dismissed": "was dismissed by a rule",
            "assignees_changed": "has other assignees",
        ]
        let severity: ChatText = "\(alert.security_advisory.severity, after: " (", before: ")")"
        let package: ChatText = "\(dependency.package.name, after: " for ")\(dependency.manifest_path, after: " in ")"
        let summary: ChatText = "\(alert.security_advisory.summary, after: ": ")"
        return state(payload, states).map { state in
            let words: ChatText = "Dependabot alert #\(alert.number)\(severity)\(package) \(state)\(summary)"
            return EventNotification(
                of: payload, words, link: alert.html_url.asText ?? payload.repository.html_url.asText)
        }
    }

    /// `code_scanning_alert`: a tool such as CodeQL found a fault in the code, or no longer finds it.
    static func codeScanningAlert(_ payload: PayloadView) -> EventNotification? {
        let (alert, rule) = (payload.alert, payload.alert.rule)
        let reason: ChatText = "\(alert.dismissed_reason.spelledOut, after: " (", before: ")")"
        let states: [UntrustedText: ChatText] = [
            "created": "was opened",
            "reopened": "was opened again",
            "reopened_by_user": "was reopened by \(account: payload.sender)",
            "fixed": "is fixed",
            "closed_by_user": "was dismissed by \(account: payload.sender)\(reason)",
            "appeared_in_branch": "is in\(GitRef(payload.ref).name, after: " branch ", before: " too")",
            "updated_assignment": "has other assignees",
        ]
        let severity: ChatText = "\(rule.security_severity_level.or(rule.severity), after: " (", before: ")")"
        let place: ChatText = "\(severity)\(alert.most_recent_instance.location.path, after: " in ")"
        let subject: ChatText = "\(alert.tool.name, or: "code scanning") alert #\(alert.number)\(place)"
        return state(payload, states).map { state in
            let words: ChatText = "\(subject) \(state)\(rule.description, after: ": ")"
            return EventNotification(
                of: payload, words, link: alert.html_url.asText ?? payload.repository.html_url.asText)
        }
    }

    /// `secret_scanning_alert`: a secret was found in the repository. The payload may contain the secret itself, which
    /// is never read.
    static func secretScanningAlert(_ payload: PayloadView) -> EventNotification? {
        let alert = payload.alert
        let reason: ChatText = "\(alert.resolution.spelledOut, after: " (", before: ")")"
        let states: [UntrustedText: ChatText] = [
            "created": "was opened",
            "reopened": "was reopened by \(account: payload.sender)",
            "resolved": "was resolved by \(account: payload.sender)\(reason)",
            "revoked": "is about a secret that was revoked",
            "publicly_leaked": "is about a secret that was found in public",
            "validated": "was checked\(alert.validity, after: " and found ")",
            "assigned": "was assigned to \(account: payload.assignee)",
            "unassigned": "is no longer assigned to \(account: payload.assignee)",
        ]
        let kind: ChatText = "\(alert.secret_type_display_name.asText ?? alert.secret_type.spelledOut, after: " for ")"
        return state(payload, states).map { state in
            let words: ChatText = "secret scanning alert #\(alert.number)\(kind) \(state)"
            return EventNotification(
                of: payload, words, link: alert.html_url.asText ?? payload.repository.html_url.asText)
        }
    }

    /// The phrase for the payload's action; nil for an action that is not announced.
    private static func state(_ payload: PayloadView, _ states: [UntrustedText: ChatText]) -> ChatText? {
        guard let action = payload.action.asText else { return "is now \(payload.action)" }
        return states[action]
    }
}
