extension Duration {
    /// This many minutes.
    public static func minutes(_ count: Int) -> Duration { .seconds(count) * 60 }

    /// This many hours.
    public static func hours(_ count: Int) -> Duration { .seconds(count) * 3600 }

    /// This many days of 24 hours.
    public static func days(_ count: Int) -> Duration { .seconds(count) * 86_400 }
}

/// Durations are written `500ms`, `10s`, `2m`, `1h`, `7d`.
extension Duration: SettingValue {
    private static let settingUnits: [(String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    public init(settingText: String) throws(SettingMismatch) {
        for (unit, milliseconds) in Self.settingUnits where settingText.hasSuffix(unit) {
            guard let count = Int64(settingText.dropLast(unit.count)), count >= 0 else { continue }
            let (total, overflow) = count.multipliedReportingOverflow(by: milliseconds)
            if overflow { break }
            self = .milliseconds(total)
            return
        }
        throw SettingMismatch(expected: "a duration such as 500ms, 10s or 2m")
    }

    public var settingText: String {
        let total = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        let (unit, milliseconds) =
            Self.settingUnits.last { total > 0 && total.isMultiple(of: $0.milliseconds) } ?? ("ms", 1)
        return "\(total / milliseconds)\(unit)"
    }
    public static var settingTypeName: String { "duration" }
}
