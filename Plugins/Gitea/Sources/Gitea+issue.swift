import Hark

extension Gitea {
    /// `issues`: somebody did something with an issue.
    static func issue(_ payload: Facts) -> Line? {
        let issue = payload.issue
        let number = issue["number"].or(payload["number"])
        let page = issue.html_url.text ?? number.text.flatMap { payload.page("/issues/\($0)") }
        return deed(payload, "issue #\(number)").map {
            Line(in: payload, "\(payload.sender.account) \($0)\(issue.title, after: ": ")", link: page)
        }
    }

    private static func deed(_ payload: Facts, _ subject: Words) -> Words? {
        switch payload.action.text {
        case "opened": "opened \(subject)"
        case "closed": "closed \(subject)"
        case "reopened": "reopened \(subject)"
        case "assigned": assignment(of: subject, payload.issue)
        case nil: "\(payload.action) \(subject)"
        default: nil
        }
    }

    /// Who is assigned; the payload does not say who of them is new.
    static func assignment(of subject: Words, _ issue: Facts) -> Words {
        let all = issue.assignees.list.isEmpty ? [issue.assignee] : issue.assignees.list
        let names = all.compactMap(\.account.text)
        return names.isEmpty ? "assigned \(subject)" : "assigned \(subject) to \(list: names)"
    }

    /// `issue_comment`: somebody commented on an issue or a pull request.
    static func comment(_ payload: Facts) -> Line? {
        guard payload.action.text ?? "created" == "created" else { return nil }
        let isPull = payload.is_pull.isTrue || payload.issue.pull_request.exists
        let subject: Words = "\(isPull ? "pull request" : "issue") #\(payload.issue["number"])"
        let comment = payload.comment
        let words: Words = "\(payload.sender.account) commented on \(subject)\(comment.body.remark, after: ": ")"
        return Line(in: payload, words, link: comment.html_url.text)
    }
}
