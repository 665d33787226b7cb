public import Logging

/// How log entries are written.
enum LogFormat: String, CaseIterable, SettingValue {
    /// `time level label: message key=value`, for people.
    case text
    /// One JSON object a line, for machines.
    case json
}

extension Logger.Level: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard let level = Logger.Level(rawValue: settingText.lowercased()) else {
            throw SettingMismatch(expected: "one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = level
    }
    public var settingText: String { rawValue }
    public static var settingTypeName: String { allCases.map(\.rawValue).joined(separator: "|") }
}
