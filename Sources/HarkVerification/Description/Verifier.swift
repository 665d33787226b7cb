/// How a sender proves that a delivery is its own: a description that the host carries out on the exact bytes received,
/// in constant time.
///
/// Each provider that signs in a known way has a value here: `.github`, `.slack`, `.stripe`. A sender that no one knows
/// gets one of a few lines:
///
/// ```swift
/// static let acme = Verifier(
///     "acme",
///     .signature("X-Acme-Signature", of: "{timestamp}.{body}", timestamp: .header("X-Acme-Time")),
///     deliveryID: .header("X-Acme-Delivery")
/// )
/// ```
public struct Verifier: Sendable {
    /// What lists and logs call it: lower-case, such as `github`.
    public private(set) var name: String

    /// The ways to prove it; one that holds is enough.
    public var proofs: [Proof]

    /// Who makes the secret.
    public var issuer: SecretIssuer

    /// What tells a delivery from every other; one that comes again is not handled again. Nil takes every delivery for
    /// a new one.
    public var deliveryID: DeliveryID?

    /// Where the delivery names its event, for logs.
    public var event: ValueSource?

    /// What the sender asks before it delivers.
    public var handshake: Handshake?

    /// A verifier of one's own.
    /// - Parameters:
    ///   - name: what lists and logs call it.
    ///   - proofs: the ways to prove it, one or more; one that holds is enough.
    ///   - issuer: `.provider` when only the sender's side can make the secret. The host makes one of `.operator`
    ///     itself as long as none is set.
    ///   - deliveryID: what tells a delivery from every other.
    ///   - event: where the delivery names its event.
    ///   - handshake: what the sender asks before it delivers.
    public init(
        _ name: String,
        _ proofs: Proof...,
        issuedBy issuer: SecretIssuer = .operator,
        deliveryID: DeliveryID? = nil,
        event: ValueSource? = nil,
        handshake: Handshake? = nil
    ) {
        self.name = name
        self.proofs = proofs
        self.issuer = issuer
        self.deliveryID = deliveryID
        self.event = event
        self.handshake = handshake
    }

    /// Whether a route needs a secret to use it; client certificates need none.
    public var needsSecret: Bool { proofs.contains(where: \.needsSecret) }
}

/// Who makes a secret that two sides share.
public enum SecretIssuer: Sendable, Hashable {
    /// Whoever runs the bot; pasted into the provider's form. One that is not set is generated and kept by the host.
    case `operator`
    /// The provider; copied from its pages. A route whose secret is not set waits for it and answers 503.
    case provider
}

extension Verifier {
    /// The same verifier with another tolerance for timestamps, in both directions; nil takes a signature of any age.
    public func tolerating(_ tolerance: Duration?) -> Verifier {
        var verifier = self
        verifier.proofs = proofs.map { proof in
            guard case .signature(var scheme) = proof else { return proof }
            scheme.timestamp?.past = tolerance
            scheme.timestamp?.future = tolerance
            return .signature(scheme)
        }
        return verifier
    }

    /// The same verifier under another name.
    public func named(_ name: String) -> Verifier {
        var verifier = self
        verifier.name = name
        return verifier
    }

    /// The same verifier, which takes every delivery for a new one or tells them apart by something else.
    public func identifying(by deliveryID: DeliveryID?) -> Verifier {
        var verifier = self
        verifier.deliveryID = deliveryID
        return verifier
    }
}
