internal import HarkClient

/// A delivery to a bot.
struct DeliveryCall {
    /// The response.
    struct Answer {
        /// Status line, header fields and body.
        let text: String
        /// Whether the status is below 400.
        let isSuccess: Bool
    }

    /// Why there is no response, as a sentence.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Longest response that is shown, in bytes.
    private static let longestAnswer = 4 << 20

    private let request: ClientRequest
    /// The URL without its query, which may contain a token.
    private let shownURL: String

    /// A call of the path of `request`, below `base`.
    init(_ request: Request, base: BaseURL) {
        self.request = ClientRequest(
            request.method, "\(base)\(request.target)", headers: request.headers, body: request.body,
            timeout: .seconds(30), responseLimit: Self.longestAnswer)
        shownURL = "\(base)\(request.target.path)"
    }

    /// Sends it.
    /// - Throws: `Failure` if there is no response within 30 s.
    func send(with client: HTTPClient) async throws(Failure) -> Answer {
        do throws(HTTPClientError) {
            let response = try await client.send(request)
            return Answer(text: response.transcript, isSuccess: (100..<400).contains(response.status.code))
        } catch {
            throw Failure(description: "\(shownURL): \(error)")
        }
    }
}

extension ClientResponse {
    /// The response as HTTP/1.1 text (RFC 9112, 4).
    var transcript: String {
        var head = "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n"
        for field in headers { head += "\(field.name.rawName): \(field.value)\r\n" }
        return "\(head)\r\n\(String(decoding: body, as: UTF8.self))"
    }
}
