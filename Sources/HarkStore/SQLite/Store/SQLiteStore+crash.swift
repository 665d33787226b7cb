extension SQLiteStore {
    /// Finds the deliveries that are running as the next process would after a crash of this one, for tests.
    package func recoverAsAfterCrash() async throws(StoreError) -> RecoveryReport {
        try await thread.run(.write) { session in
            let found = try session.deliveries.recover(from: .crash, at: session.now)
            return RecoveryReport(crashed: found.crashed, quarantined: found.quarantined)
        }
    }
}
