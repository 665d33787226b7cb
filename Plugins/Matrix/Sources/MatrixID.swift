/// Identifiers of Matrix (spec.matrix.org, Appendices, “Common Identifier Format”).
enum MatrixID {
    /// Longest identifier, in bytes.
    private static let longest = 255

    /// Whether a text is a user's identifier, such as `@ada:example.org`.
    static func isUser(_ text: String) -> Bool {
        guard text.utf8.count <= longest, text.utf8.first == UInt8(ascii: "@"), let colon = text.firstIndex(of: ":")
        else { return false }
        return text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            && isServer(String(text[text.index(after: colon)...]))
    }

    /// The server in a user's identifier or an alias; nil if there is none. Room identifiers have none since room
    /// version 12.
    static func server(of text: String) -> String? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let server = String(text[text.index(after: colon)...])
        return isServer(server) ? server : nil
    }

    /// The part before the server, without its sigil.
    static func localPart(of text: String) -> String { String(text.dropFirst().prefix { $0 != ":" }) }

    /// Whether a text is a server's name: a host, with a port where it has one.
    static func isServer(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= longest else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x3A, 0x41...0x5B, 0x5D, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
            default: false
            }
        }
    }
}
