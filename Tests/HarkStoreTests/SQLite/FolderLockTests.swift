import Glibc
import SystemPackage
import TestSupport
import XCTest

@testable import HarkStore

/// The mark of a failed store in the file of the lock.
final class FolderLockTests: XCTestCase {
    /// Runs `body` while this process can make no file longer, nor write to one: as on a disk whose last block is
    /// taken.
    private func onFullDisk(_ body: () -> Void) throws {
        var before = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) == 0 else {
            throw Errno(rawValue: errno)
        }
        // Else a refused write ends the process (setrlimit(2)).
        let handler = signal(SIGXFSZ, SIG_IGN)
        var none = rlimit(rlim_cur: 0, rlim_max: before.rlim_max)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &none)
        body()
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
        signal(SIGXFSZ, handler)
    }

    func testMark_stays_whenTheDiskIsFull() async throws {
        let test = try TestStore(of: self)
        let folder = try StoreFolder.made(test.folder.path(of: "store"))
        let first = try await FolderLock.take(folder, waitingFor: .zero)
        first.noteFailure()
        first.release()
        let second = try await FolderLock.take(folder, waitingFor: .zero)

        try onFullDisk { second.noteFailure() }
        second.release()

        let third = try await FolderLock.take(folder, waitingFor: .zero)
        XCTAssertTrue(third.followsFailure)
    }

    func testMark_isRead_untilItIsForgotten() async throws {
        let test = try TestStore(of: self)
        let folder = try StoreFolder.made(test.folder.path(of: "store"))
        let first = try await FolderLock.take(folder, waitingFor: .zero)
        first.noteFailure()
        first.release()

        let second = try await FolderLock.take(folder, waitingFor: .zero)
        second.release()
        let third = try await FolderLock.take(folder, waitingFor: .zero)
        third.forgetFailure()
        third.release()
        let fourth = try await FolderLock.take(folder, waitingFor: .zero)

        XCTAssertEqual(
            [first, second, third, fourth].map(\.followsFailure), [false, true, true, false])
    }
}
