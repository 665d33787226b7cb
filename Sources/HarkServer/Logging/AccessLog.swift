private import HarkTLS

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
            "status": .stringConvertible(record.status.code),
            "duration": .stringConvertible(record.duration),
            "bytes": .stringConvertible(record.bodyLength),
            "peer": "\(record.client)",
        ]
        if record.isClientDisputed { metadata["disputed"] = "true" }
        if let plugin = record.plugin { metadata["plugin"] = "\(plugin)" }
        if let refusal = record.refusal { metadata["refusal"] = "\(refusal)" }
        if let delivery = record.delivery { metadata["delivery"] = "\(Self.shortIdentifier(delivery))" }
        if let event = record.event { metadata["event"] = "\(String(event.unicodeScalars.prefix(128)))" }
        logger.log(level: level, "request", metadata: metadata)
    }

    /// A delivery's identifier, or, if it has more than 64 scalars or is not one visible line, the first 16 hexadecimal
    /// digits of the SHA-256 of its UTF-8, which also finds all entries about the delivery.
    static func shortIdentifier(_ identifier: String) -> String {
        let isShort = identifier.unicodeScalars.dropFirst(64).isEmpty
        if isShort, !identifier.unicodeScalars.contains(where: \.isUnsafeInLogs) { return identifier }
        return HashAlgorithm.sha256.digest(of: Array(identifier.utf8)).prefix(8).hexadecimal
    }
}
