internal import CGnuTLS

/// The trusted authorities and the identity of a client, as GnuTLS stores them.
@safe
final class ClientCredentials {
    /// Valid as long as this object exists.
    let pointer: gnutls_certificate_credentials_t

    /// Loads the authorities and the identity of a configuration.
    /// - Throws: `TLSError` if the operating system has no authorities, or the identity is invalid.
    init(_ configuration: TLSClientConfiguration) throws(TLSError) {
        var opened: gnutls_certificate_credentials_t?
        let made = unsafe gnutls_certificate_allocate_credentials(&opened)
        guard let pointer = unsafe opened else { throw TLSError(made) }
        unsafe self.pointer = pointer
        // From here on, deinit frees it, even if something below throws.
        try trust(configuration.trust)
        if let identity = configuration.identity { try use(identity) }
    }

    deinit { unsafe gnutls_certificate_free_credentials(pointer) }

    private func trust(_ trusted: TLSClientConfiguration.Trust) throws(TLSError) {
        switch trusted {
        case .fingerprint: break
        case .system: try trustSystem()
        case .authorities(let authorities): try trust(authorities)
        case .systemAnd(let authorities):
            try trustSystem()
            try trust(authorities)
        }
    }

    private func trustSystem() throws(TLSError) {
        guard unsafe gnutls_certificate_set_x509_system_trust(pointer) > 0 else {
            throw .noCertificate(reason: "the operating system has no authorities; install ca-certificates")
        }
    }

    private func trust(_ authorities: CertificateAuthorities) throws(TLSError) {
        try unsafe withDatum(authorities.pem) {
            unsafe gnutls_certificate_set_x509_trust_mem(pointer, $0, GNUTLS_X509_FMT_PEM)
        }.orThrow()
    }

    private func use(_ identity: TLSIdentity) throws(TLSError) {
        try unsafe withDatum(identity.certificateChain) { chain in
            unsafe withDatum(identity.privateKey) { key in
                unsafe gnutls_certificate_set_x509_key_mem(pointer, chain, key, GNUTLS_X509_FMT_PEM)
            }
        }.orThrow()
    }
}
