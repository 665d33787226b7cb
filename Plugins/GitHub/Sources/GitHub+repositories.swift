import HarkEvents

extension GitHub {
    /// `ping`: a webhook was set up, for a repository or for a whole organization.
    static func ping(_ payload: PayloadView) -> EventNotification? {
        let subject = payload.repository.fullName ?? payload.organization.login.or(payload.enterprise.slug).asText
        let hello = EventNotification.hello(from: "GitHub", to: subject)
        return payload.zen.exists ? EventNotification("\(hello.content)\(payload.zen, after: ": ")") : hello
    }

    /// `repository`: someone created, renamed, transferred, archived or deleted the repository, or changed its
    /// visibility.
    static func repository(_ payload: PayloadView) -> EventNotification? {
        let owner = payload.changes.owner.from
        let formerOwner = owner.user.login.asText ?? owner.organization.login.asText
        let actions: [UntrustedText: ChatText] = [
            "created": "created the repository\(payload.repository.description, after: ": ")",
            "deleted": "deleted the repository",
            "archived": "archived the repository",
            "unarchived": "took the repository out of the archive",
            "publicized": "made the repository public",
            "privatized": "made the repository private",
            "renamed": "renamed the repository\(payload.changes.repository.name.from, after: " from ")",
            "transferred": "transferred the repository\(formerOwner, after: " from ")",
            "edited": "changed the repository's \(edited(payload.changes))",
        ]
        return payload.describeAction(to: "the repository", actions).map {
            EventNotification(of: payload, "\(account: payload.sender) \($0)", link: payload.repository.html_url.asText)
        }
    }

    /// What was changed: a repository's description, its default branch, its topics or its page.
    private static func edited(_ changes: PayloadView) -> ChatText {
        let names = changes.asMembers.map { UntrustedText($0.name).replacing("_", with: " ") }
        return names.isEmpty ? "settings" : "\(list: names)"
    }

    /// `fork`: someone forked the repository.
    static func fork(_ payload: PayloadView) -> EventNotification? {
        let words: ChatText = "forked the repository\(payload.forkee.fullName, after: " to ")"
        return EventNotification(
            of: payload, "\(account: payload.sender) \(words)", link: payload.forkee.html_url.asText)
    }

    /// `release`: a release was published, taken back or deleted, or is being written.
    ///
    /// GitHub sends several events for one publication. Only `published` is announced by default, because it is sent
    /// for all of them, and `released` and `prereleased` never: `prereleased` is not sent for drafts
    /// (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#release).
    static func release(_ payload: PayloadView) -> EventNotification? {
        let release = payload.release
        let subject: ChatText = "\(release.prerelease.isTrue ? "pre-release" : "release") \(release.tag_name)"
        let name = release.name.asText.unless(release.tag_name.asText)
        let actions: [UntrustedText: ChatText] = [
            "published": "published \(subject)", "deleted": "deleted \(subject)",
            "unpublished": "unpublished \(subject)", "edited": "edited \(subject)",
            "created": release.draft.isTrue ? "drafted \(subject)" : "created \(subject)",
        ]
        let list: UntrustedText? = payload.repository.html_url.asText.map { "\($0)/releases" }
        let page = payload.action.asText == "deleted" ? list : release.html_url.asText
        return payload.describeAction(to: subject, actions).map {
            EventNotification(of: payload, "\(account: payload.sender) \($0)\(name, after: ": ")", link: page)
        }
    }

    /// `gollum`: someone edited wiki pages. Gollum is the software of GitHub's wikis.
    static func wiki(_ payload: PayloadView) -> EventNotification? {
        let pages = payload.pages.asList
        if pages.count > 1 {
            let words: ChatText = "changed \(pages.count) wiki pages: \(list: pages.compactMap(\.title.asText))"
            let wiki: UntrustedText? = payload.repository.html_url.asText.map { "\($0)/wiki" }
            return EventNotification(of: payload, "\(account: payload.sender) \(words)", link: wiki)
        }
        let page = payload.pages[0]
        let words: ChatText = "\(page.action, or: "changed") wiki page \(page.title)\(page.summary, after: ": ")"
        return EventNotification(of: payload, "\(account: payload.sender) \(words)", link: page.html_url.asText)
    }
}
