/// Why a plugin's value was not read or changed.
public struct PluginStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of errors.
    public enum Kind: Sendable {
        /// The key or the value is too long, or the plugin has too many values.
        case outOfBounds
        /// The stored value is of another type, or the value cannot be written as JSON.
        case wrongType
        /// The value was changed by others each time that `update` tried it.
        case conflict
        /// The store cannot be reached, has no space left, or is closed: before `activate()` and after `deactivate()`.
        case unavailable
    }

    /// The kind, for decisions.
    public let kind: Kind

    /// What went wrong, in a sentence.
    public let description: String

    /// An error.
    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
