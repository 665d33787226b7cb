internal import HarkClient

/// A delivery on its way to a bot.
struct DeliveryCall {
    /// What came back.
    struct Answer {
        /// Status line, header fields and body.
        let text: String
        /// Whether the status is below 400.
        let isSuccess: Bool
    }

    /// Why there is no answer, in a sentence.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Longest answer that is shown, in bytes.
    private static let longestAnswer = 4 << 20

    private let request: ClientRequest
    /// The address without the query, which may hold a token.
    private let shownURL: String

    /// A call of `request` to its path at `base`.
    init(_ request: Request, base: BaseURL) {
        self.request = ClientRequest(
            request.method, "\(base)\(request.target)", headers: request.headers, body: request.body,
            timeout: .seconds(30), responseLimit: Self.longestAnswer)
        shownURL = "\(base)\(request.target.path)"
    }

    /// Sends it.
    /// - Throws: `Failure` when no one answers within 30 s.
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
    /// The response as HTTP/1.1 writes it (RFC 9112, 4).
    var transcript: String {
        var head = "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n"
        for field in headers { head += "\(field.name.rawName): \(field.value)\r\n" }
        return "\(head)\r\n\(String(decoding: body, as: UTF8.self))"
    }
}
