internal import CGnuTLS

public import struct FoundationEssentials.Date

/// A name that a certificate is issued for (subject alternative name; RFC 5280, 4.2.1.6).
public enum SubjectName: Sendable, Hashable {
    /// A DNS name, possibly with `*` as its first label.
    case dns(String)
    /// The 4 or 16 bytes of an IP address in network order.
    case ip([UInt8])
}

/// A self-signed certificate: X.509 v3, ECDSA P-256, for a server with the given names.
public struct SelfSignedCertificate: Sendable {
    /// How long it is valid, in seconds: 825 days, the longest that Apple's clients accept
    /// (support.apple.com/103769).
    public static let lifetime: Double = 825 * 86_400

    /// The certificate in PEM.
    public let certificate: String

    /// Its private key in PEM (PKCS #8), unencrypted.
    public let privateKey: String

    /// Generates a key and a certificate for it.
    /// - Parameters:
    ///   - names: the names that it is issued for, one or more.
    ///   - now: when it starts to be valid; it is backdated by an hour for clocks that are slow.
    /// - Throws: `TLSError` if a certificate cannot contain a name.
    public init(names: [SubjectName], now: Date) throws(TLSError) {
        let pem = try unsafe withPrivateKey { key throws(TLSError) in
            try unsafe gnutls_x509_privkey_generate(
                key, GNUTLS_PK_ECDSA, hark_curve_bits(GNUTLS_ECC_CURVE_SECP256R1), 0
            ).orThrow()
            return try unsafe withCertificate { certificate throws(TLSError) in
                try unsafe Self.fill(certificate, names, now.timeIntervalSince1970)
                try unsafe gnutls_x509_crt_set_key(certificate, key).orThrow()
                try unsafe gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0).orThrow()
                let text = try unsafe bytes { unsafe gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, $0) }
                return (certificate: text, key: try unsafe pkcs8(key, GNUTLS_X509_FMT_PEM))
            }
        }
        certificate = String(decoding: pem.certificate, as: UTF8.self)
        privateKey = String(decoding: pem.key, as: UTF8.self)
    }

    /// Sets everything but the key: the fields and extensions of a server's certificate (RFC 5280, 4.1 and 4.2).
    private static func fill(_ certificate: gnutls_x509_crt_t, _ names: [SubjectName], _ now: Double) throws(TLSError) {
        var serial = [UInt8](repeating: 0, count: 16)
        try unsafe gnutls_rnd(GNUTLS_RND_NONCE, &serial, serial.count).orThrow()
        // A positive number without a leading zero byte (RFC 5280, 4.1.2.2).
        serial[0] = serial[0] & 0x7f | 0x40
        let name = Array("Hark".utf8)
        try unsafe gnutls_x509_crt_set_version(certificate, 3).orThrow()
        try unsafe gnutls_x509_crt_set_serial(certificate, serial, serial.count).orThrow()
        try unsafe gnutls_x509_crt_set_activation_time(certificate, Int(now) - 3600).orThrow()
        try unsafe gnutls_x509_crt_set_expiration_time(certificate, Int(now + lifetime)).orThrow()
        try unsafe gnutls_x509_crt_set_dn_by_oid(
            certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name, UInt32(name.count)
        ).orThrow()
        try unsafe gnutls_x509_crt_set_basic_constraints(certificate, 0, -1).orThrow()
        try unsafe gnutls_x509_crt_set_key_usage(certificate, UInt32(GNUTLS_KEY_DIGITAL_SIGNATURE)).orThrow()
        try unsafe gnutls_x509_crt_set_key_purpose_oid(certificate, GNUTLS_KP_TLS_WWW_SERVER, 0).orThrow()
        for name in names {
            let (kind, bytes) =
                switch name {
                case .dns(let text): (GNUTLS_SAN_DNSNAME, Array(text.utf8))
                case .ip(let bytes): (GNUTLS_SAN_IPADDRESS, bytes)
                }
            try unsafe gnutls_x509_crt_set_subject_alt_name(
                certificate, kind, bytes, UInt32(bytes.count), UInt32(GNUTLS_FSAN_APPEND)
            ).orThrow()
        }
    }
}
