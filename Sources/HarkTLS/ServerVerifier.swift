internal import CGnuTLS

/// Verifies the server during the handshake, before any secret is sent.
@safe
final class ServerVerifier {
    private let trust: TLSClientConfiguration.Trust
    private let name: String

    /// Why the server was refused; nil before it is verified, and if it is accepted.
    private(set) var refusal: TLSError?

    init(trust: TLSClientConfiguration.Trust, name: String) {
        self.trust = trust
        self.name = name
    }

    /// Verifies the peer of a session. The session does not retain this object: its owner must.
    func attach(to session: gnutls_session_t) {
        unsafe gnutls_session_set_ptr(session, Unmanaged.passUnretained(self).toOpaque())
        unsafe gnutls_session_set_verify_function(session) { session in
            // These are the two that were attached to each other above; the owner of both is in gnutls_handshake.
            guard let session = unsafe session, let pointer = unsafe gnutls_session_get_ptr(session) else {
                return GNUTLS_E_CERTIFICATE_ERROR
            }
            let verifier = unsafe Unmanaged<ServerVerifier>.fromOpaque(pointer).takeUnretainedValue()
            unsafe verifier.refusal = verifier.verify(session)
            return verifier.refusal == nil ? GNUTLS_E_SUCCESS : GNUTLS_E_CERTIFICATE_ERROR
        }
    }

    /// Whether a name is an IPv4 or IPv6 address: no DNS name contains a colon or has a numeric last label (RFC 3696,
    /// 2).
    static func isAddress(_ name: String) -> Bool {
        let last = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).last ?? [][...]
        return name.utf8.contains(UInt8(ascii: ":"))
            || !last.isEmpty && last.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private func verify(_ session: gnutls_session_t) -> TLSError? {
        guard let certificate = unsafe peerCertificate(of: session) else {
            return .untrusted(reason: "it shows no certificate that can be read")
        }
        if case .fingerprint(let expected) = trust {
            guard certificate.fingerprint != expected else { return nil }
            let digits = certificate.fingerprint.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
            return .untrusted(reason: "the SHA-256 fingerprint of its certificate is \(digits.joined())")
        }
        let status = unsafe verifyPeer(of: session, for: GNUTLS_KP_TLS_WWW_SERVER, name: name)
        if status == 0 { return nil }
        if status & ~GNUTLS_CERT_INVALID.rawValue == GNUTLS_CERT_UNEXPECTED_OWNER.rawValue {
            return .wrongName(name, presented: certificate.names)
        }
        return .untrusted(reason: Self.text(of: status))
    }

    /// Describes the bits of a verification status, as part of a sentence.
    private static func text(of status: UInt32) -> String {
        let reasons = [
            (GNUTLS_CERT_SIGNER_NOT_FOUND, "no known authority vouches for its certificate"),
            (GNUTLS_CERT_SIGNER_NOT_CA, "its certificate is signed by one that is not an authority's"),
            (GNUTLS_CERT_EXPIRED, "its certificate has expired"),
            (GNUTLS_CERT_NOT_ACTIVATED, "its certificate is not valid yet"),
            (GNUTLS_CERT_REVOKED, "its certificate was revoked"),
            (GNUTLS_CERT_INSECURE_ALGORITHM, "its certificate is signed with an insecure algorithm"),
            (GNUTLS_CERT_SIGNATURE_FAILURE, "the signature of its certificate is wrong"),
            (GNUTLS_CERT_PURPOSE_MISMATCH, "its certificate is not for servers"),
            (GNUTLS_CERT_UNEXPECTED_OWNER, "its certificate is for another name"),
        ].filter { status & $0.0.rawValue != 0 }.map(\.1)
        return reasons.isEmpty ? "its certificate is invalid" : reasons.joined(separator: "; ")
    }
}

/// The first certificate that the other end has presented; nil if there is none that can be read.
func peerCertificate(of session: gnutls_session_t) -> Certificate? {
    var count: UInt32 = 0
    guard let chain = unsafe gnutls_certificate_get_peers(session, &count), count > 0 else { return nil }
    return try? Certificate(der: unsafe Array(UnsafeBufferPointer(start: chain[0].data, count: Int(chain[0].size))))
}

/// The problems with the chain, the name and the purpose of the other end's certificate that
/// `gnutls_certificate_verify_peers` finds; 0 for none.
/// - Parameters:
///   - purpose: its extended key usage, which GnuTLS checks only against a given purpose (RFC 5280, 4.2.1.12).
///   - name: the DNS name or address that it must be issued for; nil for any.
func verifyPeer(of session: gnutls_session_t, for purpose: String, name: String? = nil) -> UInt32 {
    var purpose = Array(purpose.utf8) + [0]
    var host = Array((name ?? "").utf8) + [0]
    var status: UInt32 = 0
    let result = unsafe host.withUnsafeMutableBufferPointer { host in
        unsafe purpose.withUnsafeMutableBufferPointer { purpose in
            var data = unsafe [
                gnutls_typed_vdata_st(type: GNUTLS_DT_KEY_PURPOSE_OID, data: purpose.baseAddress, size: 0)
            ]
            if name != nil {
                unsafe data.append(
                    gnutls_typed_vdata_st(type: GNUTLS_DT_DNS_HOSTNAME, data: host.baseAddress, size: 0))
            }
            return unsafe gnutls_certificate_verify_peers(session, &data, UInt32(data.count), &status)
        }
    }
    return result < 0 ? GNUTLS_CERT_INVALID.rawValue : status
}
