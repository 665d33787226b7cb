internal import struct FoundationEssentials.Date

/// One log entry, written as one line: nothing in it, wherever it comes from, can end the line or drive a terminal.
struct LogEntry: Sendable {
    let time: Date
    let level: Logger.Level
    let label: String
    let message: String
    let metadata: [(key: String, value: String)]

    /// The entry as one line without its end.
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
        let rest = metadata.map { (taken.contains($0.key) ? "\($0.key)_" : $0.key, $0.value) }
        return JSONValue.object(JSONObject((head + rest).map { .init($0.0, .string($0.1)) })).serialized()
    }
}

extension String {
    /// Appends a text with quotes, backslashes, control characters and line ends written as escapes.
    fileprivate mutating func appendEscaped(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": self += "\\\(scalar)"
            case "\n": self += "\\n"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator:
                    self += "\\u{\(String(scalar.value, radix: 16))}"
                default: unicodeScalars.append(scalar)
                }
            }
        }
    }
}
