/// One log entry for each answered request.
struct AccessLog: Sendable {
    let logger: Logger

    /// Logs an answered request at info; 5xx at warning.
    func record(_ record: RequestRecord) {
        let level: Logger.Level = record.status.code >= 500 ? .warning : .info
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "id": "\(record.id)",
            "method": "\(record.method.rawValue)",
            "path": "\(record.path)",
            "status": "\(record.status.code)",
            "duration": "\(Self.milliseconds(record.duration))ms",
            "bytes": "\(record.bodyLength)",
            "peer": "\(record.client)",
        ]
        if record.isClientDisputed { metadata["disputed"] = "true" }
        if let plugin = record.plugin { metadata["plugin"] = "\(plugin)" }
        if let refusal = record.refusal { metadata["refusal"] = "\(refusal)" }
        if let delivery = record.delivery { metadata["delivery"] = "\(String(delivery.unicodeScalars.prefix(128)))" }
        if let event = record.event { metadata["event"] = "\(String(event.unicodeScalars.prefix(128)))" }
        logger.log(level: level, "request", metadata: metadata)
    }

    /// A duration in milliseconds with two decimals.
    private static func milliseconds(_ duration: Duration) -> String {
        let hundredths = duration.components.seconds * 100_000 + duration.components.attoseconds / 10_000_000_000_000
        let decimals = hundredths % 100
        return "\(hundredths / 100).\(decimals < 10 ? "0" : "")\(decimals)"
    }
}
