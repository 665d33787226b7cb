private import SystemPackage
private import SystemThreads

private import class FoundationEssentials.FileManager

/// What a bot would find in a folder if it opened its store now.
public enum StoreCondition: Sendable, Equatable {
    /// There is no store yet, and one can be made.
    case absent
    /// It can be opened.
    case sound
    /// It can be opened, and is brought up to date then, after a copy has been made.
    case outdated
    /// Another process uses it.
    case inUse(processID: Int?)
}

extension SQLiteStore {
    /// Finds out whether the store in a folder can be opened, and makes nothing. For the command line; a process that
    /// has opened the store finds it in use.
    /// - Throws: the error that the opening would throw, except `StoreOpenError.inUse`.
    public static func inspect(folder path: String) async throws(StoreOpenError) -> StoreCondition {
        guard (try? FilePath(path).stat()) != nil else {
            try requireWritable(parent(of: path))
            return .absent
        }
        let folder = try StoreFolder(path, isMade: false)
        guard folder.hasDatabase else {
            try requireWritable(path)
            return .absent
        }
        let lock: FolderLock
        do { lock = try await FolderLock.take(folder, waitingFor: .zero) } catch {
            if case .inUse(_, let process) = error { return .inUse(processID: process) }
            throw error
        }
        return try await SystemThread.result { () throws(StoreOpenError) in
            // Not with its last reference, which may go only after the caller has tried to open the store.
            defer { lock.release() }
            do {
                let connection = try SQLiteConnection(path: folder.database, access: .read)
                return try StoreDatabase(connection: connection).examine() ? .outdated : .sound
            } catch {
                throw error as? StoreOpenError ?? StoreOpenError(error as? SQLiteError, folder.database)
            }
        }
    }

    /// The nearest folder above a path that exists.
    private static func parent(of path: String) -> String {
        var parent = FilePath(path).removingLastComponent()
        while !parent.isEmpty, (try? parent.stat()) == nil { parent.removeLastComponent() }
        return parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent.string
    }

    private static func requireWritable(_ folder: String) throws(StoreOpenError) {
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw .system("“\(folder)” cannot be written to, so that no store can be made. Check its permissions.")
        }
    }
}
