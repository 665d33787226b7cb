private import HarkTLS

/// A value that must not be seen: it prints as `<secret>` wherever it is printed.
///
/// It may hold several values, the current one first and older ones behind it, so that a sender can be moved from one
/// to the next without losing a delivery. A secret that came from a setting follows its file: a plugin that keeps it,
/// and not what `reveal()` returned, has the new value once the bot is told to read it again (SIGHUP).
public struct Secret: Sendable {
    package let ring: SecretRing

    /// Wraps a secret's text.
    public init(_ value: String) { ring = SecretRing(.values([value])) }

    package init(_ ring: SecretRing) { self.ring = ring }

    /// The current value, for the one place that needs it; empty while there is none.
    public func reveal() -> String { ring.values.first ?? "" }

    /// Whether a text is one of its values, in time that has nothing to announce about them. An empty text never is.
    public func matches(_ text: String) -> Bool {
        guard !text.isEmpty else { return false }
        return ring.values.reduce(false) { found, value in value.hasSameBytesInConstantTime(as: text) || found }
    }
}

/// Two secrets are equal when they have the same values, byte for byte; how long comparing takes tells nothing about
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
    /// Whether the texts are the same, byte for byte. Their digests are compared, so that how long it takes tells
    /// nothing about them, not even their lengths beyond the blocks of 64 bytes that SHA-256 works on.
    package func hasSameBytesInConstantTime(as other: String) -> Bool {
        let digests = [self, other].map { HashAlgorithm.sha256.digest(of: Array($0.utf8)) }
        return digests[0].isEqualInConstantTime(to: digests[1])
    }
}
