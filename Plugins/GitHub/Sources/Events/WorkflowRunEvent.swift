private import FoundationEssentials
import Hark

/// `workflow_run`: a run of a GitHub Actions workflow ended.
struct WorkflowRunEvent: Event {
    struct Workflow: Decodable {
        let name: String?
    }

    struct Run: Decodable {
        let name: String?
        let number: Int?
        let branch: String?
        let conclusion: Conclusion?
        let started: String?
        let updated: String?
        let page: String?

        private enum CodingKeys: String, CodingKey {
            case name
            case number = "run_number"
            case branch = "head_branch"
            case conclusion
            case page = "html_url"
            case started = "run_started_at"
            case updated = "updated_at"
        }
    }

    let action: String?
    let run: Run
    let workflow: Workflow?
    let repository: Repository?

    private enum CodingKeys: String, CodingKey {
        case action
        case run = "workflow_run"
        case workflow, repository
    }

    var line: Line? {
        guard action == "completed", let conclusion = run.conclusion else { return nil }
        let subject: Words = "workflow\(workflow?.name ?? run.name, after: " ")\(run.number?.description, after: " #")"
        let place: Words = "\(run.branch, after: " on ")"
        let duration: Words = run.duration.map { " in \($0)" } ?? ""
        return Line(in: repository, "\(subject) \(conclusion.words)\(place)\(duration)", link: run.page)
    }
}

extension WorkflowRunEvent.Run {
    /// How long the run took, if both of its times are there and make sense.
    fileprivate var duration: Words? {
        guard let started, let updated,
            let start = try? Date(started, strategy: .iso8601),
            let end = try? Date(updated, strategy: .iso8601),
            let seconds = Int(exactly: end.timeIntervalSince(start).rounded()), seconds > 0
        else { return nil }
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        if hours > 0 { return "\(hours) h \(minutes) min" }
        return minutes > 0 ? "\(minutes) min \(seconds % 60) s" : "\(seconds) s"
    }
}
