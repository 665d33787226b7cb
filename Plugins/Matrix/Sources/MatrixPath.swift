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

extension String {
    /// The text with every byte escaped that is not unreserved (RFC 3986, 2.3).
    var percentEncoded: String {
        if utf8.allSatisfy(\.isUnreserved) { return self }
        var encoded = ""
        for byte in utf8 {
            if byte.isUnreserved {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += byte < 16 ? "%0" : "%"
                encoded += String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}

extension UInt8 {
    fileprivate var isUnreserved: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
