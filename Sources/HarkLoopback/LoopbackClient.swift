private import Foundation
private import FoundationNetworking
internal import HarkHost
internal import HarkTesting

/// An HTTP client that does not follow redirects or keep cookies.
struct LoopbackClient: Sendable {
    private let base: String
    private let session: URLSession

    init(base: String) {
        self.base = base
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.timeoutIntervalForRequest = 20
        session = URLSession(configuration: configuration, delegate: NoRedirects(), delegateQueue: nil)
    }

    /// Sends a request and reads the whole response.
    /// - Throws: `URLError` if there is none.
    func send(_ request: Request) async throws -> TestResponse {
        guard let url = URL(string: "\(base)\(request.target)") else { throw URLError(.badURL) }
        var outgoing = URLRequest(url: url)
        outgoing.httpMethod = request.method.rawValue
        for field in request.headers { outgoing.addValue(field.value, forHTTPHeaderField: field.name.rawName) }
        if !request.body.isEmpty { outgoing.httpBody = Data(request.body) }
        let (body, answer) = try await session.data(for: outgoing)
        guard let answer = answer as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var headers = HTTPFields()
        for (name, value) in answer.allHeaderFields { headers["\(name)"] = "\(value)" }
        return TestResponse(status: .init(code: answer.statusCode), headers: headers, body: Array(body))
    }
}

/// Returns redirects to the test instead of following them.
private final class NoRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
