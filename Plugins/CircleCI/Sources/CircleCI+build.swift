import Hark

extension CircleCI {
    /// What a configuration file's `notify` key has sent when a job ends: the build as the first API shows it
    /// (circleci.com/docs/api/v1, "Single Job").
    static func build(_ payload: Facts) -> Line? {
        let build = payload.payload
        let job: Words = build.workflows.job_name.exists ? "job \(build.workflows.job_name)" : "build"
        let tag: Words = "\(build.vcs_tag, after: " at ")"
        let place: Words = tag.isEmpty ? "\(build.branch, after: " on ")" : tag
        let duration: Duration? = build.build_time_millis.number.map { .milliseconds($0) }
        let end: Words = "\(result(build.status))\(canceler(build))\(place)\(duration, after: " after ")"
        let commit: Words = "\(build.subject, after: ": ")\(build.author_name, after: " (", before: ")")"
        return Line(
            in: repository(of: build),
            "\(job)\(build.build_num, after: " #") \(end)\(commit)", link: build.build_url.text)
    }

    private static func canceler(_ build: Facts) -> Words { "\(build.canceler.login, after: " by ")" }

    private static func repository(of build: Facts) -> UntrustedText? {
        let names = [build.username, build.reponame].compactMap(\.text)
        return names.isEmpty ? nil : names.joined(separator: "/")
    }
}
