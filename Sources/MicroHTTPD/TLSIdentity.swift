/// What a daemon proves its name with.
public struct TLSIdentity: Sendable {
    /// The certificate and its intermediates, leaf first, in PEM.
    public var certificateChain: [UInt8]
    /// The private key that belongs to the leaf, in PEM, without a passphrase.
    public var privateKey: [UInt8]

    /// An identity from the contents of two PEM files.
    public init(certificateChain: [UInt8], privateKey: [UInt8]) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
    }
}

extension TLSIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<TLS identity>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
