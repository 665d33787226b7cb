import HarkEvents
import HarkTLS

private import struct FoundationEssentials.Data

/// A JSON Web Token that is signed with RSA and SHA-256 (RFC 7519; `RS256` of RFC 7518, 3.3).
struct JSONWebToken: Sendable {
    /// Longest token, in bytes; Google's have about a thousand.
    private static let longest = 8192

    /// The identifier of the key that it is signed with.
    let keyID: String?
    let claims: PayloadView
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// Parses a token; nil if it is not one, or its algorithm is not `RS256`.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.longest, parts.count == 3, let header = Self.object(parts[0]),
            let claims = Self.object(parts[1]), let signature = Self.decoded(String(parts[2])),
            header.alg.asText?.verbatim == "RS256", !header.crit.exists
        else { return nil }
        keyID = header.kid.asText?.verbatim
        self.claims = claims
        self.signature = signature
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// Whether it was signed with the private key of this public key.
    func isSigned(by key: PublicKey) -> Bool { key.isValid(signature, over: signed) }

    /// A token with these claims.
    /// - Throws: `TLSError` if there is no memory.
    static func signed(_ claims: JSONObject, by key: PrivateKey, keyID: String?) throws(TLSError) -> String {
        var header: JSONObject = ["alg": "RS256", "typ": "JWT"]
        if let keyID { header["kid"] = .string(keyID) }
        let content = [header, claims].map { encoded(Array(JSONValue.object($0).serialized().utf8)) }
            .joined(separator: ".")
        return "\(content).\(encoded(try key.signature(over: Array(content.utf8))))"
    }

    private static func object(_ part: Substring) -> PayloadView? {
        guard let bytes = decoded(String(part)), let value = try? JSONValue(parsing: bytes), case .object = value else {
            return nil
        }
        return PayloadView(value)
    }

    /// Decodes base64url without padding (RFC 4648, 5).
    static func decoded(_ text: String) -> [UInt8]? {
        guard !text.utf8.contains(where: { "+/=".utf8.contains($0) }) else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding).map { Array($0) }
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
