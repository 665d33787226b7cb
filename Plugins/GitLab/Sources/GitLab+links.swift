import HarkEvents

extension GitLab {
    /// Issues, `#12` and `group/project#12`, and merge requests, `!55` and `group/project!55`
    /// (docs.gitlab.com/api/issues, "Single project issue"; docs.gitlab.com/api/merge_requests, "Retrieve a merge
    /// request"). A project has up to 20 groups above it.
    static let links = LinkLookup(
        [.issue, .mergeRequest], depth: 2...21, defaultIn: "PROJECT",
        server: "The server's address as browsers show it.",
        defaultServer: BaseURL(constant: "https://gitlab.com"),
        token: "A token with the scope read_api; with it, #12 and !55 in a message are answered with their titles.",
        headers: { ["PRIVATE-TOKEN": $0.token.reveal()] },
        request: { reference in
            let kind = reference.form == .mergeRequest ? "merge_requests" : "issues"
            return .get("api", "v4", "projects", reference.project, kind, "\(reference.number)")
        },
        answer: { subject, reference, _ in
            // What is confidential is not for everyone in a room.
            guard !subject.confidential.isTrue else { return nil }
            let state = state(of: subject, isMergeRequest: reference.form == .mergeRequest)
            return EventNotification(reference, title: subject.title, state: state, link: subject.web_url.asText)
        })

    private static func state(of subject: PayloadView, isMergeRequest: Bool) -> ChatText {
        let isOpen = subject.state.asText == "opened"
        let state: ChatText = isOpen ? "open" : "\(subject.state)"
        guard isMergeRequest else { return state }
        return isOpen && subject.draft.isTrue ? "draft merge request" : "\(state) merge request"
    }
}
