private import Glibc
package import SystemPackage

/// Files and folders that their owner alone can use.
package enum PrivateFile {
    /// Creates a file, whatever the umask. It must not exist.
    static func create(
        _ path: String, permissions: FilePermissions = .ownerReadWrite
    ) throws(Errno) -> FileDescriptor {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                FilePath(path), .readWrite, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: .ownerReadWrite)
        } catch {
            throw error as? Errno ?? .ioError
        }
        fchmod(file.rawValue, permissions.rawValue)
        return file
    }

    /// Creates a file with this content. One that could not be written does not exist afterwards.
    /// - Parameters:
    ///   - permissions: those of a file that is not private after all.
    ///   - isDurable: whether to wait until the content is on the disk.
    /// - Throws: `.fileExists` if there is one.
    package static func write(
        _ content: [UInt8], to path: String, permissions: FilePermissions = .ownerReadWrite, isDurable: Bool = true
    ) throws(Errno) {
        let file = try create(path, permissions: permissions)
        do {
            try file.closeAfter {
                try file.writeAll(content)
                guard !isDurable || fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch {
            remove(path)
            throw error as? Errno ?? .ioError
        }
    }

    /// Makes a folder, unless there is one. Returns false, and sets errno, if it cannot be made.
    static func makeFolder(_ path: String) -> Bool { unsafe mkdir(path, 0o700) == 0 || errno == EEXIST }

    /// Deletes a file. Returns whether there was one.
    @discardableResult
    package static func remove(_ path: String) -> Bool { unsafe unlink(path) == 0 }

    /// Renames a file, in place of one that has the new name.
    static func move(_ path: String, to new: String) throws(Errno) {
        guard unsafe rename(path, new) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Gives a file a second name, which must be free.
    package static func link(_ path: String, as name: String) throws(Errno) {
        guard unsafe Glibc.link(path, name) == 0 else { throw Errno(rawValue: errno) }
    }

    /// The path of a file without symbolic links; nil if there is no such file.
    static func realPath(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// Makes the names in a folder durable.
    package static func syncFolder(_ path: String) throws(Errno) {
        do {
            let folder = try FileDescriptor.open(FilePath(path), .readOnly, options: [.directory, .closeOnExec])
            try folder.closeAfter { guard fsync(folder.rawValue) == 0 else { throw Errno(rawValue: errno) } }
        } catch {
            throw error as? Errno ?? .ioError
        }
    }
}
