import HarkEvents

extension Jenkins {
    /// `shop #148 started on main`, with the build's notes: the step `notifyEndpoints` sends its notes in this phase by
    /// default (github.com/jenkinsci/notification-plugin, NotifyStep.java).
    static func started(_ payload: PayloadView) -> EventNotification? {
        let notes: ChatText = "\(payload.build.notes, after: ": ")"
        return EventNotification("\(build(payload)) started\(place(payload))\(notes)", link: payload.build.full_url)
            .replacing(key(payload))
    }

    /// A phase that is announced only if the build has notes.
    static func noted(_ payload: PayloadView) -> EventNotification? {
        guard payload.build.notes.asText != nil else { return nil }
        return EventNotification("\(build(payload)): \(payload.build.notes)", link: payload.build.full_url)
    }

    /// The outcome of a build, its test results, and, if it failed, whose changes it contains.
    static func ended(_ payload: PayloadView) -> EventNotification? {
        let status = payload.build.status
        let details = ChatText(
            [tests(payload.build.test_summary), status.asText == "SUCCESS" ? "" : culprits(payload), notes(payload)],
            separator: "; ")
        let end: ChatText = "\(result(status))\(place(payload))\(duration(payload), after: " after ")"
        let more: ChatText = details.isEmpty ? "" : ": \(details)"
        return EventNotification("\(build(payload)) \(end)\(more)", link: payload.build.full_url)
            .marked(Severity(ofOutcome: status.asText)).replacing(key(payload))
    }

    /// The key by which the end of a build replaces its start.
    private static func key(_ payload: PayloadView) -> UntrustedText? {
        payload.build.full_url.asText.map { "jenkins \($0)" }
    }

    /// The end of a sentence about a build (javadoc.jenkins.io/hudson/model/Result.html).
    private static func result(_ status: PayloadView) -> ChatText {
        switch status.asText {
        case "SUCCESS": "succeeded"
        case "FAILURE": "failed"
        case "UNSTABLE": "is unstable"
        case "ABORTED": "was aborted"
        case "NOT_BUILT": "was not built"
        default: "ended with \(status)"
        }
    }

    /// The job with its folders, and the build's number: `shop/main #148`. A job for a branch has the branch's name
    /// with escaped slashes.
    private static func build(_ payload: PayloadView) -> ChatText {
        let folders = jobs(in: payload.url).dropLast().map(\.percentDecoded).joined(separator: "/")
        let name: ChatText = payload.name.asText.map { "\($0.percentDecoded)" } ?? "\(payload.name)"
        return "\(folders, after: "", before: "/")\(name) #\(payload.build.number)"
    }

    /// The names in the path `job/shop/job/main/`. The combinations of a matrix are below it: `job/shop/os=linux/`.
    static func jobs(in path: PayloadView) -> [UntrustedText] {
        var rest = path.asText?.split(separator: "/")[...] ?? []
        var names: [UntrustedText] = []
        while let part = rest.popFirst() { names.append(part == "job" ? rest.popFirst() ?? part : part) }
        return names
    }

    /// The branch and the commit.
    private static func place(_ payload: PayloadView) -> ChatText {
        let commit = payload.build.scm.commit.asText.map { $0.prefix(7) }
        return "\(SourceBranch(branch(payload)).words)\(commit, after: " at ")"
    }

    /// The branch's usual name, without git's name of the remote. A build of a commit alone has none: the plugin for
    /// git calls it `detached`.
    static func branch(_ payload: PayloadView) -> PayloadView {
        guard let name = payload.build.scm.branch.asText.unless("detached") else { return PayloadView(nil) }
        return PayloadView(name.dropping(prefix: "refs/remotes/").dropping(prefix: "origin/"))
    }

    /// The duration, which the plugin sends in milliseconds.
    private static func duration(_ payload: PayloadView) -> Duration? {
        payload.build["duration"].asInt.map { .milliseconds($0) }
    }

    private static func tests(_ summary: PayloadView) -> ChatText {
        guard let total = summary.total.asInt, total > 0 else { return "" }
        let (failed, skipped) = (summary.failed.asInt ?? 0, summary.skipped.asInt ?? 0)
        if failed > 0 { return "\(failed) of \(total, "test") failed" }
        let passed = summary.passed.asInt ?? (skipped > 0 ? max(0, total &- skipped) : total)
        if skipped > 0, passed == 0 { return "\(skipped, "test") skipped" }
        return skipped > 0 ? "\(passed, "test") passed, \(skipped) skipped" : "\(passed, "test") passed"
    }

    private static func culprits(_ payload: PayloadView) -> ChatText {
        let names = payload.build.scm.culprits.asList.compactMap(\.asText)
        return names.isEmpty ? "" : "changed by \(list: names)"
    }

    /// The notes that the job's author configured.
    private static func notes(_ payload: PayloadView) -> ChatText { "\(payload.build.notes, or: "")" }
}
