private import SystemThreads

extension SQLiteStore {
    /// Reads what may take long, with a connection and a thread of its own: nothing that is stored meanwhile waits.
    func readAside<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteConnection) throws(SQLiteError) -> Value
    ) async throws(StoreError) -> Value {
        if let files {
            try thread.checkIsOpen()
            let folder = files.folder
            let value = await SystemThread.result {
                (try? Self.reader(of: folder)).flatMap { connection in try? body(connection) }
            }
            if let value { return value }
        }
        // Without a file, there is one connection. And if there is no descriptor left for another one, or the file is
        // damaged, the store's own one answers: its errors are those that count.
        return try await thread.run(.read) { session in try body(session.connection) }
    }
}
