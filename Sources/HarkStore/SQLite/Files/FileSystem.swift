internal import CSQLite
private import Glibc
internal import Synchronization

internal import struct FoundationEssentials.Date

/// File systems of other machines. SQLite's locks are not reliable there, and its write-ahead log cannot be shared
/// (https://sqlite.org/faq.html, 5; https://sqlite.org/wal.html).
enum NetworkFileSystem {
    /// The numbers of linux/magic.h and statfs(2).
    private static let kinds: [UInt32: String] = [
        0x6969: "NFS", 0x517b: "SMB", 0xff53_4d42: "CIFS", 0xfe53_4d42: "SMB2", 0x0102_1997: "9P",
        0x5346_414f: "AFS", 0x6b41_4653: "AFS", 0x7375_7245: "Coda", 0x564c: "NCP", 0x00c3_6400: "Ceph",
        0x7461_636f: "OCFS2",
    ]

    /// The kind of network file system that a folder is on; nil if it is local.
    static func kind(of folder: String) -> String? {
        var status = statfs()
        guard unsafe statfs(folder, &status) == 0 else { return nil }
        return kind(ofMagic: UInt32(truncatingIfNeeded: status.f_type))
    }

    /// The kind that the kernel's number means.
    static func kind(ofMagic magic: UInt32) -> String? { kinds[magic] }
}

/// The free space on the disk of a folder, looked at once a second at most.
final class FreeSpace: Sendable {
    private struct Look {
        var date: Date
        var bytes: Int
    }

    private let folder: String
    private let clock: @Sendable () -> Date
    private let look = Mutex<Look?>(nil)

    init(of folder: String, clock: @escaping @Sendable () -> Date) {
        self.folder = folder
        self.clock = clock
    }

    /// Bytes that the bot's user may still write.
    var bytes: Int {
        let now = clock()
        return look.withLock { look in
            if let look, abs(now.timeIntervalSince(look.date)) < 1 { return look.bytes }
            let bytes = Self.bytes(of: folder)
            look = Look(date: now, bytes: bytes)
            return bytes
        }
    }

    private static func bytes(of folder: String) -> Int {
        var status = statvfs()
        // Without an answer nothing is refused: writing shows whether there is space.
        guard unsafe statvfs(folder, &status) == 0 else { return .max }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }
}
