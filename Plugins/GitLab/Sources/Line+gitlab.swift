import Hark

extension Line {
    /// A line that begins with the project that the payload is about, or else the group.
    init(in payload: Facts, _ words: Words, link: UntrustedText?) {
        let project = payload.project.path_with_namespace.or(payload.project_name)
        self.init(in: project.or(payload.group.full_path).text, words, link: link)
    }
}

extension Facts {
    /// The name of the person who did it, as GitLab's own pages say it.
    var actor: Facts { self.user.name.or(self.user.username).or(self.user_name) }

    /// A page of the payload's project, such as `/-/pipelines/31`.
    func page(_ path: String) -> UntrustedText? { self.project.web_url.text.map { "\($0)\(path)" } }
}
