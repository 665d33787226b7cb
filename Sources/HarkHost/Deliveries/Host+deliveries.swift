internal import HarkStore

/// What the server does with the stored deliveries and messages of a host.
extension Host {
    /// Longest wait for messages that are due, and then again for those that are being sent, when the bot stops.
    private static let longestSending = Duration.seconds(1)

    /// Tells the log and the admins of deliveries that the store has quarantined.
    func report(quarantined records: [DeliveryRecord]) {
        for record in records {
            deliveries.counters(of: record.route).finished[.quarantined].add()
            pipeline.logger.error(
                "delivery quarantined: the process died whenever it was handled",
                metadata: ["id": "\(record.requestID)", "plugin": "\(record.route.plugin)"])
            admins.report(
                DeadDelivery(
                    plugin: record.route.plugin, requestID: record.requestID,
                    reason: record.outcome ?? "the process died whenever it was handled"))
        }
    }

    /// Counts what this machine has taken over from one that is gone, and reports what it has quarantined.
    func report(takenOver recovery: RecoveryReport) {
        storeCounters.count(recovery)
        report(quarantined: recovery.quarantined)
    }

    /// Ends the handling of stored deliveries, the schedules, and the sending of messages. The store stays open until
    /// `stop`.
    /// - Parameter limit: longest wait for handlers.
    package func endDeliveries(within limit: Duration) async {
        wakeUps.close()
        await scheduler.close(within: limit)
        await deliveries.close(within: limit) {
            await networks.closeOutbox(within: min(limit, Self.longestSending))
        }
    }

    /// Deletes from the store what has been kept long enough, and gives up what has become too old.
    package func prune() async {
        await networks.dropExpired()
        await deliveries.prune()
    }
}
