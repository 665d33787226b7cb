private import Glibc
internal import SystemPackage

/// The folder of a store, and the names of its files.
///
/// Its database must not be opened by anything but SQLite in this process: closing any other descriptor of the file
/// would release SQLite's locks (https://sqlite.org/howtocorrupt.html, 2.2).
struct StoreFolder: Sendable {
    /// The path without symbolic links.
    let path: String

    var database: String { "\(path)/hark.db" }
    var lock: String { "\(path)/hark.lock" }
    var ballast: String { "\(path)/ballast" }
    var bodies: String { "\(path)/bodies" }

    /// A folder, checked with its database, and made if it does not exist.
    static func made(_ path: String) throws(StoreOpenError) -> StoreFolder {
        try make(path)
        return try StoreFolder(path)
    }

    /// A folder that exists, checked with its database.
    init(_ path: String) throws(StoreOpenError) {
        // SQLite refuses links anywhere in the path; those before the folder are the operator's.
        guard let real = PrivateFile.realPath(path) else { throw Self.error("“\(path)” cannot be found") }
        self.path = real
        try checkFolder()
        for suffix in ["", "-wal", "-shm"] { try checkFile(database + suffix) }
        if let kind = NetworkFileSystem.kind(of: self.path) {
            throw .networkFileSystem(folder: self.path, kind: kind)
        }
    }

    /// Whether the database exists.
    var hasDatabase: Bool { (try? Self.status(database)) != nil }

    /// Makes an empty database that its owner alone can read, whatever the umask. Nothing may use it yet.
    func makeDatabase() throws(StoreOpenError) {
        do {
            try PrivateFile.create(database).close()
            try PrivateFile.syncFolder(path)
        } catch {
            throw .system("“\(database)” could not be made (\(error)). Check the folder's disk and permissions.")
        }
    }

    private func checkFolder() throws(StoreOpenError) {
        guard let status = try? Self.status(path), status.type == .directory else {
            throw .unsafe("“\(path)” is not a folder. Choose another one.")
        }
        try checkOwner(of: status, path)
        guard status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
            throw .unsafe("Others may write into “\(path)”. Run: chmod 700 '\(path)'")
        }
    }

    private func checkFile(_ file: String) throws(StoreOpenError) {
        guard let status = try? Self.status(file) else { return }
        guard status.type == .regular else {
            throw .unsafe("“\(file)” is a link or no file. Move it away, or choose another folder.")
        }
        try checkOwner(of: status, file)
        guard status.permissions.isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute]) else {
            throw .unsafe("Others may read or change “\(file)”. Run: chmod 600 '\(file)'")
        }
    }

    private func checkOwner(of status: Stat, _ path: String) throws(StoreOpenError) {
        let user = geteuid()
        guard status.userID.rawValue == user || status.userID.rawValue == 0 else {
            // Whoever looks at a bot's folder as root must not be told to take it away from the bot.
            let choices = user == 0 ? "Run it as that one" : "Run it as that one, or chown it"
            throw .unsafe(
                "“\(path)” belongs to user \(status.userID.rawValue), and the bot runs as user \(user). \(choices).")
        }
    }

    private static func status(_ path: String) throws -> Stat {
        try FilePath(path).stat(followTargetSymlink: false)
    }

    /// Makes a folder and those above it, for their owner alone. One that exists is left as it is.
    private static func make(_ path: String) throws(StoreOpenError) {
        guard (try? FilePath(path).stat()) == nil else { return }
        let parent = FilePath(path).removingLastComponent().string
        if !parent.isEmpty, parent != path { try make(parent) }
        guard PrivateFile.makeFolder(path) else { throw error("“\(path)” could not be made") }
        // Without it the whole store may be gone after a loss of power. Some file systems refuse it.
        try? PrivateFile.syncFolder(parent.isEmpty ? "." : parent)
    }

    private static func error(_ what: String) -> StoreOpenError {
        .system("\(what) (\(Errno(rawValue: errno))). Check its path and permissions.")
    }
}
