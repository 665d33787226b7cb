import HarkEvents
import HarkTesting
import Synchronization

extension ScriptedHTTP.Answer {
    /// An error as Mattermost writes it.
    static func error(_ status: HTTPResponse.Status, _ id: String) -> Self {
        .json(
            ["id": .string(id), "message": "Etwas ist falsch.", "status_code": .integer(status.code)], status: status)
    }
}

extension ClientRequest {
    /// What follows `/api/v4`.
    var path: String { url.split(separator: "/api/v4", maxSplits: 1).last.map(String.init) ?? "" }
}

extension HTTPField.Name {
    static var rateLimitReset: HTTPField.Name { HTTPField.Name("X-Ratelimit-Reset") ?? .retryAfter }
}

/// Answers that are given once each; then there is none.
final class Answers: Sendable {
    private let answers: Mutex<[ScriptedHTTP.Answer]>

    init(_ answers: [ScriptedHTTP.Answer]) { self.answers = Mutex(answers) }

    func next() -> ScriptedHTTP.Answer? { answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}
