import Hark

extension GitHub {
    /// `ping`: a webhook was set up, for a repository or for a whole organization.
    static func ping(_ payload: Facts) -> Line? {
        let subject = payload.repository.fullName ?? payload.organization.login.text
        return Line("GitHub says hello\(subject, after: " to ")\(payload.zen, after: ": ")")
    }

    /// `repository`: somebody created, renamed, moved, hid, showed, archived or deleted the repository.
    static func repository(_ payload: Facts) -> Line? {
        let owner = payload.changes.owner.from
        let formerOwner = owner.user.login.text ?? owner.organization.login.text
        let deeds: [UntrustedText: Words] = [
            "created": "created the repository\(payload.repository.description, after: ": ")",
            "deleted": "deleted the repository",
            "archived": "archived the repository",
            "unarchived": "took the repository out of the archive",
            "publicized": "made the repository public",
            "privatized": "made the repository private",
            "renamed": "renamed the repository\(payload.changes.repository.name.from, after: " from ")",
            "transferred": "transferred the repository\(formerOwner, after: " from ")",
        ]
        return payload.deed(to: "the repository", deeds).map {
            Line(of: payload, "\(account: payload.sender) \($0)", link: payload.repository.html_url.text)
        }
    }

    /// `fork`: somebody forked the repository.
    static func fork(_ payload: Facts) -> Line? {
        let words: Words = "forked the repository\(payload.forkee.fullName, after: " to ")"
        return Line(of: payload, "\(account: payload.sender) \(words)", link: payload.forkee.html_url.text)
    }

    /// `release`: a release was published or deleted.
    ///
    /// GitHub sends several events for one publication. `published` is the one told, for it alone comes with each of
    /// them: `prereleased` is not sent for drafts
    /// (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#release).
    static func release(_ payload: Facts) -> Line? {
        let release = payload.release
        let subject: Words = "\(release.prerelease.isTrue ? "pre-release" : "release") \(release.tag_name)"
        let name = release.name.text.unless(release.tag_name.text)
        let deeds: [UntrustedText: Words] = ["published": "published \(subject)", "deleted": "deleted \(subject)"]
        let list: UntrustedText? = payload.repository.html_url.text.map { "\($0)/releases" }
        let page = payload.action.text == "deleted" ? list : release.html_url.text
        return payload.deed(to: subject, deeds).map {
            Line(of: payload, "\(account: payload.sender) \($0)\(name, after: ": ")", link: page)
        }
    }

    /// `gollum`: somebody wrote wiki pages. Gollum is the program that GitHub's wikis run on.
    static func wiki(_ payload: Facts) -> Line? {
        let pages = payload.pages.list
        if pages.count > 1 {
            let words: Words = "changed \(pages.count) wiki pages: \(list: pages.compactMap(\.title.text))"
            let wiki: UntrustedText? = payload.repository.html_url.text.map { "\($0)/wiki" }
            return Line(of: payload, "\(account: payload.sender) \(words)", link: wiki)
        }
        let page = payload.pages[0]
        let words: Words = "\(page.action, or: "changed") wiki page \(page.title)\(page.summary, after: ": ")"
        return Line(of: payload, "\(account: payload.sender) \(words)", link: page.html_url.text)
    }
}
