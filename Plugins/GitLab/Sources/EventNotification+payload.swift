import HarkEvents

extension EventNotification {
    /// A line that begins with the project that the payload is about, or else the group.
    init(of payload: PayloadView, _ words: ChatText, link: UntrustedText?) {
        let project = payload.project.path_with_namespace.or(payload.project_name)
        self.init(about: project.or(payload.group.full_path).asText, words, link: link)
    }
}

extension PayloadView {
    /// The name of the person who did it, as GitLab's own pages say it.
    var actor: PayloadView { self.user.name.or(self.user.username).or(self.user_name) }

    /// A page of the payload's project, such as `/-/pipelines/31`.
    func page(_ path: String) -> UntrustedText? { self.project.web_url.asText.map { "\($0)\(path)" } }
}
