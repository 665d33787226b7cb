private import SystemThreads

public import struct FoundationEssentials.Date

// For the command line.

extension SQLiteStore {
    /// Copies the store in a folder into a file, which must not exist: `SQLiteStore.backup(to:)`. A bot that uses the
    /// store is not disturbed.
    public static func backup(folder path: String, to copy: String) async throws(StoreError) {
        let folder = try existing(path)
        let bodies: BodyFiles
        do { bodies = try BodyFiles(folder.bodies) } catch { throw .unavailable(error.description) }
        try await backup(folder, bodies, to: copy)
    }

    /// Checks the store in a folder: `SQLiteStore.check()`. A bot that uses the store is not disturbed.
    public static func check(folder path: String) async throws(StoreError) -> [String] {
        try await check(try existing(path))
    }

    /// Makes a new database of what can be read of a damaged one, which is kept beside it. No bot may use the store.
    /// - Parameter now: the time, for the name of the damaged database.
    public static func salvage(folder path: String, now: Date) async throws(StoreOpenError) -> SalvageReport {
        let folder = try StoreFolder(path, isMade: false)
        guard folder.hasDatabase else { throw .system("There is no store in “\(path)”.") }
        let lock = try await FolderLock.take(folder, waitingFor: .zero)
        return try await SystemThread.result { () throws(StoreOpenError) in
            defer { lock.release() }
            return try StoreSalvage(folder: folder, now: now).run()
        }
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

    static func reader(of folder: StoreFolder) throws(StoreError) -> SQLiteConnection {
        do {
            let connection = try SQLiteConnection(path: folder.database, access: .read)
            connection.setBusyTimeout(.seconds(5))
            // What is sorted belongs into no file beside the store.
            try connection.script("PRAGMA temp_store = MEMORY")
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
