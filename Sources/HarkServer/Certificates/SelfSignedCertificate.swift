private import Crypto
private import SwiftASN1
private import X509

internal import struct FoundationEssentials.Date

/// A certificate that vouches for itself: X.509 v3, ECDSA P-256, for a server of the given names.
struct SelfSignedCertificate: Sendable {
    /// How long it is valid, in seconds: 825 days, the longest that Apple's clients accept
    /// (support.apple.com/103769).
    static let lifetime: Double = 825 * 86_400

    /// The certificate in PEM.
    let certificate: String

    /// Its private key in PEM (PKCS #8), unencrypted.
    let privateKey: String

    /// Makes a key and a certificate for it.
    /// - Parameters:
    ///   - names: DNS names and IP addresses that it is for, one or more (subject alternative names, RFC 5280, 4.2.1.6).
    ///   - now: when it starts to be valid; an hour of slack is given for clocks that are behind.
    /// - Throws: when a name is none that a certificate can hold.
    init(names: [SubjectName], now: Date) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName { CommonName("Hark") }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: now.addingTimeInterval(-3600),
            notValidAfter: now.addingTimeInterval(Self.lifetime),
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names.map(\.generalName))
            },
            issuerPrivateKey: key
        )
        self.certificate = try certificate.serializeAsPEM().pemString + "\n"
        privateKey = try key.serializeAsPEM().pemString + "\n"
    }
}

extension SubjectName {
    fileprivate var generalName: GeneralName {
        switch self {
        case .dns(let name): .dnsName(name)
        case .ip(let bytes): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
        }
    }
}
