/// A value that must not be seen: it prints as `<secret>` wherever it is printed.
public struct Secret: Sendable, Hashable {
    private let value: String

    /// Wraps a secret's text.
    public init(_ value: String) { self.value = value }

    /// The secret itself, for the one place that needs it.
    public func reveal() -> String { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<secret>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
