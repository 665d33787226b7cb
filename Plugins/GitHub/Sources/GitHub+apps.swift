import HarkEvents

// What becomes of GitHub Apps and of the webhook itself.

extension GitHub {
    /// `installation_repositories`: an app may see other repositories now.
    static func installationRepositories(_ payload: PayloadView) -> EventNotification? {
        let installation = payload.installation
        let app: ChatText = "the app \(installation.app_slug.or(installation.app_id))"
        let actions: [UntrustedText: ChatText] = [
            "added": "gave \(app) access to \(repositories(payload.repositories_added))",
            "removed": "took from \(app) the access to \(repositories(payload.repositories_removed))",
        ]
        let account = installation.account.login.or(installation.account.slug).asText
        return payload.describeAction(to: app, actions).map {
            EventNotification(about: account, "\(account: payload.sender) \($0)", link: installation.html_url.asText)
        }
    }

    private static func repositories(_ list: PayloadView) -> ChatText {
        let names = list.asList.compactMap(\.name.asText)
        return names.isEmpty ? "repositories" : "\(list: names)"
    }

    /// `installation_target`: an account with an app has another name.
    static func installationTarget(_ payload: PayloadView) -> EventNotification? {
        let former = payload.changes.login.from.or(payload.changes.slug.from)
        let name = payload.account.login.or(payload.account.slug)
        guard [nil, "renamed"].contains(payload.action.asText) else { return nil }
        return EventNotification("the account \(former) is called \(name) now")
    }

    /// `github_app_authorization`: someone no longer lets the app act for them.
    static func authorization(_ payload: PayloadView) -> EventNotification? {
        sentence(payload, to: "the app", ["revoked": "no longer lets the app act for them"])
    }

    /// `marketplace_purchase`: an account bought a plan of the app, or changed it.
    static func purchase(_ payload: PayloadView) -> EventNotification? {
        let purchase = payload.marketplace_purchase
        let former: ChatText = "\(payload.previous_marketplace_purchase.plan.name, after: ", formerly ")"
        let plan: ChatText = "plan \(purchase.plan.name)"
        return payload.describeAction(
            to: plan,
            [
                "purchased": "bought \(plan)",
                "cancelled": "cancelled \(plan)",
                "changed": "changed to \(plan)\(former)",
                "pending_change": "will change to \(plan)\(former)",
                "pending_change_cancelled": "keeps \(plan)",
            ]
        ).map { EventNotification("\(account: purchase.account) \($0)") }
    }

    /// `meta`: the webhook itself was deleted, and sends nothing any more.
    static func hook(_ payload: PayloadView) -> EventNotification? {
        sentence(payload, to: "this webhook", ["deleted": "deleted this webhook: nothing more will come from it"])?
            .marked(.warning)
    }

    /// `repository_dispatch`: a program asked for workflows. The action is up to it.
    static func dispatch(_ payload: PayloadView) -> EventNotification? {
        let words: ChatText =
            "\(account: payload.sender) dispatched the event \(payload.action)\(payload.branch, after: " on ")"
        return EventNotification(of: payload, words, link: payload.repository.html_url.asText)
    }
}
