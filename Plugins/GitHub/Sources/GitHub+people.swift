import Hark

extension GitHub {
    /// `star`: somebody starred the repository, or changed their mind.
    static func star(_ payload: Facts) -> Line? {
        starred(payload, ["created": "starred the repository", "deleted": "took a star back"])
    }

    /// `watch`: somebody starred the repository, under the name that this had before people could watch one.
    static func watch(_ payload: Facts) -> Line? { starred(payload, ["started": "starred the repository"]) }

    /// `member`: somebody became a collaborator, got other rights or is one no more.
    static func member(_ payload: Facts) -> Line? {
        let (member, changes) = (payload.member, payload.changes)
        let role = changes.role_name.to.text ?? changes.permission.to.text
        let former = changes.old_permission.from.text ?? changes.permission.from.text
        let access: Words = "\(role, after: " with ", before: " access")"
        // Who accepts an invitation is the sender too.
        let isSender = member.login.text == payload.sender.login.text
        let deeds: [UntrustedText: Words] = [
            "added": isSender
                ? "became a collaborator\(access)" : "made \(account: member) a collaborator\(access)",
            "edited": "changed the access of \(account: member)\(former, after: " from ")\(role, after: " to ")",
            "removed": "removed \(account: member) from the collaborators",
        ]
        return payload.deed(to: "the access of \(account: member)", deeds).map {
            Line(of: payload, "\(account: payload.sender) \($0)", link: member.html_url.text)
        }
    }

    /// `installation`: somebody installed a GitHub App for an account, changed what it may do, or removed it.
    static func installation(_ payload: Facts) -> Line? {
        let installation = payload.installation
        let subject: Words = "the app \(installation.app_slug.exists ? installation.app_slug : installation.app_id)"
        let deeds: [UntrustedText: Words] = [
            "created": "installed \(subject)\(reach(payload))",
            "deleted": "uninstalled \(subject)",
            "suspend": "suspended \(subject)",
            "unsuspend": "let \(subject) work again",
            "new_permissions_accepted": "gave \(subject) the permissions that it asked for",
        ]
        let account = installation.account.login.text ?? installation.account.slug.text
        return payload.deed(to: subject, deeds).map {
            Line(in: account, "\(account: payload.sender) \($0)", link: installation.html_url.text)
        }
    }

    private static func starred(_ payload: Facts, _ deeds: [UntrustedText: Words]) -> Line? {
        let repository = payload.repository
        let count: Words = repository.stargazers_count.number.map { ": \($0, "star") now" } ?? ""
        return payload.deed(to: "the repository's stars", deeds).map {
            Line(of: payload, "\(account: payload.sender) \($0)\(count)", link: repository.html_url.text)
        }
    }

    /// ` on 2 repositories: hark, docs`, which are those that an app may work on.
    private static func reach(_ payload: Facts) -> Words {
        if payload.installation.repository_selection.text == "all" { return " on all repositories" }
        let names = payload.repositories.list.compactMap(\.name.text)
        return names.isEmpty
            ? "" : " on \(names.count, "repository", plural: "repositories"): \(list: names)"
    }
}
