import HarkEvents

extension GitHub {
    /// `star`: someone starred the repository, or removed the star.
    static func star(_ payload: PayloadView) -> EventNotification? {
        starred(payload, ["created": "starred the repository", "deleted": "took a star back"])
    }

    /// `watch`: someone starred the repository; the event has the name that starring used to have.
    static func watch(_ payload: PayloadView) -> EventNotification? {
        starred(payload, ["started": "starred the repository"])
    }

    /// `member`: someone became a collaborator, got other permissions, or was removed.
    static func member(_ payload: PayloadView) -> EventNotification? {
        let (member, changes) = (payload.member, payload.changes)
        let role = changes.role_name.to.asText ?? changes.permission.to.asText
        let former = changes.old_permission.from.asText ?? changes.permission.from.asText
        let access: ChatText = "\(role, after: " with ", before: " access")"
        // The person who accepts an invitation is the sender too.
        let isSender = payload.isSender(member)
        let actions: [UntrustedText: ChatText] = [
            "added": isSender
                ? "became a collaborator\(access)" : "made \(account: member) a collaborator\(access)",
            "edited": "changed the access of \(account: member)\(former, after: " from ")\(role, after: " to ")",
            "removed": isSender
                ? "is no longer a collaborator" : "removed \(account: member) from the collaborators",
        ]
        return payload.describeAction(to: "the access of \(account: member)", actions).map {
            EventNotification(of: payload, "\(account: payload.sender) \($0)", link: member.html_url.asText)
        }
    }

    /// `installation`: someone installed a GitHub App for an account, changed its permissions, or removed it.
    static func installation(_ payload: PayloadView) -> EventNotification? {
        let installation = payload.installation
        let subject: ChatText = "the app \(installation.app_slug.exists ? installation.app_slug : installation.app_id)"
        let actions: [UntrustedText: ChatText] = [
            "created": "installed \(subject)\(reach(payload))",
            "deleted": "uninstalled \(subject)",
            "suspend": "suspended \(subject)",
            "unsuspend": "let \(subject) work again",
            "new_permissions_accepted": "gave \(subject) the permissions that it asked for",
        ]
        let account = installation.account.login.asText ?? installation.account.slug.asText
        return payload.describeAction(to: subject, actions).map {
            EventNotification(about: account, "\(account: payload.sender) \($0)", link: installation.html_url.asText)
        }
    }

    private static func starred(_ payload: PayloadView, _ actions: [UntrustedText: ChatText]) -> EventNotification? {
        let repository = payload.repository
        let count: ChatText = repository.stargazers_count.asInt.map { ": \($0, "star") now" } ?? ""
        return payload.describeAction(to: "the repository's stars", actions).map {
            EventNotification(of: payload, "\(account: payload.sender) \($0)\(count)", link: repository.html_url.asText)
        }
    }

    /// ` on 2 repositories: hark, docs`: the repositories that an app may access.
    private static func reach(_ payload: PayloadView) -> ChatText {
        if payload.installation.repository_selection.asText == "all" { return " on all repositories" }
        let names = payload.repositories.asList.compactMap(\.name.asText)
        return names.isEmpty
            ? "" : " on \(names.count, "repository", plural: "repositories"): \(list: names)"
    }
}
