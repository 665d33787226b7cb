import Hark
private import Synchronization
private import SystemPackage

private import struct FoundationEssentials.Data
private import class FoundationEssentials.FileManager

/// What the handlers did, in a file that outlives the process: one line for each beginning and each end.
final class Journal: Sendable {
    private let folder: FilePath
    private let file: FileDescriptor
    private let attempts: Mutex<[String: Int]>

    /// The journal in a folder, which may have begun in another process.
    init(folder: String) throws {
        self.folder = FilePath(folder)
        let bytes = FileManager.default.contents(atPath: self.folder.appending("journal").string) ?? Data()
        var begun: [String: Int] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("begin ") {
            begun[String(line.dropFirst(6)), default: 0] += 1
        }
        attempts = Mutex(begun)
        file = try FileDescriptor.open(
            self.folder.appending("journal"), .writeOnly, options: [.append, .create], permissions: .ownerReadWrite)
    }

    deinit { try? file.close() }

    /// Notes that a handler begins.
    /// - Returns: how often it has begun.
    func begin(_ name: String) -> Int {
        note("begin", name)
        return attempts.withLock { attempts in
            attempts[name, default: 0] += 1
            return attempts[name, default: 0]
        }
    }

    /// Adds a line. A journal that cannot be written shows as one that lacks it.
    func note(_ event: String, _ name: String) { _ = try? file.writeAll("\(event) \(name)\n".utf8) }

    /// Makes a file in the folder.
    func touch(_ name: String) {
        let made = try? FileDescriptor.open(
            folder.appending(name), .writeOnly, options: .create, permissions: .ownerReadWrite)
        try? made?.close()
    }

    /// Whether there is such a file in the folder.
    func has(_ name: String) -> Bool { (try? folder.appending(name).stat()) != nil }
}
