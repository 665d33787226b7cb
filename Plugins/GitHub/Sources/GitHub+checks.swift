import HarkEvents

extension GitHub {
    /// `check_run`: a check of a commit ended; one that was skipped is not announced.
    static func checkRun(_ payload: PayloadView) -> EventNotification? {
        let check = payload.check_run
        guard payload.isEnd, check.conclusion.asText != "skipped" else { return nil }
        let branch = payload.sourceBranch(check.check_suite.head_branch, of: check.check_suite, check)
        let place: ChatText = "\(branch.words)\(check.head_sha.shortHash, after: " at ")"
        let words: ChatText = "check\(check.name, after: " ") \(outcome(check.conclusion))\(place)"
        return EventNotification(of: payload, words, link: check.html_url.asText)
            .marked(Severity(ofOutcome: check.conclusion.asText)).replacing(
                check.id.asText.map { "github check \($0)" })
    }

    /// `check_suite`: all checks of one app on a commit ended. A skipped suite is not announced, nor one without a
    /// conclusion, which had no checks.
    static func checkSuite(_ payload: PayloadView) -> EventNotification? {
        let suite = payload.check_suite
        guard payload.isEnd, suite.conclusion.asText.unless("skipped") != nil else { return nil }
        let branch = payload.sourceBranch(suite.head_branch, of: suite)
        let place: ChatText = "\(branch.words)\(suite.head_sha.shortHash, after: " at ")"
        let words: ChatText = "check suite\(suite.app.name, after: " ") \(outcome(suite.conclusion))\(place)"
        let page: UntrustedText? = suite.head_sha.asText.flatMap { hash in
            payload.repository.html_url.asText.map { "\($0)/commit/\(hash)/checks" }
        }
        return EventNotification(of: payload, words, link: page ?? payload.repository.html_url.asText)
            .marked(Severity(ofOutcome: suite.conclusion.asText)).replacing(
                suite.id.asText.map { "github suite \($0)" })
    }

    /// `status`: another service reports the status of a commit; a pending one is not announced.
    static func status(_ payload: PayloadView) -> EventNotification? {
        let verdict: ChatText
        switch payload.state.asText {
        case "pending": return nil
        case "error": verdict = "failed with an error"
        default: verdict = outcome(payload.state)
        }
        let branches = payload.branches.asList.compactMap(\.name.asText)
        let place: ChatText = branches.isEmpty ? "" : " on \(list: branches)"
        let subject: ChatText = "status\(payload.context, after: " ")"
        let about: ChatText = "\(payload.sha.shortHash, after: " at ")\(payload.description, after: ": ")"
        let page = EventNotification.link(payload.target_url, payload.commit.html_url)
        return EventNotification(of: payload, "\(subject) \(verdict)\(place)\(about)", link: page)
            .marked(Severity(ofOutcome: payload.state.asText))
    }

    /// The end of a sentence about a run or a check: its outcome.
    static func outcome(_ conclusion: PayloadView) -> ChatText {
        switch conclusion.asText {
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
