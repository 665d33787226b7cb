import HarkEvents

extension GitLab {
    /// `Wiki Page Hook`: someone created, changed or deleted a wiki page.
    static func wikiPage(_ payload: PayloadView) -> EventNotification? {
        let page = payload.object_attributes
        let description: ChatText =
            switch page.action.asText {
            case "create": "created"
            case "update": "edited"
            case "delete": "deleted"
            default: "\(page.action)"
            }
        let link = page.action.asText == "delete" ? payload.wiki.web_url : page.url
        return EventNotification(
            of: payload, "\(payload.person) \(description) wiki page \(page.title)", link: link.asText)
    }
}
