/// The request target in origin form (RFC 9112, 3.2.1), split at the first `?`, still percent-encoded.
public struct RequestTarget: Sendable, Hashable, CustomStringConvertible {
    /// Everything before the first `?`, such as `/github/a%2Fb`.
    public var path: String

    /// Everything after the first `?`, or nil when there is none.
    public var query: String?

    /// Splits a target such as `/deploys?room=%23ops`.
    public init(_ target: String) {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            path = target
            return
        }
        path = String(target[..<mark])
        query = String(target[target.utf8.index(after: mark)...])
    }

    public var description: String {
        if let query { "\(path)?\(query)" } else { path }
    }
}

extension RequestTarget: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}
