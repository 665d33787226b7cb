import Hark

extension GitLab {
    /// `Issue Hook`: somebody did something with an issue, or with a work item of another kind.
    static func issue(_ payload: Facts) -> Line? {
        let issue = payload.object_attributes
        let title: Words = "\(issue.title, after: ": ")"
        // GitLab's own test button sends no action.
        guard let action = issue.action.text else {
            return Line(in: payload, "\(subject(issue)) is \(state(of: issue))\(title)", link: issue.url.text)
        }
        return deed(action, subject(issue), payload).map {
            Line(in: payload, "\(payload.actor) \($0)\(title)", link: issue.url.text)
        }
    }

    /// The state of an issue or a merge request.
    static func state(of subject: Facts) -> Words { subject.state.text == "opened" ? "open" : "\(subject.state)" }

    private static func deed(_ action: UntrustedText, _ subject: Words, _ payload: Facts) -> Words? {
        switch action {
        case "open": "opened \(subject)"
        case "close": "closed \(subject)"
        case "reopen": "reopened \(subject)"
        case "update": assignment(of: subject, payload)
        default: nil
        }
    }

    /// What to call it: `issue #7`, `incident #7`.
    private static func subject(_ issue: Facts) -> Words {
        "\(issue.type.text?.lowercased ?? "issue") #\(issue.iid)"
    }
}
