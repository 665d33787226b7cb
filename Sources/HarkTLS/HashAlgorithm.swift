internal import CGnuTLS

/// A hash function, also for message authentication codes.
public enum HashAlgorithm: Sendable, Hashable, CaseIterable {
    /// SHA-1 (FIPS 180-4): 20 bytes. For senders that support nothing better.
    case sha1
    /// SHA-256 (FIPS 180-4): 32 bytes.
    case sha256
    /// SHA-384 (FIPS 180-4): 48 bytes.
    case sha384
    /// SHA-512 (FIPS 180-4): 64 bytes.
    case sha512

    /// The digest of some bytes.
    public func digest(of bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: length)
        requireSuccess(unsafe gnutls_hash_fast(digestAlgorithm, bytes, bytes.count, &digest))
        return digest
    }

    /// The first 16 bytes of the digest as a number: a short name for some bytes, which nobody can give to others.
    public func shortDigest(of bytes: [UInt8]) -> UInt128 {
        digest(of: bytes).prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// The message authentication code (HMAC, RFC 2104) of the concatenated pieces under a key.
    public func authenticationCode(of pieces: [[UInt8]], key: [UInt8]) -> [UInt8] {
        var handle: gnutls_hmac_hd_t?
        requireSuccess(unsafe gnutls_hmac_init(&handle, macAlgorithm, key, key.count))
        for piece in pieces { requireSuccess(unsafe gnutls_hmac(handle, piece, piece.count)) }
        var code = [UInt8](repeating: 0, count: length)
        unsafe gnutls_hmac_deinit(handle, &code)
        return code
    }

    /// Derives a key from a password (PBKDF2 with HMAC; RFC 8018, 5.2).
    /// - Parameters:
    ///   - iterations: 1 or more; each computes two digests for every `length` bytes of the key.
    ///   - count: length of the key in bytes, 1 or more.
    public func key(fromPassword password: [UInt8], salt: [UInt8], iterations: Int, count: Int) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: max(count, 1))
        let size = key.count
        unsafe withDatum(password) { password in
            unsafe withDatum(salt) { salt in
                requireSuccess(
                    unsafe gnutls_pbkdf2(
                        macAlgorithm, password, salt, UInt32(clamping: max(iterations, 1)), &key, size))
            }
        }
        return key
    }

    /// Length of a digest, in bytes.
    public var length: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    private var digestAlgorithm: gnutls_digest_algorithm_t {
        switch self {
        case .sha1: GNUTLS_DIG_SHA1
        case .sha256: GNUTLS_DIG_SHA256
        case .sha384: GNUTLS_DIG_SHA384
        case .sha512: GNUTLS_DIG_SHA512
        }
    }

    private var macAlgorithm: gnutls_mac_algorithm_t {
        switch self {
        case .sha1: GNUTLS_MAC_SHA1
        case .sha256: GNUTLS_MAC_SHA256
        case .sha384: GNUTLS_MAC_SHA384
        case .sha512: GNUTLS_MAC_SHA512
        }
    }

    /// Stops the process if GnuTLS cannot compute: the algorithms are always available, so it fails only without memory
    /// or after a failed self-test (`GNUTLS_E_LIB_IN_ERROR_STATE`), and a digest that was not computed must not be
    /// compared.
    private func requireSuccess(_ result: Int32) {
        precondition(result == GNUTLS_E_SUCCESS, "GnuTLS cannot compute \(self): \(TLSError.reason(of: result))")
    }
}

extension [UInt8] {
    /// Whether the bytes are equal, in time that depends only on their number (`gnutls_memcmp`).
    public func isEqualInConstantTime(to other: [UInt8]) -> Bool {
        unsafe count == other.count && gnutls_memcmp(self, other, count) == 0
    }
}
