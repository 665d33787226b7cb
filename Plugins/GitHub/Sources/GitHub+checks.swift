import HarkEvents

extension GitHub {
    /// `check_run`: a check of a commit began, ended or is asked for again; one that was skipped is not announced.
    static func checkRun(_ payload: PayloadView) -> EventNotification? {
        let check = payload.check_run
        let branch = payload.sourceBranch(check.check_suite.head_branch, of: check.check_suite, check)
        let place: ChatText = "\(branch.words)\(check.head_sha.shortHash, after: " at ")"
        let name: ChatText = "check\(check.name, after: " ")"
        guard let (words, isEnd) = state(of: name, check, payload) else { return nil }
        return EventNotification(of: payload, "\(words)\(place)", link: check.html_url.asText)
            .marked(isEnd ? Severity(ofOutcome: check.conclusion.asText) : nil)
            .replacing(check.id.asText.map { "github check \($0)" })
    }

    /// What is said of a check or of a suite, and whether it ended.
    private static func state(
        of name: ChatText, _ check: PayloadView, _ payload: PayloadView
    ) -> (words: ChatText, isEnd: Bool)? {
        switch payload.action.asText {
        case nil, "completed":
            check.conclusion.asText == "skipped" ? nil : ("\(name) \(ChatText(outcome: check.conclusion))", true)
        case "created": ("\(name) was created", false)
        case "requested": ("\(name) was asked for", false)
        case "rerequested": ("\(account: payload.sender) asked for \(name) again", false)
        case "requested_action":
            (
                "\(account: payload.sender) asked \(name) for the action \(payload.requested_action.identifier)",
                false
            )
        default: nil
        }
    }

    /// `check_suite`: all checks of one app on a commit are asked for or ended. A skipped suite is not announced, nor
    /// one that ended without a conclusion, which had no checks.
    static func checkSuite(_ payload: PayloadView) -> EventNotification? {
        let suite = payload.check_suite
        if payload.isEnd, suite.conclusion.asText == nil { return nil }
        guard let (words, isEnd) = state(of: "check suite\(suite.app.name, after: " ")", suite, payload) else {
            return nil
        }
        let branch = payload.sourceBranch(suite.head_branch, of: suite)
        let place: ChatText = "\(branch.words)\(suite.head_sha.shortHash, after: " at ")"
        let page: UntrustedText? = suite.head_sha.asText.flatMap { hash in
            payload.repository.html_url.asText.map { "\($0)/commit/\(hash)/checks" }
        }
        return EventNotification(of: payload, "\(words)\(place)", link: page ?? payload.repository.html_url.asText)
            .marked(isEnd ? Severity(ofOutcome: suite.conclusion.asText) : nil)
            .replacing(suite.id.asText.map { "github suite \($0)" })
    }

    /// `status`: another service reports the status of a commit.
    static func status(_ payload: PayloadView) -> EventNotification? {
        let verdict: ChatText
        switch payload.state.asText {
        case "pending": verdict = "is pending"
        case "error": verdict = "failed with an error"
        default: verdict = ChatText(outcome: payload.state)
        }
        let branches = payload.branches.asList.map { SourceBranch($0.name) }.filter { !$0.name.isEmpty }
        let names = branches.map { UntrustedText($0.name.plain) }
        let place: ChatText = branches.count > 1 ? " on \(list: names)" : branches.first?.words ?? ""
        let subject: ChatText = "status\(payload.context, after: " ")"
        let about: ChatText = "\(payload.sha.shortHash, after: " at ")\(payload.description, after: ": ")"
        let page = EventNotification.link(payload.target_url, payload.commit.html_url)
        return EventNotification(of: payload, "\(subject) \(verdict)\(place)\(about)", link: page)
    }
}
