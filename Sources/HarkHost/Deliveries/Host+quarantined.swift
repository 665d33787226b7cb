package import HarkStore

extension Host {
    /// Tells the log and the admins of deliveries that the store has quarantined when it was opened.
    package func report(quarantined records: [DeliveryRecord]) {
        for record in records {
            pipeline.logger.error(
                "delivery quarantined: the process died whenever it was handled",
                metadata: ["id": "\(record.requestID)", "plugin": "\(record.route.plugin)"])
            admins.report(
                DeadDelivery(
                    plugin: record.route.plugin, requestID: record.requestID,
                    reason: record.outcome ?? "the process died whenever it was handled"))
        }
    }
}
