import HarkClient
import HarkEvents

/// Calls methods of the Bot API (core.telegram.org/bots/api#making-requests). The token is part of the path of each
/// URL, which never appears in errors and logs.
struct TelegramAPI: Sendable {
    let base: BaseURL
    let token: Secret
    let http: HTTPClient

    /// Longest response, in bytes: 100 updates, each with the message that it replies to.
    private static let longestAnswer = 16 << 20

    /// Calls a method.
    /// - Parameter wait: how long Telegram may wait before it responds.
    /// - Returns: the result; null for a truncated response to a call that succeeded.
    /// - Throws: why the call failed. Errors never contain the token.
    func call(
        _ method: String, _ arguments: JSONObject = [:], wait: Duration = .zero
    ) async throws(TelegramError) -> JSONValue {
        var request = ClientRequest.post("\(base)/bot\(token.reveal())/\(method)", json: .object(arguments))
        request.timeout = wait + (wait > .zero ? .seconds(10) : .seconds(30))
        request.responseLimit = Self.longestAnswer
        let response: ClientResponse
        do throws(ChatError) { response = try await http.send(request, to: "Telegram") } catch { throw .failed(error) }
        return try Self.result(of: response, hiding: token)
    }

    /// Reads a response.
    /// - Parameter token: the token, which is removed from Telegram's messages.
    static func result(of response: ClientResponse, hiding token: Secret) throws(TelegramError) -> JSONValue {
        guard let answer = try? JSONValue(parsing: response.body) else {
            // Status 200 always means success: repeating the call would send the message twice.
            if response.status == .ok, beginsAsDone(response.body) { return .null }
            throw foreign(response)
        }
        guard let isDone = answer["ok"]?.boolValue else { throw foreign(response) }
        if isDone { return answer["result"] ?? .null }
        let code = answer["error_code"]?.intValue ?? response.status.code
        let parameters = answer["parameters"]
        if code == 429 {
            throw .failed(.tooManyRequests(at: "Telegram", retryAfter: parameters?["retry_after"]?.doubleValue))
        }
        if code >= 500 || code == 408 {
            throw .failed(ChatError(.transient, "Telegram has a problem: it responds with error \(code)."))
        }
        let description = answer["description"]?.stringValue?.sanitized(to: 200) ?? "no reason given"
        throw .refused(
            TelegramRefusal(
                code: code, description: description.replacing(token.reveal(), with: "<token>"),
                newChat: parameters?["migrate_to_chat_id"]?.intValue))
    }

    /// The bot's user identifier, with which its token begins; nil for an invalid token.
    static func botID(of token: Secret) -> Int? {
        let parts = token.reveal().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Int(parts[0]), id > 0, parts[1].utf8.count >= 20,
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }), parts[1].utf8.allSatisfy(\.isTokenByte)
        else { return nil }
        return id
    }

    /// Whether a text is the beginning of Telegram's response to a successful call.
    private static func beginsAsDone(_ text: [UInt8]) -> Bool {
        text.prefix(32).filter { $0 > 0x20 }.starts(with: #"{"ok":true,"#.utf8)
    }

    /// The error for a response that is not in Telegram's format: it comes from something in between.
    private static func foreign(_ response: ClientResponse) -> TelegramError {
        let hint = "Is a proxy in between, or HARK_TELEGRAM_API another server?"
        do throws(ChatError) {
            _ = try response.chatAnswer(from: "Telegram") { _, code in
                ChatError(.transient, "An answer of status \(code) is not Telegram's. \(hint)")
            }
        } catch {
            return .failed(error)
        }
        return .failed(ChatError(.transient, "The response is not Telegram's. \(hint)"))
    }
}

extension UInt8 {
    /// Whether the second half of a token may contain it: letters, digits, `_` and `-`.
    fileprivate var isTokenByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
