extension SQLiteStore {
    /// Finds the deliveries that are running as the next process would after a crash of this one, for tests.
    package func recoverAsAfterCrash() async throws(StoreError) {
        _ = try await thread.run(.write) { session in
            try session.deliveries.recover(from: .crash, at: session.now)
        }
    }
}
