internal import HarkStore

/// The settings of the store that keeps deliveries.
package struct StoreOptions: Sendable {
    /// Where deliveries are kept.
    package enum Kind: String, Sendable, CaseIterable {
        /// In the file `hark.db` of `HARK_DATA`.
        case sqlite
        /// In memory: they are lost when the process ends.
        case memory
        /// Nowhere: every delivery is handled before it is answered.
        case off
    }

    package static let kindSetting = Setting(
        "HARK_STORE",
        default: Kind.sqlite,
        help: "Where deliveries are kept until they are handled: sqlite (in HARK_DATA), memory, or off."
    )
    static let timeoutSetting = Setting(
        "HARK_STORE_TIMEOUT",
        default: Duration.seconds(3),
        help: "Longest wait for a delivery to be stored; after that its sender is answered 503."
    ) { timeout throws(SettingMismatch) in
        guard timeout > .zero, timeout <= .seconds(60) else {
            throw SettingMismatch(expected: "a duration from 1ms to 1m")
        }
    }
    static let requiredSetting = Setting(
        "HARK_STORE_REQUIRED",
        default: false,
        help:
            """
            Whether a delivery that cannot be stored is always answered 503; else one whose sender never sends it again \
            is handled without being stored.
            """
    )
    static let keepSetting = Setting(
        "HARK_STORE_KEEP",
        default: Duration.seconds(7 * 86_400),
        help: "How long the requests of handled deliveries are kept, for replays."
    )
    static let sizeSetting = Setting(
        "HARK_STORE_SIZE",
        default: ByteCount(1 << 30),
        help: "Most bytes of requests of handled deliveries, and of dead ones; the oldest are deleted first."
    )
    static let workersSetting = Setting(
        "HARK_WORKERS",
        default: 8,
        help: "How many stored deliveries are handled at once."
    ) { workers throws(SettingMismatch) in
        guard (1...256).contains(workers) else { throw SettingMismatch(expected: "a number from 1 to 256") }
    }
    /// The default of `HARK_OUTBOX_AGE`.
    static let usualOutboxAge = Duration.seconds(24 * 3600)

    static let outboxAgeSetting = Setting(
        "HARK_OUTBOX_AGE",
        default: usualOutboxAge,
        help: "Longest wait of a message for its room; after that it is dropped."
    ) { age throws(SettingMismatch) in
        guard age > .zero, age <= .seconds(7 * 86_400) else {
            throw SettingMismatch(expected: "a duration of up to 7d")
        }
    }

    /// All of them, for lists.
    package static let declarations: [any SettingDeclaration] = [
        kindSetting, timeoutSetting, requiredSetting, keepSetting, sizeSetting, workersSetting, outboxAgeSetting,
    ]

    /// Where deliveries are kept.
    package let kind: Kind
    /// Longest wait for a delivery to be stored.
    let timeout: Duration
    /// Whether no delivery is handled without being stored.
    let isRequired: Bool
    /// How long the store keeps what is finished.
    let retention: Retention
    /// How many deliveries are handled at once.
    let workers: Int
    /// A message that has waited this long for its room is dropped.
    let outboxAge: Duration

    /// Takes the values of the settings.
    /// - Throws: `Faults` with the first malformed one, as `HostOptions` does.
    package init(_ settings: Settings) throws(Faults) {
        do throws(SettingFault) {
            kind = try settings[Self.kindSetting]
            timeout = try settings[Self.timeoutSetting]
            isRequired = try settings[Self.requiredSetting]
            workers = try settings[Self.workersSetting]
            outboxAge = try settings[Self.outboxAgeSetting]
            let keep = try settings[Self.keepSetting]
            var retention = Retention()
            retention.payloads = keep
            retention.payloadBytes = try settings[Self.sizeSetting].bytes
            // A record outlives its request, because it tells duplicates apart.
            retention.records = max(retention.records, keep)
            self.retention = retention
        } catch {
            throw Faults(error)
        }
    }
}

extension StoreOptions.Kind: SettingValue {
    package init(settingText: String) throws(SettingMismatch) {
        guard let kind = Self(rawValue: settingText) else {
            throw SettingMismatch(expected: "sqlite, memory or off")
        }
        self = kind
    }

    package var settingText: String { rawValue }
    package static var settingTypeName: String { "store" }
}
