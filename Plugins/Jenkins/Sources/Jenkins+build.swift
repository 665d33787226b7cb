import Hark

extension Jenkins {
    /// `shop #148 started on main`.
    static func started(_ payload: Facts) -> Line? {
        Line("\(build(payload)) started\(place(payload))", link: payload.build.full_url)
    }

    /// How a build ended, what its tests say, and who changed what it builds, if it went wrong.
    static func ended(_ payload: Facts) -> Line? {
        let status = payload.build.status
        let details = Words(
            [tests(payload.build.test_summary), status.text == "SUCCESS" ? "" : culprits(payload), notes(payload)],
            separator: "; ")
        let end: Words = "\(result(status))\(place(payload))\(duration(payload), after: " after ")"
        let more: Words = details.isEmpty ? "" : ": \(details)"
        return Line("\(build(payload)) \(end)\(more)", link: payload.build.full_url)
    }

    /// The end of a sentence that begins with a build (javadoc.jenkins.io/hudson/model/Result.html).
    private static func result(_ status: Facts) -> Words {
        switch status.text {
        case "SUCCESS": "succeeded"
        case "FAILURE": "failed"
        case "UNSTABLE": "is unstable"
        case "ABORTED": "was aborted"
        case "NOT_BUILT": "was not built"
        default: "ended with \(status)"
        }
    }

    /// The job with the folders it is in, and the build's number: `shop/main #148`.
    private static func build(_ payload: Facts) -> Words {
        let path = payload.url.text?.split(separator: "/").map(String.init) ?? []
        let folders = path.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element).dropLast()
        return "\(folders.joined(separator: "/"), after: "", before: "/")\(payload.name) #\(payload.build["number"])"
    }

    /// The branch as people know it, without git's name for the repository it came from, and the commit.
    private static func place(_ payload: Facts) -> Words {
        let scm = payload.build.scm
        let branch = scm.branch.text.map { $0.hasPrefix("origin/") ? String($0.dropFirst(7)) : $0 }
        return "\(branch, after: " on ")\(scm.commit.text.map { String($0.prefix(7)) }, after: " at ")"
    }

    /// The plugin gives it in milliseconds.
    private static func duration(_ payload: Facts) -> Duration? {
        payload.build["duration"].number.map { .milliseconds($0) }
    }

    private static func tests(_ summary: Facts) -> Words {
        guard let total = summary.total.number, total > 0 else { return "" }
        let failed = summary.failed.number ?? 0
        return failed > 0 ? "\(failed) of \(total, "test") failed" : "\(total, "test") passed"
    }

    private static func culprits(_ payload: Facts) -> Words {
        let names = payload.build.scm.culprits.list.compactMap(\.text)
        return names.isEmpty ? "" : "changed by \(list: names)"
    }

    /// What somebody had the job say.
    private static func notes(_ payload: Facts) -> Words { "\(payload.build.notes, or: "")" }
}
