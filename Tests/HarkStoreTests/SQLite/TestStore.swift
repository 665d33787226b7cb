import HarkTesting
import Synchronization
import SystemPackage
import TestSupport
import XCTest

import struct FoundationEssentials.Date
import class FoundationEssentials.FileManager

@testable import HarkStore

/// A folder for a store, and what tests do with it.
struct TestStore {
    let folder: TemporaryFolder
    let clock = TestClock()

    init(of test: XCTestCase) throws { folder = try TemporaryFolder(of: test) }

    /// The machine that tests may have little free space: nothing depends on it unless a test asks.
    static let options = SQLiteStoreOptions(lockWait: .zero, busyTimeout: .zero, ballast: 0, reserve: 0)

    var database: String { folder.path(of: "store/hark.db") }

    func open(_ options: SQLiteStoreOptions = Self.options) async throws -> SQLiteStore {
        try await SQLiteStore.open(folder: folder.path(of: "store"), clock: { [clock] in clock.now }, options: options)
    }

    /// Opens and closes it, so that its files exist.
    func make() async throws { await (try await open()).close() }

    /// Overwrites a part of the database while no store is open.
    func overwrite(at offset: Int64, _ bytes: [UInt8]) throws {
        let file = try FileDescriptor.open(FilePath(database), .readWrite)
        try file.closeAfter { _ = try file.writeAll(toAbsoluteOffset: offset, bytes) }
    }

    /// Takes the right to write to its write-ahead log from a store that is open.
    func makeLogReadOnly() throws {
        let log = try XCTUnwrap(PrivateFile.realPath("\(database)-wal"))
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
            guard let number = Int32(name), target == log else { continue }
            let readable = try FileDescriptor.open(FilePath(log), .readOnly)
            _ = try readable.duplicate(as: FileDescriptor(rawValue: number))
            return try readable.close()
        }
        throw Errno.noSuchFileOrDirectory
    }

    /// Limits the pages of a store that is open to those that it has now and this many more.
    static func limitPages(_ thread: StoreThread, more: Int64) async throws {
        try await thread.run(.read) { session in
            let pages = try session.connection.row("PRAGMA page_count") { $0.int(0) } ?? 0
            try session.connection.script("PRAGMA max_page_count = \(pages + more)")
        }
    }

    static func delivery(
        _ name: String = "one", key: String? = nil, duplicate: UInt128? = nil, body: [UInt8] = Array("body".utf8)
    ) -> NewDelivery {
        NewDelivery(
            requestID: name, route: StoredRoute(plugin: "Deploys", label: "POST /deploys"), key: key,
            duplicateKey: duplicate, expiry: Date(timeIntervalSince1970: 2_000_000_000), head: Array("head".utf8),
            body: body)
    }
}

/// Collects values from any thread.
final class Collected<Value: Sendable>: Sendable {
    private let list = Mutex<[Value]>([])

    var values: [Value] { list.withLock { $0 } }

    func add(_ value: Value) { list.withLock { $0.append(value) } }
}

/// The error that an asynchronous call throws.
func error<Value, Failure: Error>(
    of body: () async throws(Failure) -> Value, file: StaticString = #filePath, line: UInt = #line
) async -> Failure? {
    do {
        _ = try await body()
        XCTFail("No error was thrown.", file: file, line: line)
        return nil
    } catch {
        return error
    }
}
