private import HarkTLS

private import struct FoundationEssentials.Data
private import struct FoundationEssentials.Date
private import class FoundationEssentials.JSONDecoder
private import class FoundationEssentials.JSONEncoder

/// Small values of one plugin, which outlive the process: what it has seen already, what people asked it to remember.
///
/// ```swift
/// let count = try await store.update("deploys/\(service)", default: 0) { $0 += 1 }
/// try await store.set(build.number, for: "latest/\(project)", expiringIn: .days(30))
/// let latest = try await store.value("latest/\(project)", as: Int.self)
/// ```
///
/// A value is any `Codable` one, stored as JSON, and a plugin sees its own values only. A change has been committed
/// when its method returns. All machines that share a store see the same values. With `HARK_STORE=off` or `memory` they
/// live in the memory of the process. Values can be read and changed from `activate()` to the end of `deactivate()`.
public struct PluginStore: Sendable {
    /// Longest key, in bytes of UTF-8.
    public static let longestKey = 256

    /// Longest value, in bytes of JSON.
    public static let longestValue = 64 << 10

    /// Most values of one plugin.
    public static let mostValues = 10_000

    /// How often `update` begins anew before it gives up.
    private static let mostAttempts = 100

    private let values: any PluginValues
    private let clock: BotClock

    /// A store that keeps its values there.
    package init(_ values: any PluginValues, clock: BotClock) {
        self.values = values
        self.clock = clock
    }

    /// An empty store in memory, for a plugin that is used without a bot.
    public static func inMemory(clock: BotClock = .system) -> PluginStore {
        PluginStore(MemoryValues(clock: clock), clock: clock)
    }

    /// A key for what is known about a secret, such as a URL with a token in it: a digest stands for the secret, which
    /// the store does not show.
    /// - Parameters:
    ///   - prefix: the beginning of the key, such as `feed/`.
    ///   - secret: the secret.
    public static func key(_ prefix: String, ofSecret secret: String) -> String {
        "\(prefix)\(String(HashAlgorithm.sha256.shortDigest(of: Array(secret.utf8)), radix: 16))"
    }

    /// The value of a key; nil if there is none, or it has expired.
    /// - Throws: `PluginStoreError`, of kind `.wrongType` if the value is of another type.
    public func value<Value: Decodable>(
        _ key: String, as type: Value.Type = Value.self
    ) async throws(PluginStoreError) -> Value? {
        guard let stored = try await values.value(key) else { return nil }
        return try decode(type, stored, key)
    }

    /// Stores a value in place of the one that its key has.
    /// - Parameters:
    ///   - value: encoded at most `longestValue` bytes.
    ///   - key: 1 to `longestKey` bytes.
    ///   - lifetime: after which the value is deleted; nil for never.
    /// - Throws: `PluginStoreError`; the old value is still there then.
    public func set(
        _ value: some Encodable, for key: String, expiringIn lifetime: Duration? = nil
    ) async throws(PluginStoreError) {
        _ = try await values.set(try encode(value, key), for: key, expiry: expiry(after: lifetime), ifVersion: nil)
    }

    /// Changes the value of a key, so that no change is lost that happens at the same time, in this process or on
    /// another machine: if the value has changed in the meantime, the closure is called again with the new one.
    /// - Parameters:
    ///   - key: 1 to `longestKey` bytes.
    ///   - type: the type of the value.
    ///   - initial: what the closure gets if there is no value.
    ///   - lifetime: after which the value is deleted, counted from now; nil for never.
    ///   - change: changes the value, and nothing else.
    /// - Returns: the value after the change.
    /// - Throws: `PluginStoreError`; the old value is still there then.
    @discardableResult
    public func update<Value: Codable>(
        _ key: String, as type: Value.Type = Value.self, default initial: Value, expiringIn lifetime: Duration? = nil,
        _ change: (inout Value) -> Void
    ) async throws(PluginStoreError) -> Value {
        for _ in 0..<Self.mostAttempts {
            let stored = try await values.value(key)
            var value = initial
            if let stored { value = try decode(type, stored, key) }
            change(&value)
            let isStored = try await values.set(
                try encode(value, key), for: key, expiry: expiry(after: lifetime), ifVersion: stored?.version ?? 0)
            if isStored { return value }
        }
        throw PluginStoreError(.conflict, "The value of “\(key)” changes all the time.")
    }

    /// Deletes the value of a key.
    /// - Returns: whether there was one.
    /// - Throws: `PluginStoreError`.
    @discardableResult
    public func remove(_ key: String) async throws(PluginStoreError) -> Bool { try await values.remove(key) }

    /// The keys that begin with a text and whose values have not expired, sorted by their bytes.
    /// - Throws: `PluginStoreError`.
    public func keys(prefix: String = "") async throws(PluginStoreError) -> [String] {
        try await values.keys(prefix: prefix)
    }

    private func expiry(after lifetime: Duration?) -> Date? {
        lifetime.map { clock.now.addingTimeInterval($0 / .seconds(1)) }
    }

    private func encode(_ value: some Encodable, _ key: String) throws(PluginStoreError) -> [UInt8] {
        guard 1...Self.longestKey ~= key.utf8.count else {
            throw PluginStoreError(.outOfBounds, "A key has 1 to \(Self.longestKey) bytes, and not \(key.utf8.count).")
        }
        let bytes: [UInt8]
        do { bytes = Array(try JSONEncoder().encode(value)) } catch {
            throw PluginStoreError(.wrongType, "The value for “\(key)” cannot be written as JSON: \(error)")
        }
        guard bytes.count <= Self.longestValue else {
            throw PluginStoreError(
                .outOfBounds, "The value for “\(key)” has \(bytes.count) bytes; \(Self.longestValue) are allowed.")
        }
        return bytes
    }

    private func decode<Value: Decodable>(
        _ type: Value.Type, _ stored: StoredPluginValue, _ key: String
    ) throws(PluginStoreError) -> Value {
        do { return try JSONDecoder().decode(type, from: Data(stored.bytes)) } catch {
            throw PluginStoreError(.wrongType, "The value of “\(key)” is not a \(type): \(error)")
        }
    }
}
