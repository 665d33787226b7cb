/// Why a store cannot be opened.
public enum StoreOpenError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The folder, or a file in it, is not what it must be; the sentence says what to do.
    case unsafe(String)
    /// The folder is on a network file system, where locks and shared memory do not work reliably.
    case networkFileSystem(folder: String, kind: String)
    /// Another process uses the store.
    case inUse(folder: String, processID: Int?)
    /// The file is damaged.
    case damaged(file: String, reason: String)
    /// The file is not a store of Hark.
    case foreign(file: String)
    /// A newer program wrote the file.
    case newer(file: String, version: Int, known: Int)
    /// There is no space left on the disk.
    case full(file: String)
    /// The system refused something.
    case system(String)

    public var description: String {
        switch self {
        case .unsafe(let sentence), .system(let sentence): sentence
        case .networkFileSystem(let folder, let kind):
            "“\(folder)” is on a network file system (\(kind)), which does not lock files reliably. Choose a folder on a local disk."
        case .inUse(let folder, let processID):
            "Another process\(processID.map { " (\($0))" } ?? "") uses the store in “\(folder)”. Stop it, or choose another folder."
        case .damaged(let file, let reason):
            "“\(file)” is damaged (\(reason)). Run: hark store salvage"
        case .foreign(let file):
            "“\(file)” is not a store of Hark. Move it away, or choose another folder; if it was one, run: hark store salvage"
        case .full(let file):
            "There is no space left for “\(file)”. Free some, then start the bot again."
        case .newer(let file, let version, let known):
            "“\(file)” has version \(version), and this program knows versions up to \(known). Use a newer program."
        }
    }
}

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
