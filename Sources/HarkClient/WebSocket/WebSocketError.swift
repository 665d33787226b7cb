/// Why a WebSocket cannot be opened or used. URLs in its texts are reduced to scheme, host and port: the rest may be
/// secret.
public enum WebSocketError: Error, Sendable, Equatable {
    /// The URL is not a WebSocket URL; the reason is part of a sentence.
    case invalidURL(reason: String)
    /// The connection cannot be opened, or has failed.
    case connection(url: String, StreamError)
    /// The server responded with another status than 101; the excerpt of its body is sanitized, and may be empty.
    case refused(url: String, status: Int, excerpt: String)
    /// The server does not speak WebSocket; the reason completes a sentence.
    case notWebSocket(url: String, reason: String)
    /// The server violated the protocol; the connection is closed.
    case violation(url: String, WebSocketViolation)
    /// No pong arrived in time; the connection is closed.
    case noPong(url: String)
    /// The connection is closed, or about to be.
    case closed(url: String)
    /// The task was cancelled.
    case cancelled
}

extension WebSocketError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidURL(let reason): "The URL of the WebSocket is invalid: \(reason). Give wss://host/path."
        case .connection(let url, let error): "The connection with \(url) failed. \(error)"
        case .refused(let url, let status, let excerpt):
            "\(url) refuses the WebSocket with status \(status)\(excerpt.isEmpty ? "" : " (“\(excerpt)”)"). "
                + "Check the URL and the credentials."
        case .notWebSocket(let url, let reason):
            "\(url) \(reason). Check the URL: no WebSocket is served there."
        case .violation(let url, let violation):
            "\(url) breaks the WebSocket protocol. \(violation) The connection was closed; connect again."
        case .noPong(let url): "\(url) did not answer a ping in time. The connection was closed; connect again."
        case .closed(let url): "The WebSocket of \(url) is closed. Connect again."
        case .cancelled: "The task was cancelled. Nothing needs to be done."
        }
    }

    /// The WebSocket error for a stream's error.
    init(_ error: StreamError, url: String) {
        self = error == .cancelled ? .cancelled : .connection(url: url, error)
    }
}
