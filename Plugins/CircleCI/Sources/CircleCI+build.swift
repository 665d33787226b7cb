import HarkEvents

extension CircleCI {
    /// What a configuration file's `notify` key has sent when a job ends: the build as the first API shows it
    /// (circleci.com/docs/api/v1, "Single Job").
    static func build(_ payload: PayloadView) -> EventNotification? {
        let build = payload.payload
        let job: ChatText = build.workflows.job_name.exists ? "job \(build.workflows.job_name)" : "build"
        let tag: ChatText = "\(build.vcs_tag, after: " at ")"
        let place: ChatText = tag.isEmpty ? Commit.place(of: build.branch.asText) : tag
        let duration: Duration? = build.build_time_millis.asInt.map { .milliseconds($0) }
        let end: ChatText = "\(result(build.status))\(canceler(build))\(place)\(duration, after: " after ")"
        let commit: ChatText =
            "\(build.subject, after: ": ")\(build.author_name.asPersonName, after: " (", before: ")")"
        return EventNotification(
            about: repository(of: build),
            "\(job)\(build.build_num, after: " #") \(end)\(commit)", link: build.build_url.asText)
    }

    private static func canceler(_ build: PayloadView) -> ChatText { "\(build.canceler.login, after: " by ")" }

    static func repository(of build: PayloadView) -> UntrustedText? {
        let names = [build.username, build.reponame].compactMap(\.asText)
        return names.isEmpty ? nil : names.joined(separator: "/")
    }
}
