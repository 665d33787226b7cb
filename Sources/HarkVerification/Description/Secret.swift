private import HarkTLS

/// A value that must stay hidden: it prints as `<secret>`.
///
/// It may have several values, the current one first and older ones after it, so that a sender can be moved to a new
/// one without losing a delivery. A secret from a setting follows its file: a plugin that keeps the `Secret`, and not
/// the result of `reveal()`, has the new value after the bot reads it again (SIGHUP).
public struct Secret: Sendable {
    package let ring: SecretRing

    /// Wraps a secret's text.
    public init(_ value: String) { ring = SecretRing(.values([value])) }

    package init(_ ring: SecretRing) { self.ring = ring }

    /// The current value, for the one place that needs it; empty if there is none.
    public func reveal() -> String { ring.values.first ?? "" }

    /// Whether a text equals one of its values, in time that does not depend on them. An empty text never does.
    public func matches(_ text: String) -> Bool {
        guard !text.isEmpty else { return false }
        return ring.values.reduce(false) { found, value in value.hasSameBytesInConstantTime(as: text) || found }
    }
}

/// Two secrets are equal if they have the same values, byte for byte; the comparison takes time that does not depend on
/// them.
extension Secret: Equatable {
    public static func == (one: Secret, other: Secret) -> Bool {
        let (ours, theirs) = (one.ring.values, other.ring.values)
        guard ours.count == theirs.count else { return false }
        return zip(ours, theirs).reduce(true) { equal, pair in
            pair.0.hasSameBytesInConstantTime(as: pair.1) && equal
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<secret>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
    /// Whether the texts are equal, byte for byte. Their digests are compared, so that the time reveals nothing about
    /// them, not even their lengths except in blocks of 64 bytes, on which SHA-256 works.
    package func hasSameBytesInConstantTime(as other: String) -> Bool {
        let digests = [self, other].map { HashAlgorithm.sha256.digest(of: Array($0.utf8)) }
        return digests[0].isEqualInConstantTime(to: digests[1])
    }
}
