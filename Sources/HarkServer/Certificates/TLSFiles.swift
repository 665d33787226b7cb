private import HarkHTTP
internal import HarkTLS

/// What the certificate, key and authority files hold that the settings name, read and checked.
struct TLSFiles: Sendable {
    /// Longest file that is read, in bytes.
    private static let longest = 1 << 20

    /// The certificate chain and its key; nil when none is named, or they have a fault.
    private(set) var identity: TLSIdentity?

    /// The authorities of client certificates; nil when none are named, or they have a fault.
    private(set) var clientAuthorities: CertificateAuthorities?

    /// What is wrong with the files, all of it.
    private(set) var faults: [Fault] = []

    /// Reads the files that the settings name.
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

    /// What is wrong with the file of the authorities that are believed when the bot calls others.
    static func outgoingFault(_ settings: ServerSettings) -> Fault? {
        guard let path = settings.outgoingAuthorities else { return nil }
        do throws(Fault) { _ = try authorities(path, "HARK_CA_FILE") } catch { return error }
        return nil
    }

    /// Reads both files and checks that they are a certificate chain and the key of its leaf.
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

    /// The bytes of a file, if they pass a check of TLS.
    private static func checked(
        _ bytes: [UInt8],
        _ path: String,
        _ variable: String,
        _ check: ([UInt8]) throws(TLSError) -> Void
    ) throws(Fault) -> [UInt8] {
        do { try check(bytes) } catch { throw Fault(variable, "“\(path)” cannot be used. \(error)") }
        return bytes
    }

    /// What `read` returns, or nil with its fault among the others.
    private mutating func keepingFault<Value>(_ read: () throws(Fault) -> Value) -> Value? {
        do throws(Fault) { return try read() } catch {
            faults.append(error)
            return nil
        }
    }

    /// The authorities of the servers that the bot calls, or nil when their file has a fault.
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
