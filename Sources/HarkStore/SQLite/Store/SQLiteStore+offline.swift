// For the command line, beside a bot that runs or while none does. A connection that only reads does not disturb it.

extension SQLiteStore {
    /// Copies the store in a folder into a file, which must not exist: `SQLiteStore.backup(to:)`.
    public static func backup(folder path: String, to copy: String) async throws(StoreError) {
        let folder = try existing(path)
        let bodies: BodyFiles
        do { bodies = try BodyFiles(folder.bodies) } catch { throw .unavailable(error.description) }
        try await backup(folder, bodies, to: copy)
    }

    /// Checks the store in a folder: `SQLiteStore.check()`.
    public static func check(folder path: String) async throws(StoreError) -> [String] {
        try await check(try existing(path))
    }

    static func backup(_ folder: StoreFolder, _ bodies: BodyFiles, to path: String) async throws(StoreError) {
        try await SystemThread.result { () throws(StoreError) in
            try StoreBackup.copy(try reader(of: folder), to: path, bodies: bodies)
        }
    }

    static func check(_ folder: StoreFolder) async throws(StoreError) -> [String] {
        try await SystemThread.result { () throws(StoreError) in
            let connection = try reader(of: folder)
            do throws(SQLiteError) { return try StoreBackup.check(connection) } catch { throw error.storeError }
        }
    }

    private static func reader(of folder: StoreFolder) throws(StoreError) -> SQLiteConnection {
        do {
            let connection = try SQLiteConnection(path: folder.database, access: .read)
            connection.setBusyTimeout(.seconds(5))
            return connection
        } catch {
            throw error.storeError
        }
    }

    private static func existing(_ path: String) throws(StoreError) -> StoreFolder {
        do {
            let folder = try StoreFolder(path, isMade: false)
            if folder.hasDatabase { return folder }
        } catch {
            throw .unavailable(error.description)
        }
        throw .unavailable("There is no store in “\(path)”.")
    }
}
