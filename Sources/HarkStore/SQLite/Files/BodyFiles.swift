private import Glibc
internal import Synchronization
private import SystemPackage

private import class FoundationEssentials.FileManager

/// The bodies that are too large for the database: while SQLite writes 25 MiB, everyone else waits.
struct BodyFiles: Sendable {
    /// A body that is written, before its delivery has a number.
    final class Draft: Sendable {
        private let folder: String
        private let path: Mutex<String>

        fileprivate init(_ path: String, in folder: String) {
            self.folder = folder
            self.path = Mutex(path)
        }

        /// Gives it the name of its delivery. A later call gives it another one.
        func keep(as id: StoredDeliveryID) throws(StoreError) {
            let new = "\(folder)/\(id.rawValue)"
            do {
                try path.withLock { path throws(Errno) in
                    try PrivateFile.move(path, to: new)
                    path = new
                    try PrivateFile.syncFolder(folder)
                }
            } catch {
                throw BodyFiles.storeError(error, new)
            }
        }

        /// Deletes it.
        func remove() { _ = path.withLock { PrivateFile.remove($0) } }
    }

    let folder: String
    private static let drafts = Atomic(0)

    private init(_ folder: String) { self.folder = folder }

    /// The bodies in a folder, which is made if it does not exist.
    static func made(_ folder: String) throws(StoreOpenError) -> BodyFiles {
        guard PrivateFile.makeFolder(folder) else {
            throw .system("“\(folder)” could not be made (\(Errno(rawValue: errno))). Check the folder's permissions.")
        }
        return BodyFiles(folder)
    }

    /// Writes a body and makes it durable. This takes a while.
    func write(_ body: [UInt8]) throws(StoreError) -> Draft {
        let number = Self.drafts.wrappingAdd(1, ordering: .relaxed).newValue
        let path = "\(folder)/.\(getpid())-\(number)"
        do throws(Errno) { try PrivateFile.write(body, to: path) } catch { throw Self.storeError(error, path) }
        return Draft(path, in: folder)
    }

    /// Reads a body. This takes a while.
    func read(_ id: StoredDeliveryID) throws(StoreError) -> [UInt8] {
        let path = path(of: id)
        do throws(Errno) { return try contents(of: path) } catch { throw Self.storeError(error, path) }
    }

    /// Reads a body; nil if there is none, because its delivery was deleted. This takes a while.
    func readIfPresent(_ id: StoredDeliveryID) throws(StoreError) -> [UInt8]? {
        let path = path(of: id)
        do throws(Errno) { return try contents(of: path) } catch .noSuchFileOrDirectory { return nil } catch {
            throw Self.storeError(error, path)
        }
    }

    private func path(of id: StoredDeliveryID) -> String { "\(folder)/\(id.rawValue)" }

    private func contents(of path: String) throws(Errno) -> [UInt8] {
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.noFollow, .closeOnExec])
            return try file.closeAfter {
                let size = Int(try file.seek(offset: 0, from: .end))
                return try unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                    while count < size {
                        let rest = unsafe UnsafeMutableRawBufferPointer(
                            rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                        let read = try unsafe file.read(fromAbsoluteOffset: Int64(count), into: rest)
                        if read == 0 { break }
                        count += read
                    }
                }
            }
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    /// Whether there is a file of a delivery's body.
    func has(_ id: StoredDeliveryID) -> Bool { unsafe access(path(of: id), F_OK) == 0 }

    func remove(_ ids: [StoredDeliveryID]) {
        for id in ids { PrivateFile.remove("\(folder)/\(id.rawValue)") }
    }

    /// Deletes what no delivery refers to: drafts, and bodies whose transactions were not committed.
    func sweep(keeping isKept: (StoredDeliveryID) throws(SQLiteError) -> Bool) throws(SQLiteError) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            if let id = Int64(name), try isKept(StoredDeliveryID(rawValue: id)) { continue }
            PrivateFile.remove("\(folder)/\(name)")
        }
    }

    private static func storeError(_ error: Errno, _ path: String) -> StoreError {
        switch error {
        case .noSpace, .diskQuotaExceeded:
            .full("There is no space left for “\(path)”. Free some; the store goes on by itself.")
        default: .unavailable("“\(path)” could not be read or written (\(error)). Check the disk.")
        }
    }
}
