import Hark

extension Gitea {
    /// `release`: a release was published or deleted.
    static func release(_ payload: Facts) -> Line? {
        let release = payload.release
        let kind: Words = release.prerelease.isTrue ? "pre-release" : "release"
        let deed: Words
        switch payload.action.text {
        case "published": deed = "published"
        case "deleted": deed = "deleted"
        case nil: deed = "\(payload.action)"
        default: return nil
        }
        let name = release.name.text.unless(release.tag_name.text)
        let words: Words = "\(payload.sender.account) \(deed) \(kind) \(release.tag_name)\(name, after: ": ")"
        let page = payload.action.text == "deleted" ? payload.page("") : release.html_url.text
        return Line(in: payload, words, link: page)
    }

    /// `fork`: somebody forked the repository. Here `repository` is the fork, and `forkee` what it was made of
    /// (github.com/go-gitea/gitea, "services/webhook/notifier.go").
    static func fork(_ payload: Facts) -> Line? {
        let words: Words = "\(payload.sender.account) forked the repository to \(payload.repository.full_name)"
        return Line(in: payload.forkee.full_name.text, words, link: payload.page(""))
    }

    /// `wiki`: somebody wrote, changed or deleted a page of the wiki.
    static func wikiPage(_ payload: Facts) -> Line? {
        let words: Words = "\(payload.action) wiki page \(payload["page"])\(payload.comment, after: ": ")"
        let name = payload.action.text == "deleted" ? nil : payload["page"].text
        let page = payload.page("/wiki\(name.map { "/\($0.percentEncodedPath)" } ?? "")")
        return Line(in: payload, "\(payload.sender.account) \(words)", link: page)
    }

    /// `repository`: an organization has one more repository, or one less.
    static func repository(_ payload: Facts) -> Line? {
        let link = payload.action.text == "deleted" ? nil : payload.page("")
        let name = payload.repository.full_name
        return Line("\(payload.sender.account) \(payload.action) the repository \(name)", link: link)
    }
}
