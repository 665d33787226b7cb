package import HarkHTTP
package import HarkTLS

/// A JSON Web Token that is signed with RSA and SHA-256 (RFC 7519; `RS256` of RFC 7518, 3.3).
package struct JSONWebToken: Sendable {
    /// Longest token, in bytes; Google's have about a thousand.
    private static let longest = 8192

    /// The tolerated difference between the clocks, in seconds.
    package static let leeway = 60

    /// The identifier of the key that it is signed with.
    package let keyID: String?

    /// The claims: a JSON object.
    package let claims: JSONValue

    /// What is signed.
    package let signed: [UInt8]

    /// The signature.
    package let signature: [UInt8]

    /// Parses a token; nil if it is not one, or its algorithm is not `RS256`.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Substring.init)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = [UInt8](base64URL: String(parts[2])), header["alg"]?.stringValue == "RS256",
            header["crit"] == nil
        else { return nil }
        keyID = header["kid"]?.stringValue
        self.claims = claims
        self.signature = signature
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// Whether it was signed with the private key of this public key.
    package func isSigned(by key: PublicKey) -> Bool { key.isValid(signature, over: signed) }

    /// Whether it has begun and has not expired. A token without either time never is.
    /// - Parameter now: seconds since 1970.
    package func isCurrent(at now: Int) -> Bool {
        guard let end = claims["exp"]?.intValue, let start = claims["iat"]?.intValue else { return false }
        return end > now - Self.leeway && start < now + Self.leeway
    }

    /// A token with these claims.
    /// - Throws: `TLSError` if there is no memory.
    package static func signed(_ claims: JSONObject, by key: PrivateKey, keyID: String?) throws(TLSError) -> String {
        var header: JSONObject = ["alg": "RS256", "typ": "JWT"]
        if let keyID { header["kid"] = .string(keyID) }
        let content = [header, claims].map { Array(JSONValue.object($0).serialized().utf8).base64URL }
            .joined(separator: ".")
        return "\(content).\(try key.signature(over: Array(content.utf8)).base64URL)"
    }

    private static func object(_ part: Substring) -> JSONValue? {
        guard let bytes = [UInt8](base64URL: String(part)), let value = try? JSONValue(parsing: bytes),
            case .object = value
        else {
            return nil
        }
        return value
    }
}

extension PublicKey {
    /// Most keys of a set that are read; issuers publish only a few.
    private static let mostKeys = 32

    /// The RSA keys by their identifiers of a JSON Web Key Set (RFC 7517, 5), or of certificates by identifier; empty
    /// for anything else.
    package static func keys(in list: JSONValue) -> [String: PublicKey] {
        var keys: [String: PublicKey] = [:]
        if let members = list["keys"]?.arrayValue {
            for member in members.prefix(mostKeys) where member["kty"]?.stringValue == "RSA" {
                guard let id = member["kid"]?.stringValue,
                    let modulus = [UInt8](base64URL: member["n"]?.stringValue ?? ""),
                    let exponent = [UInt8](base64URL: member["e"]?.stringValue ?? "")
                else { continue }
                let key = PublicKey.rsa(modulus: modulus, exponent: exponent)
                if key.isUsable { keys[id] = key }
            }
        } else if let members = list.objectValue {
            for index in 0..<min(members.count, mostKeys) {
                keys[members[index].name] = members[index].value.stringValue.flatMap {
                    PublicKey(rsaCertificatePEM: $0)
                }
            }
        }
        return keys
    }
}
