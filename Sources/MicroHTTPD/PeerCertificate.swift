internal import CMicroHTTPD
internal import HarkHTTP

/// The certificate that the other end of a TLS connection presented, as GnuTLS sees it.
enum PeerCertificate {
    /// The certificate, if there is one that an authority of the daemon vouches for, that is valid now and that may
    /// identify a client (`gnutls_certificate_verify_peers`). Only after the handshake.
    static func verified(in session: OpaquePointer) -> ClientCertificate? {
        var count: UInt32 = 0
        guard unsafe isVerified(session), let chain = unsafe gnutls_certificate_get_peers(session, &count), count > 0
        else { return nil }
        return unsafe certificate(chain[0])
    }

    private static func isVerified(_ session: OpaquePointer) -> Bool {
        // Extended key usage, which GnuTLS looks at only when it is told what for (RFC 5280, 4.2.1.12).
        var purpose = Array(GNUTLS_KP_TLS_WWW_CLIENT.utf8) + [0]
        var status: UInt32 = 0
        let result = unsafe purpose.withUnsafeMutableBufferPointer { purpose in
            var data = unsafe gnutls_typed_vdata_st(type: GNUTLS_DT_KEY_PURPOSE_OID, data: purpose.baseAddress, size: 0)
            return unsafe gnutls_certificate_verify_peers(session, &data, 1, &status)
        }
        return result == GNUTLS_E_SUCCESS && status == 0
    }

    private static func certificate(_ der: gnutls_datum_t) -> ClientCertificate? {
        var der = unsafe der
        var opened: OpaquePointer?
        guard unsafe gnutls_x509_crt_init(&opened) == GNUTLS_E_SUCCESS, let certificate = unsafe opened else {
            return nil
        }
        defer { unsafe gnutls_x509_crt_deinit(certificate) }
        guard unsafe gnutls_x509_crt_import(certificate, &der, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS,
            let fingerprint = unsafe fingerprint(&der), let subject = unsafe subject(certificate)
        else { return nil }
        let alternatives = unsafe alternativeNames(certificate)
        let names = unsafe alternatives.isEmpty ? commonName(certificate).map { [$0] } ?? [] : alternatives
        return ClientCertificate(subject: subject, names: names, fingerprint: fingerprint)
    }

    private static func fingerprint(_ der: inout gnutls_datum_t) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: 32)
        var size = digest.count
        let result = unsafe gnutls_fingerprint(GNUTLS_DIG_SHA256, &der, &digest, &size)
        return result == GNUTLS_E_SUCCESS ? digest : nil
    }

    private static func subject(_ certificate: OpaquePointer) -> String? {
        var name = unsafe gnutls_datum_t()
        switch unsafe gnutls_x509_crt_get_dn3(certificate, &name, 0) {
        case GNUTLS_E_SUCCESS: break
        // It is empty, as where the alternative names say everything (RFC 5280, 4.2.1.6).
        case GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: return ""
        default: return nil
        }
        defer { unsafe hark_gnutls_free(name.data) }
        return unsafe String(decoding: UnsafeBufferPointer(start: name.data, count: Int(name.size)), as: UTF8.self)
    }

    private static func alternativeNames(_ certificate: OpaquePointer) -> [String] {
        let wanted = [GNUTLS_SAN_DNSNAME, GNUTLS_SAN_URI, GNUTLS_SAN_RFC822NAME].map { Int32($0.rawValue) }
        var names: [String] = []
        for index in UInt32(0)... {
            // The result is the type of the name, or negative.
            let (result, name) = unsafe text { buffer, size in
                unsafe gnutls_x509_crt_get_subject_alt_name(certificate, index, buffer, &size, nil)
            }
            guard result >= 0 else { break }
            if wanted.contains(result) { names.append(name) }
        }
        return names
    }

    private static func commonName(_ certificate: OpaquePointer) -> String? {
        let (result, name) = unsafe text { buffer, size in
            unsafe gnutls_x509_crt_get_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0, buffer, &size)
        }
        return result >= 0 ? name : nil
    }

    /// What a GnuTLS function writes into a buffer, which is made as large as the function asks for.
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
