extension Verifier {
    /// The secret in a header field.
    public static func token(header: String, prefix: String = "") -> Verifier {
        Verifier("token", .token(.header(header), prefix: prefix))
    }

    /// The secret in a field of the query string. It appears in the logs of every proxy on the path: prefer a header.
    public static func token(query field: String) -> Verifier { Verifier("token", .token(.query(field), prefix: "")) }

    /// The secret in a field of the body, of a form or of JSON by its path.
    public static func token(field path: String) -> Verifier { Verifier("token", .token(.field(path), prefix: "")) }

    /// `Authorization: Bearer` and the secret (RFC 6750, 2.1).
    public static let bearer = Verifier("bearer", .bearer)

    /// HTTP Basic authentication (RFC 7617). The secret is `user:password`, or the password alone, for any user.
    public static let basic = Verifier("basic", .basic)

    /// A TLS client certificate issued by an authority in `HARK_TLS_CLIENT_CA` (RFC 8446, 4.4.2).
    public static let clientCertificate = clientCertificate(named: [])

    /// A TLS client certificate issued by an authority in `HARK_TLS_CLIENT_CA` for one of the names: a DNS name, URI or
    /// e-mail address among its subject alternative names, or its common name if it has none (RFC 9525, 6.3).
    public static func clientCertificate(named names: [String]) -> Verifier {
        Verifier("client certificate", .clientCertificate(names: names))
    }

    /// For senders that do not sign, but can send a user and password, a bearer token, or a URL with `?token=`: Docker
    /// Hub, Statuspage, Uptime Kuma, Zabbix, New Relic, and Azure DevOps, whose deliveries have an identifier
    /// (`.sharedSecret.identifying(by: .field("id"))`).
    public static let sharedSecret = Verifier("shared secret", .basic, .bearer, .token(.query("token"), prefix: ""))
}
