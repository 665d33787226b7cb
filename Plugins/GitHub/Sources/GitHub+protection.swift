import HarkEvents

// What protects a repository: its rules, its keys, and the advisories about it.

extension GitHub {
    /// `branch_protection_rule`: the protection of a branch was changed.
    static func branchRule(_ payload: PayloadView) -> EventNotification? {
        let rule: ChatText = "the protection of branch \(payload.rule.name)"
        return sentence(
            payload, to: rule,
            ["created": "created \(rule)", "deleted": "deleted \(rule)", "edited": "changed \(rule)"]
        )?
        .marked(payload.action.asText == "deleted" ? .warning : nil)
    }

    /// `branch_protection_configuration`: the protection of all branches was turned on or off.
    static func branchProtection(_ payload: PayloadView) -> EventNotification? {
        sentence(
            payload, to: "the protection of branches",
            ["enabled": "turned on the protection of branches", "disabled": "turned off the protection of branches"]
        )?
        .marked(payload.action.asText == "disabled" ? .warning : nil)
    }

    /// `repository_ruleset`: a set of rules for branches or tags was changed.
    static func ruleset(_ payload: PayloadView) -> EventNotification? {
        let ruleset = payload.repository_ruleset
        let name: ChatText = "ruleset \(ruleset.name)"
        let state: ChatText =
            switch ruleset.enforcement.asText {
            case "disabled": " (disabled)"
            case "evaluate": " (evaluated only)"
            default: ""
            }
        return sentence(
            payload, to: name,
            ["created": "created \(name)\(state)", "deleted": "deleted \(name)", "edited": "changed \(name)\(state)"],
            link: ruleset._links.html.href
        )?
        .marked(payload.action.asText == "deleted" ? .warning : nil)
    }

    /// `deploy_key`: a key that can read or write the repository was added or deleted.
    static func deployKey(_ payload: PayloadView) -> EventNotification? {
        let key: ChatText = "deploy key \(payload.key.title)"
        let access: ChatText = payload.key.read_only.asText == "false" ? ", which can write" : ""
        return sentence(payload, to: key, ["created": "added \(key)\(access)", "deleted": "deleted \(key)"])
    }

    /// `security_and_analysis`: features such as secret scanning were turned on or off.
    static func securityFeatures(_ payload: PayloadView) -> EventNotification? {
        let (before, now) = (
            payload.changes.from.security_and_analysis, payload.repository.security_and_analysis
        )
        let changes = now.asMembers.compactMap { feature, value -> ChatText? in
            guard let status = value.status.asText, status != before[feature].status.asText else { return nil }
            return "\(UntrustedText(feature).replacing("_", with: " ")): \(status)"
        }
        let words: ChatText = changes.isEmpty ? "" : " (\(ChatText(changes)))"
        return EventNotification(
            of: payload, "\(account: payload.sender) changed the security features of the repository\(words)",
            link: payload.repository.html_url.asText)
    }

    /// `security_advisory`: an advisory about a package was published, changed or withdrawn for all of GitHub.
    static func securityAdvisory(_ payload: PayloadView) -> EventNotification? {
        let advisory = payload.security_advisory
        let packages = advisory.vulnerabilities.asList.compactMap(\.package.name.asText)
        let affected: ChatText = packages.isEmpty ? "" : " for \(list: Array(Set(packages)).sorted())"
        let page: UntrustedText? = advisory.ghsa_id.asText.map { "https://github.com/advisories/\($0)" }
        let predicate: ChatText? =
            switch payload.action.asText {
            case "published": "was published"
            case "updated": "was changed"
            case "withdrawn": "was withdrawn"
            case nil: "is \(payload.action)"
            default: nil
            }
        return predicate.map { predicate in
            let name: ChatText = "advisory \(advisory.ghsa_id)\(advisory.severity, after: " (", before: ")")\(affected)"
            return EventNotification("\(name) \(predicate)\(advisory.summary, after: ": ")", link: page)
                .marked(Severity(named: advisory.severity.asText))
        }
    }

    /// `repository_advisory`: a weakness of the repository was reported in private, or published.
    static func repositoryAdvisory(_ payload: PayloadView) -> EventNotification? {
        let advisory = payload.repository_advisory
        let name: ChatText = "advisory \(advisory.ghsa_id)\(advisory.severity, after: " (", before: ")")"
        return sentence(
            payload, to: name,
            [
                "reported": "reported a weakness in private: \(name)\(advisory.summary, after: ", ")",
                "published": "published \(name)\(advisory.summary, after: ": ")",
            ], link: advisory.html_url
        )?.marked(Severity(named: advisory.severity.asText))
    }

    /// `secret_scanning_alert_location`: a secret that an alert is about was found in one more place. What is found
    /// there is never read.
    static func secretLocation(_ payload: PayloadView) -> EventNotification? {
        let (alert, location) = (payload.alert, payload.location)
        let place: ChatText =
            location.details.path.exists
            ? " in \(location.details.path)" : "\(location["type"].spelledOut, after: " in the ")"
        guard [nil, "created"].contains(payload.action.asText) else { return nil }
        return EventNotification(
            of: payload, "the secret of secret scanning alert #\(alert.number) was found\(place)",
            link: alert.html_url.asText)
    }

    /// `secret_scanning_scan`: a search for secrets ended.
    static func secretScan(_ payload: PayloadView) -> EventNotification? {
        guard [nil, "completed"].contains(payload.action.asText) else { return nil }
        let words: ChatText = "a search for secrets\(payload["type"].spelledOut, after: " (", before: ")") has ended"
        return EventNotification(of: payload, words, link: payload.repository.html_url.asText)
    }
}
