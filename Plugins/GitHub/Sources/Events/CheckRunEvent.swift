import Hark

/// `check_run`: a check of a commit ended.
struct CheckRunEvent: Event {
    struct Suite: Decodable {
        let branch: String?

        private enum CodingKeys: String, CodingKey {
            case branch = "head_branch"
        }
    }

    struct Check: Decodable {
        let name: String?
        let commit: String?
        let conclusion: Conclusion?
        let suite: Suite?
        let page: String?

        private enum CodingKeys: String, CodingKey {
            case name
            case commit = "head_sha"
            case conclusion
            case suite = "check_suite"
            case page = "html_url"
        }
    }

    let action: String?
    let check: Check
    let repository: Repository?

    private enum CodingKeys: String, CodingKey {
        case action
        case check = "check_run"
        case repository
    }

    var line: Line? {
        guard action == "completed", let conclusion = check.conclusion else { return nil }
        let place: Words = "\(check.suite?.branch, after: " on ")\(check.commit?.shortHash, after: " at ")"
        let words: Words = "check\(check.name, after: " ") \(conclusion.words)\(place)"
        return Line(in: repository, words, link: check.page)
    }
}
