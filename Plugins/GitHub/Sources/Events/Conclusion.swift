import Hark

/// How a run of a workflow or a check ended.
struct Conclusion: Decodable, Sendable {
    /// What GitHub calls it.
    let name: String

    init(from decoder: any Decoder) throws {
        name = try decoder.singleValueContainer().decode(String.self)
    }

    /// The end of a sentence that begins with what ended.
    var words: Words {
        switch name {
        case "success": "succeeded"
        case "failure": "failed"
        case "cancelled": "was cancelled"
        case "skipped": "was skipped"
        case "timed_out": "timed out"
        case "startup_failure": "failed to start"
        case "action_required": "needs somebody to act"
        case "neutral": "ended neither well nor badly"
        case "stale": "went stale"
        default: "ended with \(name)"
        }
    }
}
