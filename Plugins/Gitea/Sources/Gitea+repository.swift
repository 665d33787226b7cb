import HarkEvents

extension Gitea {
    /// `release`: a release was published or deleted.
    static func release(_ payload: PayloadView) -> EventNotification? {
        let release = payload.release
        let kind: ChatText = release.prerelease.isTrue ? "pre-release" : "release"
        let description: ChatText
        switch payload.action.asText {
        case "published": description = "published"
        case "deleted": description = "deleted"
        case "updated": description = "edited"
        case nil: description = "\(payload.action)"
        default: return nil
        }
        let name = release.name.asText.unless(release.tag_name.asText)
        let words: ChatText = "\(payload.person) \(description) \(kind) \(release.tag_name)\(name, after: ": ")"
        let page = payload.action.asText == "deleted" ? payload.page("") : release.html_url.asText
        return EventNotification(of: payload, words, link: page)
    }

    /// `package`: someone published or deleted a version of a package, which may belong to no repository.
    static func package(_ payload: PayloadView) -> EventNotification? {
        let package = payload["package"]
        let verb: ChatText
        switch payload.action.asText {
        case "created": verb = "published"
        case "deleted": verb = "deleted"
        case nil: verb = "\(payload.action)"
        default: return nil
        }
        let kind: ChatText = "\(package["type"], after: "", before: " ")"
        let words: ChatText = "\(verb) \(kind)package \(package.name)\(package.version, after: " ")"
        let place = payload.repository.full_name.or(package.repository.full_name).or(package.owner.account)
        let page = payload.action.asText == "deleted" ? nil : package.html_url.asText
        return EventNotification(about: place.asText, "\(payload.person) \(words)", link: page)
    }

    /// `fork`: someone forked the repository. Here `repository` is the fork, and `forkee` the original
    /// (github.com/go-gitea/gitea, "services/webhook/notifier.go").
    static func fork(_ payload: PayloadView) -> EventNotification? {
        let words: ChatText = "\(payload.person) forked the repository to \(payload.repository.full_name)"
        return EventNotification(about: payload.forkee.full_name.asText, words, link: payload.page(""))
    }

    /// `wiki`: someone created, changed or deleted a wiki page.
    static func wikiPage(_ payload: PayloadView) -> EventNotification? {
        let words: ChatText = "\(payload.action) wiki page \(payload["page"])\(payload.comment, after: ": ")"
        let name = payload.action.asText == "deleted" ? nil : payload["page"].asText
        let page = payload.page("/wiki\(name.map { "/\($0.percentEncodedPath)" } ?? "")")
        return EventNotification(of: payload, "\(payload.person) \(words)", link: page)
    }

    /// `repository`: a repository was created in an organization, or deleted.
    static func repository(_ payload: PayloadView) -> EventNotification? {
        let link = payload.action.asText == "deleted" ? nil : payload.page("")
        let name = payload.repository.full_name
        return EventNotification("\(payload.person) \(payload.action) the repository \(name)", link: link)
    }
}
