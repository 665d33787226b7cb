/// Why reading a stream of XML failed.
public enum XMLStreamError: Error, Sendable, Equatable {
    /// It is not well-formed; with expat's reason.
    case malformed(reason: String)
    /// It contains something that a stream must not contain: `what` is a document type, a comment or a processing
    /// instruction (RFC 6120, 11.1).
    case forbidden(what: String)
    /// An element exceeds a limit.
    case tooLarge(reason: String)
    /// There is not enough memory for a parser.
    case noMemory
}

extension XMLStreamError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let reason): "The other end did not send well-formed XML (\(reason))."
        case .forbidden(let what): "The other end sends a \(what), which a stream of XML must not have."
        case .tooLarge(let reason): "The other end sends too much in one element: \(reason)."
        case .noMemory: "There is no memory for a parser of XML."
        }
    }
}
