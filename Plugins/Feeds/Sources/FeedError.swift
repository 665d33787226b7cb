import HarkClient
import HarkEvents
import HarkXML

/// Why a feed could not be read.
enum FeedError: Error, Equatable {
    /// There is no response.
    case unreachable(HTTPClientError)
    /// The server answers with this status, and may say when to ask again.
    case status(Int, retryAfter: Duration?)
    /// The feed is on another server now: `https://new.example.org`.
    case moved(to: String)
    /// One redirect follows the other.
    case tooManyRedirects
    /// The document is not a feed, for this reason.
    case unreadable(String)

    /// How long the server wants to be left alone.
    var retryAfter: Duration? { if case .status(_, let wait) = self { wait } else { nil } }
}

extension FeedError {
    /// The error for a document that could not be parsed.
    init(_ error: XMLStreamError) {
        self =
            switch error {
            case .malformed(let reason): .unreadable("It is not well-formed XML (\(reason)).")
            case .forbidden(let what): .unreadable("It has a \(what), which is not read.")
            case .tooLarge(let reason): .unreadable("It is too large: \(reason).")
            case .noMemory: .unreadable("There is no memory for a parser.")
            }
    }
}

extension FeedError: CustomStringConvertible {
    var description: String {
        switch self {
        case .unreachable(let error): error.description
        case .status(let code, _): "The server answers with status \(code)."
        case .moved(let server): "It has moved to \(server): write its new URL in HARK_FEEDS."
        case .tooManyRedirects: "The server redirects again and again."
        case .unreadable(let reason): "It is not a feed that can be read. \(reason)"
        }
    }
}
