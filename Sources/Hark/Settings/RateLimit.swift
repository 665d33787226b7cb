/// How many requests one sender may make in a period, written `60/1m`.
public struct RateLimit: Sendable, Hashable {
    private static let counts = 1...1_000_000
    private static let periods = Duration.milliseconds(100)...Duration.seconds(86_400)

    /// Requests in a period, which may come all at once: 1 to 1,000,000.
    public let count: Int

    /// The period: 100 milliseconds to 24 hours.
    public let period: Duration

    /// A rate. One outside the bounds is a fault of the manifest that declares it.
    public init(_ count: Int, per period: Duration) {
        self.count = count
        self.period = period
    }

    /// Whether both values are within their bounds.
    package var isSound: Bool { Self.counts ~= count && Self.periods ~= period }
}

extension RateLimit: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        let parts = settingText.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), Self.counts ~= count,
            let period = try? Duration(settingText: String(parts[1])), Self.periods ~= period
        else { throw SettingMismatch(expected: "a rate such as 60/1m") }
        self.init(count, per: period)
    }

    public var settingText: String { "\(count)/\(period.settingText)" }
    public static var settingTypeName: String { "rate" }
}
