internal import MicroHTTPD

extension Logger {
    /// Logs an event of the server itself.
    func log(_ event: DaemonEvent) {
        switch event {
        case .refused(let status, let reason, let peer):
            info(
                "refused",
                metadata: ["status": .stringConvertible(status.code), "reason": "\(reason)", "peer": "\(peer)"])
        case .expired(let phase, let peer):
            info("timed out", metadata: ["phase": "\(phase.rawValue)", "peer": "\(peer)"])
        case .displaced(let count, let phase, let peer):
            var metadata: Logger.Metadata = ["count": .stringConvertible(count), "peer": "\(peer)"]
            if let phase { metadata["phase"] = "\(phase.rawValue)" }
            warning("connections closed to make room for newer ones", metadata: metadata)
        case .turnedAway(let count, let peer):
            let metadata: Logger.Metadata = ["count": .stringConvertible(count), "peer": "\(peer)"]
            warning("connections refused because there were too many", metadata: metadata)
        case .suppressed(let count):
            info("more server events not logged", metadata: ["count": .stringConvertible(count)])
        case .abandoned(let peer):
            info("client disconnected before its answer", metadata: ["peer": "\(peer)"])
        case .fieldDropped(let name):
            warning("response header left out: its value is empty or not allowed", metadata: ["name": "\(name)"])
        case .responseUnusable(let reason):
            error("response could not be sent", metadata: ["reason": "\(reason)"])
        case .library(let message):
            debug("libmicrohttpd", metadata: ["message": "\(message)"])
        case .degraded(let reason):
            warning("server degraded", metadata: ["reason": "\(reason)"])
        }
    }
}
