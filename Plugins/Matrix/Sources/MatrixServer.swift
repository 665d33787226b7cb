import HarkClient
import HarkEvents

/// A Matrix server, by its base URL.
struct MatrixServer: Sendable {
    /// Longest response of most requests, in bytes.
    static let usualLimit = 1 << 20

    /// Without a slash at the end.
    let base: String
    let http: HTTPClient

    /// Sends a request.
    /// - Returns: the response, with status 200 to 299.
    /// - Throws: why the request failed. Errors never contain the token.
    func call(
        _ method: HTTPRequest.Method, _ path: MatrixPath, _ body: JSONValue? = nil, token: Secret? = nil,
        timeout: Duration = .seconds(30), responseLimit: Int = usualLimit
    ) async throws(MatrixFailure) -> PayloadView {
        var request = ClientRequest(
            method, "\(base)\(path)", json: body, timeout: timeout, responseLimit: responseLimit)
        if let token { request.headers[.authorization] = "Bearer \(token.reveal())" }
        let response: ClientResponse
        do throws(HTTPClientError) { response = try await http.send(request) } catch {
            if case .responseTooLong = error.kind {
                throw MatrixFailure(error: ChatError(.refused, "\(error)"), isTooLong: true)
            }
            throw MatrixFailure(error: ChatError(error, from: "The Matrix server"))
        }
        return try response.matrixAnswer()
    }
}
