/// A number of bytes, written `64KiB`, `1MiB`, or as a plain number.
public struct ByteCount: Sendable, Hashable {
    /// The number of bytes; never negative when read from a setting.
    public let bytes: Int

    /// A number of bytes.
    public init(_ bytes: Int) { self.bytes = bytes }

    /// A multiple of 1,024 bytes.
    public static func kibibytes(_ count: Int) -> ByteCount { ByteCount(count * 1024) }

    /// A multiple of 1,048,576 bytes.
    public static func mebibytes(_ count: Int) -> ByteCount { ByteCount(count * 1_048_576) }
}

extension ByteCount: SettingValue {
    private static let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1), ("", 1)]

    public init(settingText: String) throws(SettingMismatch) {
        for (unit, factor) in Self.units where settingText.hasSuffix(unit) {
            guard let count = Int(settingText.dropLast(unit.count)), count >= 0 else { break }
            let (bytes, overflow) = count.multipliedReportingOverflow(by: factor)
            if overflow { break }
            self.init(bytes)
            return
        }
        throw SettingMismatch(expected: "a size such as 64KiB or 1MiB")
    }

    public var settingText: String {
        let (unit, factor) = Self.units.first { bytes > 0 && bytes.isMultiple(of: $0.1) } ?? ("B", 1)
        return "\(bytes / factor)\(unit)"
    }
    public static var settingTypeName: String { "size" }
}
