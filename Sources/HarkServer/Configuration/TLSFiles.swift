private import HarkHTTP
internal import MicroHTTPD
private import SwiftASN1
private import X509

/// What the certificate, key and authority files hold that the settings name, read and checked.
struct TLSFiles: Sendable {
    /// Longest file that is read, in bytes.
    private static let longest = 1 << 20

    /// The certificate chain and its key; nil when none is named, or they have a fault.
    private(set) var identity: TLSIdentity?

    /// The authorities of client certificates; nil when none are named, or they have a fault.
    private(set) var clientAuthorities: [UInt8]?

    /// What is wrong with the files, all of it.
    private(set) var faults: [Fault] = []

    /// Reads the files that the settings name.
    init(_ settings: ServerSettings) {
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
            clientAuthorities = keepingFault { () throws(Fault) in try Self.authorities(path) }
        }
    }

    /// Reads both files and checks that they are a certificate chain and the key of its leaf.
    private mutating func readIdentity(_ certificate: String, _ key: String) {
        let chain = keepingFault { () throws(Fault) in try Self.chain(certificate) }
        let secret = keepingFault { () throws(Fault) in try Self.privateKey(key) }
        guard let chain, let secret else { return }
        guard secret.key.publicKey == chain.leaf.publicKey else {
            faults.append(Fault("HARK_TLS_KEY", "“\(key)” is not the key of the certificate in “\(certificate)”."))
            return
        }
        identity = keepingFault { () throws(Fault) in
            let identity = TLSIdentity(certificateChain: Array(chain.text.utf8), privateKey: Array(secret.text.utf8))
            do throws(DaemonError) { try identity.validate() } catch { throw Fault("HARK_TLS_CERTIFICATE", "\(error)") }
            return identity
        }
    }

    /// What `read` returns, or nil with its fault among the others.
    private mutating func keepingFault<Value>(_ read: () throws(Fault) -> Value) -> Value? {
        do throws(Fault) { return try read() } catch {
            faults.append(error)
            return nil
        }
    }

    private static func chain(_ path: String) throws(Fault) -> (text: String, leaf: Certificate) {
        let text = try text(of: path, named: "HARK_TLS_CERTIFICATE")
        do { return (text, try Certificate(pemEncoded: text.firstPEMDocument)) } catch {
            throw Fault("HARK_TLS_CERTIFICATE", "“\(path)” holds no X.509 certificate in PEM (\(error)).")
        }
    }

    private static func privateKey(_ path: String) throws(Fault) -> (text: String, key: Certificate.PrivateKey) {
        let text = try text(of: path, named: "HARK_TLS_KEY")
        do { return (text, try Certificate.PrivateKey(pemEncoded: text)) } catch {
            throw Fault("HARK_TLS_KEY", "“\(path)” holds no unencrypted private key in PEM (\(error)).")
        }
    }

    private static func authorities(_ path: String) throws(Fault) -> [UInt8] {
        let text = try text(of: path, named: "HARK_TLS_CLIENT_CA")
        do { _ = try Certificate(pemEncoded: text.firstPEMDocument) } catch {
            throw Fault("HARK_TLS_CLIENT_CA", "“\(path)” holds no X.509 certificate in PEM (\(error)).")
        }
        let certificates = Array(text.utf8)
        do throws(DaemonError) {
            try DaemonConfiguration.validate(clientCertificateAuthorities: certificates)
        } catch {
            throw Fault("HARK_TLS_CLIENT_CA", "\(error)")
        }
        return certificates
    }

    private static func text(of path: String, named variable: String) throws(Fault) -> String {
        do throws(FileError) { return try SmallFile(path, atMost: longest).text() } catch .notText {
            throw Fault(variable, "the file “\(path)” is not PEM.")
        } catch {
            throw Fault(variable, "the file “\(path)” cannot be read (\(error)).")
        }
    }
}

extension String {
    /// The first PEM document of a chain: the certificate itself.
    fileprivate var firstPEMDocument: String {
        let end = "-----END CERTIFICATE-----"
        guard let range = firstRange(of: end) else { return self }
        return String(self[..<range.upperBound])
    }
}
