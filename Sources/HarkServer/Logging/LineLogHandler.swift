private import struct FoundationEssentials.Date

/// Writes each log entry as one line, in one write.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: LogFormat
    private let write: @Sendable (String) -> Void

    /// A handler that hands its lines, without their ends, to `write`.
    init(label: String, level: Logger.Level, format: LogFormat, write: @escaping @Sendable (String) -> Void) {
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
        let entry = LogEntry(
            time: Date(),
            level: event.level,
            label: label,
            message: event.message.description,
            metadata: all.map { ($0.key, $0.value.description) }.sorted { $0.key < $1.key }
        )
        write(entry.line(format))
    }
}
