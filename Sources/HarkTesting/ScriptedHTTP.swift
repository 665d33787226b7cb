public import HarkClient
public import HarkHost
private import Synchronization

/// The scripted responses to a plugin's requests, and the recorded requests. Nothing is sent over the network.
///
/// ```swift
/// let bot = try await TestBot(Pager.self, http: [.json(["id": 7], status: .created), .failure(.timedOut)])
/// let answers = [await bot.send("!page ada"), await bot.send("!page ben")]
/// XCTAssertEqual(bot.http.requests.map(\.text), [#"{"to":"ada"}"#, #"{"to":"ben"}"#])
/// ```
///
/// The responses are used in order; a request without a remaining one fails with an error that says so.
public final class ScriptedHTTP: HTTPTransport {
    /// The result of a request.
    public enum Answer: Sendable, Equatable {
        /// This response.
        case response(ClientResponse)
        /// No response, for this reason.
        case failure(HTTPClientError.Kind, mayHaveArrived: Bool = false)

        /// A response with JSON.
        public static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Answer {
            .response(.json(value, status: status))
        }

        /// A response with plain text in UTF-8.
        public static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
            let headers: HTTPFields = [.contentType: "text/plain; charset=utf-8"]
            return .response(ClientResponse(status: status, headers: headers, body: Array(text.utf8)))
        }

        /// A response without a body.
        public static func status(_ status: HTTPResponse.Status) -> Answer { .response(ClientResponse(status: status)) }
    }

    private struct State {
        var answers: ArraySlice<Answer>
        var requests: [ClientRequest] = []
    }
    private let state: Mutex<State>
    private let makeAnswer: (@Sendable (ClientRequest) -> Answer)?

    /// Uses these responses one after another.
    public init(_ answers: [Answer] = []) {
        state = Mutex(State(answers: answers[...]))
        makeAnswer = nil
    }

    /// Uses the result of `answer` for each request: for requests without a fixed order.
    public init(_ answer: @escaping @Sendable (ClientRequest) -> Answer) {
        state = Mutex(State(answers: []))
        makeAnswer = answer
    }

    /// All requests so far, in order.
    public var requests: [ClientRequest] { state.withLock { $0.requests } }

    /// Returns the next response.
    /// - Throws: the next failure; `HTTPClientError` if no response is left, or the URL is invalid.
    public func send(_ request: ClientRequest) async throws(HTTPClientError) -> ClientResponse {
        guard let server = request.server else { throw HTTPClientError(.invalidURL, server: nil) }
        let next = state.withLock { state in
            state.requests.append(request)
            return state.answers.popFirst()
        }
        switch makeAnswer?(request) ?? next {
        case .response(let response): return response
        case .failure(let kind, let mayHaveArrived):
            throw HTTPClientError(kind, server: server, mayHaveArrived: mayHaveArrived)
        case nil:
            let reason = "The test has no answer for this \(request.method.rawValue); add one to TestBot(…, http: […])."
            throw HTTPClientError(.failed(reason: reason), server: server)
        }
    }
}

extension ScriptedHTTP: ExpressibleByArrayLiteral {
    public convenience init(arrayLiteral elements: Answer...) { self.init(elements) }
}

extension ClientRequest {
    /// The body as text, with invalid UTF-8 repaired.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
