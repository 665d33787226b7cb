import HarkEvents
import HarkTesting

extension ScriptedHTTP.Answer {
    /// An answer that holds nothing.
    static let success: Self = .json(["result": "success", "msg": ""])

    /// An error as Zulip writes it.
    static func error(_ status: HTTPResponse.Status, _ code: String, _ message: String = "Falsch.") -> Self {
        .json(["result": "error", "code": .string(code), "msg": .string(message)], status: status)
    }
}

extension ClientRequest {
    /// The arguments, of the body or the query.
    var form: [String: String] {
        let query = url.split(separator: "?", maxSplits: 1).dropFirst().first.map { Array($0.utf8) } ?? []
        let fields = FormFields(urlEncoded: body.isEmpty ? query : body)
        return Dictionary(fields.map { ($0.name, $0.value) }) { $1 }
    }
}
