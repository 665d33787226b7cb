private import Glibc
private import SystemPackage

/// A file that only takes space. On a full disk SQLite cannot even delete; without the ballast, it can.
struct Ballast: Sendable {
    let path: String
    /// Its size in bytes; 0 for none.
    let size: Int

    /// Makes it, unless it is there, or `free` bytes of the disk are not enough for it and `reserve` more.
    func fill(free: Int, reserve: Int) {
        guard size > 0, free - size >= reserve, (try? FilePath(path).stat()) == nil,
            let file = try? PrivateFile.create(path)
        else { return }
        let result = posix_fallocate(file.rawValue, 0, off_t(size))
        try? file.close()
        if result != 0 { _ = drop() }
    }

    /// Frees its space. Returns whether there was any.
    func drop() -> Bool { PrivateFile.remove(path) }
}
