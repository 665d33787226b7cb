internal import CGnuTLS

/// An X.509 certificate (RFC 5280).
public struct Certificate: Sendable, Hashable {
    /// The distinguished name of its subject in the format of RFC 4514, such as `CN=alertmanager,O=Example`; may be
    /// empty if there are alternative names (RFC 5280, 4.2.1.6).
    public let subject: String

    /// The DNS names, URIs and mail addresses that it was issued for, in the certificate's order; the common name of
    /// the subject if there are none.
    public let names: [String]

    /// The SHA-256 digest of the certificate in DER, 32 bytes.
    public let fingerprint: [UInt8]

    /// From when until when it is valid, in seconds since 1970.
    public let validity: Range<Int>

    /// Parses a certificate in DER.
    /// - Throws: `TLSError` if the bytes are not a certificate.
    public init(der: [UInt8]) throws(TLSError) {
        let (subject, alternatives, commonName, validity) = try unsafe withCertificate {
            certificate throws(TLSError) in
            try unsafe withDatum(der) { unsafe gnutls_x509_crt_import(certificate, $0, GNUTLS_X509_FMT_DER) }.orThrow()
            let start = unsafe gnutls_x509_crt_get_activation_time(certificate)
            let end = unsafe gnutls_x509_crt_get_expiration_time(certificate)
            return try unsafe (
                Self.subject(of: certificate), Self.alternativeNames(of: certificate),
                Self.commonName(of: certificate), start..<max(start, end)
            )
        }
        self.subject = subject
        self.validity = validity
        names = alternatives.isEmpty ? commonName.map { [$0] } ?? [] : alternatives
        fingerprint = HashAlgorithm.sha256.digest(of: der)
    }

    /// Parses the first certificate of a PEM document (RFC 7468, 5).
    /// - Throws: `TLSError` if there is none.
    public init(pem text: String) throws(TLSError) {
        let der = try unsafe withCertificate { certificate throws(TLSError) in
            try unsafe withDatum(Array(text.utf8)) {
                unsafe gnutls_x509_crt_import(certificate, $0, GNUTLS_X509_FMT_PEM)
            }.orThrow()
            return try unsafe bytes { unsafe gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_DER, $0) }
        }
        try self.init(der: der)
    }

    private static func subject(of certificate: gnutls_x509_crt_t) throws(TLSError) -> String {
        var name = unsafe gnutls_datum_t()
        let result = unsafe gnutls_x509_crt_get_dn3(certificate, &name, 0)
        if result == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE { return "" }
        try result.orThrow()
        defer { unsafe hark_gnutls_free(name.data) }
        return unsafe String(decoding: UnsafeBufferPointer(start: name.data, count: Int(name.size)), as: UTF8.self)
    }

    private static func alternativeNames(of certificate: gnutls_x509_crt_t) -> [String] {
        let wanted = [GNUTLS_SAN_DNSNAME, GNUTLS_SAN_URI, GNUTLS_SAN_RFC822NAME].map { Int32($0.rawValue) }
        var names: [String] = []
        for index in UInt32(0)... {
            // The result is the type of the name, or a negative error.
            let (result, name) = unsafe text { buffer, size in
                unsafe gnutls_x509_crt_get_subject_alt_name(certificate, index, buffer, &size, nil)
            }
            guard result >= 0 else { break }
            if wanted.contains(result) { names.append(name) }
        }
        return names
    }

    private static func commonName(of certificate: gnutls_x509_crt_t) -> String? {
        let (result, name) = unsafe text { buffer, size in
            unsafe gnutls_x509_crt_get_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0, buffer, &size)
        }
        return result >= 0 ? name : nil
    }

    /// The text that a GnuTLS function writes into a buffer, which is made as large as the function needs.
    private static func text(_ write: (UnsafeMutablePointer<CChar>?, inout Int) -> Int32) -> (Int32, String) {
        var buffer = [CChar](repeating: 0, count: 256)
        var size = buffer.count
        var result = unsafe write(&buffer, &size)
        if result == GNUTLS_E_SHORT_MEMORY_BUFFER {
            buffer = [CChar](repeating: 0, count: size + 1)
            size = buffer.count
            result = unsafe write(&buffer, &size)
        }
        let written = buffer.prefix(result < 0 ? 0 : size).map { UInt8(bitPattern: $0) }
        return (result, String(decoding: written, as: UTF8.self))
    }
}

/// Lends an empty certificate, which is valid until `body` returns.
func withCertificate<Result>(
    _ body: (gnutls_x509_crt_t) throws(TLSError) -> Result
) throws(TLSError) -> Result {
    var opened: gnutls_x509_crt_t?
    let made = unsafe gnutls_x509_crt_init(&opened)
    guard let certificate = unsafe opened else { throw TLSError(made) }
    defer { unsafe gnutls_x509_crt_deinit(certificate) }
    return try unsafe body(certificate)
}
