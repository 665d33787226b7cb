import Hark

extension GitHub {
    /// `dependabot_alert`: a package that the repository needs turned out to be vulnerable, or no longer is.
    static func dependabotAlert(_ payload: Facts) -> Line? {
        let (alert, dependency) = (payload.alert, payload.alert.dependency)
        let reason: Words = "\(alert.dismissed_reason.spelledOut, after: " (", before: ")")"
        let states: [UntrustedText: Words] = [
            "created": "was opened",
            "reintroduced": "was opened again",
            "reopened": "was reopened by \(account: payload.sender)",
            "auto_reopened": "was reopened by a rule",
            "fixed": "is fixed",
            "dismissed": "was dismissed by \(account: payload.sender)\(reason)",
            "auto_dismissed": "was dismissed by a rule",
        ]
        let severity: Words = "\(alert.security_advisory.severity, after: " (", before: ")")"
        let package: Words = "\(dependency.package.name, after: " for ")\(dependency.manifest_path, after: " in ")"
        let summary: Words = "\(alert.security_advisory.summary, after: ": ")"
        return state(payload, states).map { state in
            let words: Words = "Dependabot alert #\(alert["number"])\(severity)\(package) \(state)\(summary)"
            return Line(of: payload, words, link: alert.html_url.text ?? payload.repository.html_url.text)
        }
    }

    /// `code_scanning_alert`: a tool such as CodeQL found a fault in the code, or no longer finds it.
    static func codeScanningAlert(_ payload: Facts) -> Line? {
        let (alert, rule) = (payload.alert, payload.alert.rule)
        let reason: Words = "\(alert.dismissed_reason.spelledOut, after: " (", before: ")")"
        let states: [UntrustedText: Words] = [
            "created": "was opened",
            "reopened": "was opened again",
            "reopened_by_user": "was reopened by \(account: payload.sender)",
            "fixed": "is fixed",
            "closed_by_user": "was dismissed by \(account: payload.sender)\(reason)",
        ]
        let severity: Words = "\(rule.security_severity_level.or(rule.severity), after: " (", before: ")")"
        let place: Words = "\(severity)\(alert.most_recent_instance.location.path, after: " in ")"
        let subject: Words = "\(alert.tool.name, or: "code scanning") alert #\(alert["number"])\(place)"
        return state(payload, states).map { state in
            let words: Words = "\(subject) \(state)\(rule.description, after: ": ")"
            return Line(of: payload, words, link: alert.html_url.text ?? payload.repository.html_url.text)
        }
    }

    /// `secret_scanning_alert`: a secret was found in the repository. The payload may hold the secret itself, which is
    /// never read, let alone told.
    static func secretScanningAlert(_ payload: Facts) -> Line? {
        let alert = payload.alert
        let reason: Words = "\(alert.resolution.spelledOut, after: " (", before: ")")"
        let states: [UntrustedText: Words] = [
            "created": "was opened",
            "reopened": "was reopened by \(account: payload.sender)",
            "resolved": "was resolved by \(account: payload.sender)\(reason)",
            "revoked": "is about a secret that was revoked",
            "publicly_leaked": "is about a secret that was found in public",
            "validated": "was checked and found \(alert.validity)",
        ]
        let kind: Words = "\(alert.secret_type_display_name.text ?? alert.secret_type.spelledOut, after: " for ")"
        return state(payload, states).map { state in
            let words: Words = "secret scanning alert #\(alert["number"])\(kind) \(state)"
            return Line(of: payload, words, link: alert.html_url.text ?? payload.repository.html_url.text)
        }
    }

    /// What became of an alert, by the payload's action; nil for an action that is not worth a line.
    private static func state(_ payload: Facts, _ states: [UntrustedText: Words]) -> Words? {
        guard let action = payload.action.text else { return "is now \(payload.action)" }
        return states[action]
    }
}
