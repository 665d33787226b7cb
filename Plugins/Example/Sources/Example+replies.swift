import Hark

// The result of a method is the response.
extension Example {
    /// Text is sent as plain text: `curl -X POST localhost:3141/test/` prints `OK`.
    func answerTest() -> String { "OK" }

    /// No result is an empty 200. A method may be `async` and may throw; if the room cannot be reached, this one
    /// answers 500.
    func announceCall() async throws { try await chat.announce("Somebody called, and said nothing.") }

    /// A response can be anything: here with one more header, set in one expression.
    func sendCustomHeader() -> Response { .text("OK").with(HTTPField.Name(constant: "X-Powered-By"), "Hark") }

    /// A rejection is how a method refuses: 403, and `Forbidden` for the sender to read.
    func refuse() throws -> Response { throw Rejection(.forbidden, "Forbidden") }

    /// A `GET` row answers `HEAD` too.
    func greetWorld() throws -> Response { try .json(["text": greet(name: "world")]) }
}
