public import HTTPTypes

/// How a sender is authenticated: a description, which the host applies to the exact bytes received, in constant time.
///
/// Providers with a documented signature have a value here: `.github`, `.slack`, `.stripe`. Any other sender needs a
/// few lines:
///
/// ```swift
/// static let acme = Verifier(
///     "acme",
///     .signature("X-Acme-Signature", of: "{timestamp}.{body}", timestamp: .header("X-Acme-Time")),
///     deliveryID: .header("X-Acme-Delivery")
/// )
/// ```
public struct Verifier: Sendable {
    /// The name in lists and logs: lower-case, such as `github`.
    public private(set) var name: String

    /// The accepted proofs; one is enough.
    public var proofs: [Proof]

    /// Who creates the secret.
    public var issuer: SecretIssuer

    /// How deliveries are identified; a repeated one is not handled again. Nil treats every delivery as new.
    public var deliveryID: DeliveryID?

    /// Where the delivery names its event, for logs.
    public var event: ValueSource?

    /// The sender's handshake.
    public var handshake: Handshake?

    /// The status that acknowledges a delivery of a durable route. It is 202 (RFC 9110, 15.3.3), unless the sender
    /// wants 200.
    public var acknowledgement: HTTPResponse.Status

    /// Whether the sender repeats a delivery by itself, some time after it was answered 503. What a sender does not
    /// repeat, or only at once, is lost if it is refused.
    public var isRetried: Bool

    /// How long a delivery may take to be stored, for a sender that waits less long than others; nil for any other.
    public var acknowledgementLimit: Duration?

    /// Whether the sender expects responses without content, refusals too, as Xero does.
    public var expectsEmptyResponses: Bool

    /// A custom verifier.
    /// - Parameters:
    ///   - name: the name in lists and logs.
    ///   - proofs: the accepted proofs, one or more; one is enough.
    ///   - issuer: `.provider` if only the sender can create the secret. For `.operator`, the host generates one if
    ///     none is set.
    ///   - deliveryID: how deliveries are identified.
    ///   - event: where the delivery names its event.
    ///   - handshake: the sender's handshake.
    ///   - acknowledgement: the status that acknowledges a delivery of a durable route.
    ///   - isRetried: whether the sender repeats a delivery by itself, some time after it was answered 503.
    ///   - acknowledgementLimit: how long a delivery may take to be stored, if the sender waits less long than others.
    ///   - expectsEmptyResponses: whether the sender expects responses without content.
    public init(
        _ name: String,
        _ proofs: Proof...,
        issuedBy issuer: SecretIssuer = .operator,
        deliveryID: DeliveryID? = nil,
        event: ValueSource? = nil,
        handshake: Handshake? = nil,
        acknowledgedWith acknowledgement: HTTPResponse.Status = .accepted,
        isRetried: Bool = true,
        acknowledgedWithin acknowledgementLimit: Duration? = nil,
        expectsEmptyResponses: Bool = false
    ) {
        self.name = name
        self.proofs = proofs
        self.issuer = issuer
        self.deliveryID = deliveryID
        self.event = event
        self.handshake = handshake
        self.acknowledgement = acknowledgement
        self.isRetried = isRetried
        self.acknowledgementLimit = acknowledgementLimit
        self.expectsEmptyResponses = expectsEmptyResponses
    }

    /// Whether a route needs a secret to use it; client certificates and published keys need none.
    public var needsSecret: Bool { proofs.contains(where: \.needsSecret) }
}

/// Who creates a shared secret.
public enum SecretIssuer: Sendable, Hashable {
    /// The bot's operator, who pastes it into the provider's form. If it is not set, the host generates and keeps one.
    case `operator`
    /// The provider, from whose pages it is copied. A route whose secret is not set waits for it and answers 503.
    case provider
}

extension Verifier {
    /// The same verifier with another tolerance for timestamps, in both directions; nil accepts signatures of any age.
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

    /// The same verifier with another name.
    public func named(_ name: String) -> Verifier {
        var verifier = self
        verifier.name = name
        return verifier
    }

    /// The same verifier with another way to identify deliveries; nil treats every delivery as new.
    public func identifying(by deliveryID: DeliveryID?) -> Verifier {
        var verifier = self
        verifier.deliveryID = deliveryID
        return verifier
    }
}
