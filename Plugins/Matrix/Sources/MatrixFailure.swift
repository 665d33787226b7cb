import HarkClient
import HarkEvents

/// Why a Matrix server refused a request: the error for the host, and the server's error code.
struct MatrixFailure: Error, Sendable {
    let error: ChatError

    /// The server's `errcode`, such as `M_FORBIDDEN`; nil if its response has none.
    var code: String?

    /// The status; 0 if there was no response.
    var status = 0

    /// Whether the response was too long.
    var isTooLong = false

    /// Whether the server does not accept the token any more.
    var isTokenRefused: Bool { code == "M_UNKNOWN_TOKEN" || code == "M_MISSING_TOKEN" }

    /// Whether the room may have been replaced, or the bot may not be in it.
    var isAboutRoom: Bool { status == 403 && code == "M_FORBIDDEN" || status == 404 && code != "M_UNRECOGNIZED" }

    /// The error for a connection that should be kept: the server may accept later what it refuses now.
    var ofConnection: ChatError {
        switch error.kind {
        case .refused, .noSuchRoom, .notAMember, .tooLong: ChatError(.transient, error.reason)
        case .transient, .rateLimited, .unauthorized: error
        }
    }
}

extension ClientResponse {
    /// Reads a response, checking its status first: a proxy responds with HTML.
    func matrixAnswer() throws(MatrixFailure) -> PayloadView {
        let status = status.code
        let answer = (try? JSONDocument(parsing: body)).map { PayloadView($0.root) }
        if (200..<300).contains(status) {
            if let answer { return answer }
            let reason = "What the Matrix server answers is not JSON. Is a proxy in between?"
            throw MatrixFailure(error: ChatError(.transient, reason), status: status)
        }
        let code = answer?.errcode.asText?.sanitized(to: 60)
        throw MatrixFailure(error: failure(status, code, answer), code: code, status: status)
    }

    /// The meaning of an error (spec.matrix.org, Client-Server API, “Standard error response”).
    private func failure(_ status: Int, _ code: String?, _ answer: PayloadView?) -> ChatError {
        if status == 429 || code == "M_LIMIT_EXCEEDED" { return tooMany(answer) }
        if status == 408 || status >= 500 {
            return ChatError(.transient, "The Matrix server has a problem: it responds with status \(status).")
        }
        let words = answer?.error.asText.map { ": \($0.sanitized(to: 160))" } ?? ""
        let said = "(\(code ?? "status \(status)")\(words))"
        switch code {
        case "M_UNKNOWN_TOKEN", "M_MISSING_TOKEN":
            let isSoft = answer?.soft_logout.isTrue == true
            return ChatError(
                .unauthorized,
                "The Matrix server does not accept the token\(isSoft ? ", which has expired" : "") \(said). Make a new "
                    + "one, set HARK_MATRIX_TOKEN, and start the bot again.")
        case "M_USER_DEACTIVATED", "M_USER_LOCKED":
            return ChatError(.unauthorized, "The bot's account cannot be used \(said). Ask the server's administrator.")
        case "M_FORBIDDEN", "M_BAD_STATE":
            return ChatError(.notAMember, "The bot may not do that in the room, or is not in it \(said).")
        case "M_NOT_FOUND":
            return ChatError(.noSuchRoom, "The Matrix server does not find it \(said).")
        case "M_TOO_LARGE":
            return ChatError(.tooLong(limit: Message.limit), "The message is longer than the Matrix server takes.")
        default:
            if status == 401 {
                guard code != nil else { return .loginPage(before: "the Matrix server") }
                return ChatError(.unauthorized, "The Matrix server does not accept the bot's credentials \(said).")
            }
            return ChatError(.refused, "The Matrix server refuses the request \(said).")
        }
    }

    /// The body contains milliseconds, the header whole seconds.
    private func tooMany(_ answer: PayloadView?) -> ChatError {
        let milliseconds = answer?.retry_after_ms.asInt.flatMap { (0...86_400_000).contains($0) ? $0 : nil }
        let seconds = headers[.retryAfter].flatMap { Double($0) }.flatMap { (0...86_400).contains($0) ? $0 : nil }
        return .tooManyRequests(
            at: "The Matrix server", retryAfter: milliseconds.map { Double($0) / 1000 } ?? seconds ?? 5)
    }
}
