import HarkEvents

/// A path of the client-server API with percent-encoded parts, because identifiers contain `!`, `#`, `:` and `/`.
struct MatrixPath: Sendable, Hashable, CustomStringConvertible {
    private(set) var description: String

    /// The path below `/_matrix/client/v3`: `MatrixPath("rooms", room, "join")`.
    init(_ parts: String...) { description = parts.reduce("/_matrix/client/v3") { "\($0)/\($1.percentEncoded)" } }

    /// The versions of the API that a server supports; this path has no version.
    static let versions = MatrixPath(whole: "/_matrix/client/versions")

    private init(whole: String) { description = whole }

    /// The path with a query.
    func with(_ arguments: KeyValuePairs<String, String>) -> MatrixPath {
        let query = arguments.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        return MatrixPath(whole: query.isEmpty ? description : "\(description)?\(query)")
    }
}
