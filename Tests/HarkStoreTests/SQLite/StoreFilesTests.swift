import Glibc
import HarkTesting
import TestSupport
import XCTest

import class FoundationEssentials.FileManager

@testable import HarkStore

final class StoreFilesTests: XCTestCase {
    func testOpen_makesPrivateFiles_whateverTheUmask() async throws {
        let test = try TestStore(of: self)
        let before = umask(0)
        defer { umask(before) }

        let store = try await test.open()
        _ = try await store.takeSlot(of: "a", at: .now)

        for name in ["hark.db", "hark.db-wal", "hark.db-shm", "hark.lock"] {
            XCTAssertEqual(try test.folder.mode(of: "store/\(name)"), 0o600, name)
        }
        XCTAssertEqual(try test.folder.mode(of: "store"), 0o700)
        XCTAssertEqual(try test.folder.mode(of: "store/bodies"), 0o700)
        await store.close()
    }

    func testOpen_refuses_whenOthersCanReadTheDatabase() async throws {
        let test = try TestStore(of: self)
        try await test.make()
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: test.database)

        let failure = await error { try await test.open() } as? StoreOpenError

        guard case .unsafe(let sentence)? = failure else { return XCTFail("\(failure, default: "")") }
        XCTAssertTrue(sentence.contains("chmod 600 '"), sentence)
    }

    func testOpen_refuses_whenOthersMayWriteIntoTheFolder() async throws {
        let test = try TestStore(of: self)
        try await test.make()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o770], ofItemAtPath: test.folder.path(of: "store"))

        let failure = await error { try await test.open() } as? StoreOpenError

        guard case .unsafe(let sentence)? = failure else { return XCTFail("\(failure, default: "")") }
        XCTAssertTrue(sentence.contains("chmod 700 '"), sentence)
    }

    func testOpen_refuses_whenTheDatabaseIsALink() async throws {
        let test = try TestStore(of: self)
        try await test.make()
        try FileManager.default.moveItem(atPath: test.database, toPath: test.folder.path(of: "elsewhere.db"))
        try FileManager.default.createSymbolicLink(
            atPath: test.database, withDestinationPath: test.folder.path(of: "elsewhere.db"))

        let failure = await error { try await test.open() } as? StoreOpenError

        guard case .unsafe? = failure else { return XCTFail("\(failure, default: "")") }
    }

    func testOpen_followsALink_toTheFolder() async throws {
        let test = try TestStore(of: self)
        try FileManager.default.createDirectory(
            atPath: test.folder.path(of: "real"), withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        try FileManager.default.createSymbolicLink(
            atPath: test.folder.path(of: "store"), withDestinationPath: test.folder.path(of: "real"))

        let store = try await test.open()

        XCTAssertEqual(try test.folder.mode(of: "real/hark.db"), 0o600)
        await store.close()
    }

    func testOpen_namesTheOwner_whenTheFolderIsInUse() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()

        let failure = await error { try await test.open() } as? StoreOpenError

        let folder = try XCTUnwrap(store.files).folder.path
        XCTAssertEqual(failure, .inUse(folder: folder, processID: Int(getpid())))
        await store.close()
    }

    func testOpen_waits_untilTheOwnerLeaves() async throws {
        let test = try TestStore(of: self)
        let first = try await test.open()
        var options = TestStore.options
        options.lockWait = .seconds(60)
        let waits = Collected<Int?>()
        options.onWait = { waits.add($0) }
        async let second = test.open(options)
        while waits.values.isEmpty { await Task.yield() }

        await first.close()

        await (try await second).close()
        await (try await test.open(options)).close()
        XCTAssertEqual(waits.values, [Int(getpid())], "nobody waits for a folder that is free")
    }

    func testLock_isNotInherited_byOtherPrograms() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        let folder = try XCTUnwrap(store.files).folder.path

        var kept: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            guard let number = Int32(name),
                let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"),
                path.hasPrefix(folder), fcntl(number, F_GETFD) & FD_CLOEXEC == 0
            else { continue }
            kept.append(path)
        }

        XCTAssertEqual(kept, [])
        await store.close()
    }

    func testKind_namesFileSystems_ofOtherMachines() {
        XCTAssertEqual(NetworkFileSystem.kind(ofMagic: 0x6969), "NFS")
        XCTAssertEqual(NetworkFileSystem.kind(ofMagic: 0xff53_4d42), "CIFS")
        XCTAssertNil(NetworkFileSystem.kind(ofMagic: 0xef53))
        XCTAssertNil(NetworkFileSystem.kind(of: "/proc"))
    }

    func testFreeSpace_isLookedAt_onceASecond() throws {
        let test = try TestStore(of: self)
        let times = Collected<Void>()
        let space = FreeSpace(of: test.folder.path) { [clock = test.clock] in
            times.add(())
            return clock.now
        }

        let first = space.bytes
        let second = space.bytes

        XCTAssertGreaterThan(first, 0)
        XCTAssertEqual(second, first)
        XCTAssertEqual(times.values.count, 2)
    }
}
