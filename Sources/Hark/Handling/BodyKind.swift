/// What a row makes of a request's body before its handler gets it.
public struct BodyKind<Body: Sendable>: Sendable {
    package let description: BodyDescription
    package let decode: @Sendable (Request) throws -> Body

    /// A kind of one's own. `decode` throws a `Rejection` for a body that it cannot read.
    public init(_ name: String, decode: @escaping @Sendable (Request) throws -> Body) {
        self.description = BodyDescription(name: name, type: Body.self)
        self.decode = decode
    }
}

/// A body kind as a list of routes shows it.
public struct BodyDescription: Sendable {
    /// The kind as a row writes it: `.json`, `.form("payload")`.
    public let name: String
    /// The type that the body is decoded to.
    public let type: any Sendable.Type
}
