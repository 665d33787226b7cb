private import Crypto

/// A value that must not be seen: it prints as `<secret>` wherever it is printed.
///
/// It may hold several values, the current one first and older ones behind it, so that a sender can be moved from one to
/// the next without losing a delivery. A secret that came from a setting follows its file: a plugin that keeps it, and
/// not what `reveal()` returned, has the new value once the bot is told to read it again (SIGHUP).
public struct Secret: Sendable {
    package let ring: SecretRing

    /// Wraps a secret's text.
    public init(_ value: String) { ring = SecretRing(.values([value])) }

    package init(_ ring: SecretRing) { self.ring = ring }

    /// The current value, for the one place that needs it; empty while there is none.
    public func reveal() -> String { ring.values.first ?? "" }

    /// Whether a text is one of its values, in time that tells nothing about them. An empty text never is.
    public func matches(_ text: String) -> Bool {
        guard !text.isEmpty else { return false }
        let digest = SHA256.hash(data: Array(text.utf8))
        return ring.values.reduce(false) { found, value in SHA256.hash(data: Array(value.utf8)) == digest || found }
    }
}

/// Two secrets are equal when they have the same values, byte for byte; how long comparing takes tells nothing about them.
extension Secret: Equatable {
    public static func == (one: Secret, other: Secret) -> Bool {
        let (ours, theirs) = (one.ring.values, other.ring.values)
        guard ours.count == theirs.count else { return false }
        return zip(ours, theirs).reduce(true) { equal, pair in
            SHA256.hash(data: Array(pair.0.utf8)) == SHA256.hash(data: Array(pair.1.utf8)) && equal
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<secret>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
