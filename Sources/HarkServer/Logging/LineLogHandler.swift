internal import TerminalPlugin

private import struct FoundationEssentials.Date

/// Writes each log entry as one line, in one write.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: LogFormat
    private let write: @Sendable (LogLine) -> Void

    /// A handler that passes its lines, without line ends, to `write`.
    init(label: String, level: Logger.Level, format: LogFormat, write: @escaping @Sendable (LogLine) -> Void) {
        self.label = label
        self.format = format
        self.write = write
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        if let error = event.error { all["error"] = "\(error)" }
        let values = all.map { (key: $0.key, value: LogValue($0.value)) }.sorted { $0.key < $1.key }
        let entry = entry(event.level, LogValue.shortened(event.message.description), values)
        switch format {
        case .text: write(LogLine(entry.line(.text)))
        case .json: write(LogLine(entry.line(.json), isForPeople: false) { self.lossNotice($0) })
        }
    }

    private func entry(
        _ level: Logger.Level, _ message: String, _ metadata: [(key: String, value: LogValue)]
    ) -> LogEntry {
        LogEntry(time: Date(), level: level, label: label, message: message, metadata: metadata)
    }

    private func lossNotice(_ count: Int) -> String {
        entry(.warning, "log lines were lost: nothing read them", [("lines", .integer(count))]).line(.json)
    }
}
