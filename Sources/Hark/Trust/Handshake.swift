/// What a provider asks of an address before it delivers there. It is answered by the host; the handler sees none of it.
public struct Handshake: Sendable {
    /// Answers a request that is the provider's question, or returns nil for any other. The secret is the one that the
    /// row names for the handshake, or else the verifier's.
    public typealias Answer = @Sendable (Request, Secret) -> Response?

    /// Longest value that is sent back, in bytes.
    public static let echoLimit = 1024

    /// What lists and faults call it.
    public let name: String

    /// The method that the question comes with, where it is not the row's own.
    public let method: HTTPRequest.Method?

    /// Whether the question is signed like any delivery; if not, it is answered without verification.
    public let isSigned: Bool

    /// Whether it needs a secret apart from the verifier's.
    public let needsOwnSecret: Bool

    package let answer: Answer

    /// A handshake of one's own.
    public init(
        _ name: String,
        method: HTTPRequest.Method? = nil,
        isSigned: Bool,
        needsOwnSecret: Bool = false,
        answer: @escaping Answer
    ) {
        self.name = name
        self.method = method
        self.isSigned = isSigned
        self.needsOwnSecret = needsOwnSecret
        self.answer = answer
    }
}
