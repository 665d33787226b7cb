public import struct FoundationEssentials.Date

/// A value that a plugin stored.
public struct StoredValue: Sendable, Equatable {
    /// The value, encoded.
    public var bytes: [UInt8]
    /// Its version: greater after every change, also after a deletion and a new value; never 0.
    public var version: Int64
    /// When it is deleted; nil for never.
    public var expiry: Date?

    /// A value.
    public init(bytes: [UInt8], version: Int64, expiry: Date?) {
        self.bytes = bytes
        self.version = version
        self.expiry = expiry
    }
}
