import Hark

extension GitLab {
    /// `Wiki Page Hook`: somebody wrote, changed or deleted a page of the wiki.
    static func wikiPage(_ payload: Facts) -> Line? {
        let page = payload.object_attributes
        let deed: Words =
            switch page.action.text {
            case "create": "created"
            case "update": "edited"
            case "delete": "deleted"
            default: "\(page.action)"
            }
        let link = page.action.text == "delete" ? payload.wiki.web_url : page.url
        return Line(in: payload, "\(payload.actor) \(deed) wiki page \(page.title)", link: link.text)
    }
}
