extension Request {
    /// A rejection as this request's sender wants to read it.
    func refusal(_ rejection: Rejection) -> Response {
        refusal(rejection.status, rejection.reason, headers: rejection.headers)
    }

    /// A refusal as this request's sender wants to read it: text, or `{"error": …}` where it asks for JSON.
    func refusal(_ status: HTTPResponse.Status, _ reason: String, headers: HTTPFields = [:]) -> Response {
        var response: Response
        if prefersJSON {
            let body: JSONValue = ["error": .string(reason), "status": .integer(status.code)]
            response = .bytes(Array(body.serialized().utf8), contentType: "application/json", status: status)
        } else {
            response = .text(reason, status: status)
        }
        response.headers.append(contentsOf: headers)
        return response
    }

    /// Whether the sender names JSON among what it accepts; a mere `*/*` is answered with text.
    private var prefersJSON: Bool {
        guard let accept = headers[.accept], accept.utf8.count <= 1024 else { return false }
        let bytes = accept.utf8.map(\.asciiLowercased)
        return bytes.firstRange(of: Array("json".utf8)) != nil && Accept(accept).accepts(.json)
    }
}
