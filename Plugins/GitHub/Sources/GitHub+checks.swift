import Hark

extension GitHub {
    /// `check_run`: a check of a commit ended; one that was skipped is not told.
    static func checkRun(_ payload: Facts) -> Line? {
        let check = payload.check_run
        guard payload.isEnd, check.conclusion.text != "skipped" else { return nil }
        let place: Words = "\(check.check_suite.head_branch, after: " on ")\(check.head_sha.shortHash, after: " at ")"
        let words: Words = "check\(check.name, after: " ") \(outcome(check.conclusion))\(place)"
        return Line(of: payload, words, link: check.html_url.text)
    }

    /// `check_suite`: all checks that one app makes of a commit ended. A suite that was skipped is not told, nor one without
    /// a conclusion, which had no checks.
    static func checkSuite(_ payload: Facts) -> Line? {
        let suite = payload.check_suite
        guard payload.isEnd, suite.conclusion.text.unless("skipped") != nil else { return nil }
        let place: Words = "\(suite.head_branch, after: " on ")\(suite.head_sha.shortHash, after: " at ")"
        let words: Words = "check suite\(suite.app.name, after: " ") \(outcome(suite.conclusion))\(place)"
        let page: UntrustedText? = suite.head_sha.text.flatMap { hash in
            payload.repository.html_url.text.map { "\($0)/commit/\(hash)/checks" }
        }
        return Line(of: payload, words, link: page ?? payload.repository.html_url.text)
    }

    /// `status`: somebody else's service says how it finds a commit; one that is still at work is not told.
    static func status(_ payload: Facts) -> Line? {
        let verdict: Words
        switch payload.state.text {
        case "pending": return nil
        case "error": verdict = "failed with an error"
        default: verdict = outcome(payload.state)
        }
        let branches = payload.branches.list.compactMap(\.name.text)
        let place: Words = branches.isEmpty ? "" : " on \(list: branches)"
        let subject: Words = "status\(payload.context, after: " ")"
        let about: Words = "\(payload.sha.shortHash, after: " at ")\(payload.description, after: ": ")"
        let page = Line.link(payload.target_url, payload.commit.html_url)
        return Line(of: payload, "\(subject) \(verdict)\(place)\(about)", link: page)
    }

    /// How a run or a check ended, as the end of a sentence that begins with it.
    static func outcome(_ conclusion: Facts) -> Words {
        switch conclusion.text {
        case "success": "succeeded"
        case "failure": "failed"
        case "cancelled": "was cancelled"
        case "skipped": "was skipped"
        case "timed_out": "timed out"
        case "startup_failure": "failed to start"
        case "action_required": "needs somebody to act"
        case "neutral": "ended neither well nor badly"
        case "stale": "went stale"
        default: "ended with \(conclusion)"
        }
    }
}
