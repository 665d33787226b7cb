private import HarkHTTP
internal import HarkTLS

/// The certificate, key and authority files named in the settings, read and checked.
struct TLSFiles: Sendable {
    /// Longest file that is read, in bytes.
    private static let longest = 1 << 20

    /// The certificate chain and its key; nil if none is set, or they have a fault.
    private(set) var identity: TLSIdentity?

    /// The authorities for client certificates; nil if none are set, or they have a fault.
    private(set) var clientAuthorities: CertificateAuthorities?

    /// All faults of the files.
    private(set) var faults: [Fault] = []

    /// Reads the files named in the settings.
    init(_ settings: ServerSettings) {
        if let fault = Self.outgoingFault(settings) { faults.append(fault) }
        switch (settings.tlsCertificate, settings.tlsKey) {
        case (let certificate?, let key?):
            readIdentity(certificate, key)
        case (.some, nil):
            faults.append(Fault("HARK_TLS_KEY", "it is not set, but HARK_TLS_CERTIFICATE is; set both or neither."))
        case (nil, .some):
            faults.append(Fault("HARK_TLS_CERTIFICATE", "it is not set, but HARK_TLS_KEY is; set both or neither."))
        case (nil, nil):
            if settings.tlsClientAuthorities != nil {
                let reason = "it is set, but there is no HTTPS; set HARK_TLS_CERTIFICATE and HARK_TLS_KEY too."
                faults.append(Fault("HARK_TLS_CLIENT_CA", reason))
            }
            return
        }
        if let path = settings.tlsClientAuthorities {
            clientAuthorities = keepingFault { () throws(Fault) in try Self.authorities(path, "HARK_TLS_CLIENT_CA") }
        }
    }

    /// The fault of the file with the authorities for outgoing connections; nil if there is none.
    static func outgoingFault(_ settings: ServerSettings) -> Fault? {
        guard let path = settings.outgoingAuthorities else { return nil }
        do throws(Fault) { _ = try authorities(path, "HARK_CA_FILE") } catch { return error }
        return nil
    }

    /// Reads both files, and checks that they are a certificate chain and the key of its leaf.
    private mutating func readIdentity(_ certificate: String, _ key: String) {
        let chain = keepingFault { () throws(Fault) in
            let bytes = try Self.bytes(of: certificate, named: "HARK_TLS_CERTIFICATE")
            return try Self.checked(bytes, certificate, "HARK_TLS_CERTIFICATE", TLSIdentity.checkChain)
        }
        let secret = keepingFault { () throws(Fault) in
            let bytes = try Self.bytes(of: key, named: "HARK_TLS_KEY")
            return try Self.checked(bytes, key, "HARK_TLS_KEY", TLSIdentity.checkKey)
        }
        guard let chain, let secret else { return }
        do throws(TLSError) {
            identity = try TLSIdentity(certificateChain: chain, privateKey: secret)
        } catch .keyMismatch {
            faults.append(Fault("HARK_TLS_KEY", "“\(key)” is not the key of the certificate in “\(certificate)”."))
        } catch {
            faults.append(Fault("HARK_TLS_CERTIFICATE", "“\(certificate)” cannot be served. \(error)"))
        }
    }

    /// The bytes of a file, if they pass a check.
    private static func checked(
        _ bytes: [UInt8],
        _ path: String,
        _ variable: String,
        _ check: ([UInt8]) throws(TLSError) -> Void
    ) throws(Fault) -> [UInt8] {
        do { try check(bytes) } catch { throw Fault(variable, "“\(path)” cannot be used. \(error)") }
        return bytes
    }

    /// The result of `read`, or nil after adding its fault to the others.
    private mutating func keepingFault<Value>(_ read: () throws(Fault) -> Value) -> Value? {
        do throws(Fault) { return try read() } catch {
            faults.append(error)
            return nil
        }
    }

    /// The additional authorities for outgoing connections, or nil if their file has a fault.
    static func outgoingAuthorities(_ path: String) -> CertificateAuthorities? {
        try? authorities(path, "HARK_CA_FILE")
    }

    private static func authorities(_ path: String, _ variable: String) throws(Fault) -> CertificateAuthorities {
        let bytes = try bytes(of: path, named: variable)
        do { return try CertificateAuthorities(pem: bytes) } catch {
            throw Fault(variable, "“\(path)” cannot be used. \(error)")
        }
    }

    private static func bytes(of path: String, named variable: String) throws(Fault) -> [UInt8] {
        do throws(FileError) { return Array(try SmallFile(path, atMost: longest).text().utf8) } catch .notText {
            throw Fault(variable, "the file “\(path)” is not PEM.")
        } catch {
            throw Fault(variable, "the file “\(path)” cannot be read (\(error)).")
        }
    }
}
