public import Logging

internal import struct FoundationEssentials.Date

/// One log entry, written as one line: nothing in it can end the line or control a terminal.
struct LogEntry: Sendable {
    let time: Date
    let level: Logger.Level
    let label: String
    let message: String
    let metadata: [(key: String, value: LogValue)]

    /// The entry as one line, without its end.
    func line(_ format: LogFormat) -> String {
        switch format {
        case .text: text
        case .json: json
        }
    }

    private var text: String {
        var line = "\(Timestamp(time)) \(level.rawValue) \(label): "
        line.appendEscaped(message)
        for (key, value) in metadata {
            line += " "
            line.appendEscaped(key)
            line += "="
            let value = value.text
            let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3d && $0 < 0x7f }
            if isPlain {
                line += value
            } else {
                line += "\""
                line.appendEscaped(value)
                line += "\""
            }
        }
        return line
    }

    private var json: String {
        let head = [("time", "\(Timestamp(time))"), ("level", level.rawValue), ("logger", label), ("message", message)]
        let taken = Set(head.map(\.0))
        let members =
            head.map { JSONObject.Member($0.0, .string($0.1)) }
            + metadata.map { JSONObject.Member(taken.contains($0.key) ? "\($0.key)_" : $0.key, $0.value.json) }
        return JSONValue.object(JSONObject(members)).serialized().escapedForTerminals
    }
}

extension String {
    /// Appends a text with quotes, backslashes, control characters and line ends escaped.
    fileprivate mutating func appendEscaped(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": self += "\\\(scalar)"
            case "\n": self += "\\n"
            default:
                if scalar.isUnsafeInLogs {
                    self += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    unicodeScalars.append(scalar)
                }
            }
        }
    }

    /// This JSON text with characters that control a terminal or end a line escaped (RFC 8259, 7). JSON's own escapes
    /// do not include DEL, C1 controls, U+2028 and direction controls; non-ASCII characters occur only within strings.
    var escapedForTerminals: String {
        var text = ""
        text.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            guard scalar.isUnsafeInLogs else {
                text.unicodeScalars.append(scalar)
                continue
            }
            for unit in UTF16.encode(scalar) ?? .init() {
                let digits = String(unit, radix: 16)
                text += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)"
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Whether it ends a line, controls a terminal, or is invisible.
    var isUnsafeInLogs: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

/// A moment in UTC as in RFC 3339, to the millisecond: `2026-01-31T12:00:00.250Z`.
struct Timestamp: CustomStringConvertible {
    let description: String

    init(_ date: Date) {
        description = date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

/// The format of log entries.
enum LogFormat: String, CaseIterable, SettingValue {
    /// `time level label: message key=value`, for people.
    case text
    /// One JSON object per line, for programs.
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
