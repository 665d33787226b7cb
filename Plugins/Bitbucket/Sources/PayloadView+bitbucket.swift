import HarkEvents

// What Cloud and Data Center say in different words.

extension PayloadView {
    /// A person's name.
    var person: PayloadView { self.display_name.or(self.displayName).or(self.nickname).or(self.name).asPersonName }

    /// Who did it; the payload has null for an account that was deleted.
    var actor: PayloadView {
        let actor = self["actor"]
        return actor.person.asText == nil ? PayloadView(["display_name": "somebody"]) : actor
    }

    /// The repository's name: `workspace/repository` in Cloud, `PROJECT/repository` in Data Center.
    var repositoryName: PayloadView {
        guard let slug = self.slug.asText, let project = self.project.key.asText, !self.full_name.exists else {
            return self.full_name.or(self.slug).or(self.name)
        }
        return PayloadView(.string("\(project)/\(slug)"))
    }

    /// The web page of something: Cloud has one, Data Center a list of one.
    var page: UntrustedText? { self.links.html.href.or(self.links["self"][0].href).asText }

    /// The page of a commit of a repository in Data Center, which names the page of its files alone.
    func page(ofCommit hash: PayloadView) -> UntrustedText? {
        guard let files = page, files.hasSuffix("/browse"), let hash = hash.asText else { return page }
        return "\(files.dropping(suffix: "browse"))commits/\(hash)"
    }

    /// What a comment of this payload says.
    var commentExcerpt: UntrustedText? {
        let comment = self.comment
        let text = comment.content.raw.or(comment.text).asText(atMost: 65_536)
        let names = accountNames
        return text?.namingAccounts { names[$0] }.markdownExcerpt
    }

    /// The names of the accounts that the payload has, by their ids: Cloud mentions people by them.
    private var accountNames: [UntrustedText: UntrustedText] {
        let (request, issue) = (self.request, self.issue)
        let people =
            [self.actor, self.comment.user, request.author, issue.reporter, issue.assignee] + request.reviewers.asList
            + request.participants.asList.map(\.user)
        var names: [UntrustedText: UntrustedText] = [:]
        for person in people.prefix(1000) {
            let id = person.uuid.asText?.dropping(prefix: "{").dropping(suffix: "}")
            for id in [person.account_id.asText, id].compactMap(\.self) where names[id] == nil {
                names[id] = person.person.asText
            }
        }
        return names
    }

    /// The pull request of a payload.
    var request: PayloadView { self.pullrequest.exists ? self.pullrequest : self.pullRequest }

    /// The page of the payload's pull request. Data Center may send `[null]` in place of its links.
    var requestPage: UntrustedText? {
        if let page = request.page { return page }
        guard let files = home.page, files.hasSuffix("/browse"), let id = request.id.asText else { return nil }
        return "\(files.dropping(suffix: "browse"))pull-requests/\(id)"
    }

    /// The repository of a payload: of a pull request in Data Center, the one that it is to be merged in.
    var home: PayloadView { self.repository.exists ? self.repository : self.pullRequest.toRef.repository }
}

extension EventNotification {
    /// A line that begins with the repository that the payload is about. What is about a pull request or an issue
    /// belongs to its thread.
    init(of payload: PayloadView, _ words: ChatText, link: UntrustedText?) {
        let repository = payload.home.repositoryName.asText
        let notification = EventNotification(about: repository, words, link: link)
        guard let repository, let number = payload.request.id.or(payload.issue.id).asText else {
            self = notification
            return
        }
        let kind: UntrustedText = payload.request.exists ? "pull request" : "issue"
        self = notification.inThread(of: "\(repository) \(kind) \(number)")
    }
}
