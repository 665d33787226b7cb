private import HarkHTTP
internal import MicroHTTPD
private import SwiftASN1
private import X509

/// The certificate, key and authority files that the settings name.
struct TLSFiles: Sendable {
    /// Longest file that is read, in bytes.
    private static let longest = 1 << 20

    private let certificate: String
    private let key: String
    private let authorities: String?

    /// The files, or nil when none is named.
    /// - Throws: `Fault` when one is named without those that it needs.
    init?(_ settings: ServerSettings) throws(Fault) {
        authorities = settings.tlsClientAuthorities
        switch (settings.tlsCertificate, settings.tlsKey) {
        case (nil, nil):
            guard authorities == nil else {
                let reason = "it is set, but there is no HTTPS; set HARK_TLS_CERTIFICATE and HARK_TLS_KEY too."
                throw Fault("HARK_TLS_CLIENT_CA", reason)
            }
            return nil
        case (let certificate?, let key?):
            self.certificate = certificate
            self.key = key
        case (.some, nil):
            throw Fault("HARK_TLS_KEY", "it is not set, but HARK_TLS_CERTIFICATE is; set both or neither.")
        case (nil, .some):
            throw Fault("HARK_TLS_CERTIFICATE", "it is not set, but HARK_TLS_KEY is; set both or neither.")
        }
    }

    /// What is wrong with the files that the settings name.
    static func faults(_ settings: ServerSettings) -> [Fault] {
        do throws(Fault) {
            let files = try TLSFiles(settings)
            _ = try files?.identity()
            _ = try files?.clientAuthorities()
        } catch {
            return [error]
        }
        return []
    }

    /// Reads both files and checks that they are a certificate chain and the key of its leaf.
    func identity() throws(Fault) -> TLSIdentity {
        let chain = try Self.text(of: certificate, named: "HARK_TLS_CERTIFICATE")
        let secret = try Self.text(of: key, named: "HARK_TLS_KEY")
        let leaf: Certificate
        do { leaf = try Certificate(pemEncoded: chain.firstPEMDocument) } catch {
            throw Fault("HARK_TLS_CERTIFICATE", "“\(certificate)” holds no X.509 certificate in PEM (\(error)).")
        }
        let privateKey: Certificate.PrivateKey
        do { privateKey = try Certificate.PrivateKey(pemEncoded: secret) } catch {
            throw Fault("HARK_TLS_KEY", "“\(key)” holds no unencrypted private key in PEM (\(error)).")
        }
        guard privateKey.publicKey == leaf.publicKey else {
            throw Fault("HARK_TLS_KEY", "“\(key)” is not the key of the certificate in “\(certificate)”.")
        }
        let identity = TLSIdentity(certificateChain: Array(chain.utf8), privateKey: Array(secret.utf8))
        do throws(DaemonError) { try identity.validate() } catch { throw Fault("HARK_TLS_CERTIFICATE", "\(error)") }
        return identity
    }

    /// Reads the authorities of client certificates and checks that they are some; nil when the settings name none.
    func clientAuthorities() throws(Fault) -> [UInt8]? {
        guard let authorities else { return nil }
        let text = try Self.text(of: authorities, named: "HARK_TLS_CLIENT_CA")
        do { _ = try Certificate(pemEncoded: text.firstPEMDocument) } catch {
            throw Fault("HARK_TLS_CLIENT_CA", "“\(authorities)” holds no X.509 certificate in PEM (\(error)).")
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
