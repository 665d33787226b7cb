import Foundation
import TestSupport
import XCTest

@testable import HarkHost

final class FolderSecretStoreTests: XCTestCase {
    private let variable = "HARK_SECRETPROBE_TOKEN"

    func testKeep_makesAFolderAndAFile_thatTheirOwnerAloneCanRead() throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = FolderSecretStore(dataFolder: folder.path(of: "data"))

        let kept = try secretStore.keep("first", for: variable)

        XCTAssertEqual(kept, "first")
        XCTAssertEqual(try folder.mode(of: "data/secrets"), 0o700)
        XCTAssertEqual(try folder.mode(of: "data/secrets/\(variable)"), 0o600)
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "data/secrets")), [variable])
    }

    func testKeep_leavesWhatIsKept_forAnotherStoreOfTheFolder() throws {
        let folder = try TemporaryFolder(of: self)
        _ = try FolderSecretStore(dataFolder: folder.path).keep("first", for: variable)

        let secretStore = FolderSecretStore(dataFolder: folder.path)

        XCTAssertEqual(try secretStore.secret(for: variable), "first")
        XCTAssertEqual(try secretStore.keep("second", for: variable), "first")
    }

    func testKeep_removesWhatAKilledProcessLeft_andNothingElse() throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = try secretStore(in: folder)
        let drafts = [UUID(), UUID()].map { "secrets/.\($0.uuidString)" }
        for name in drafts + ["secrets/.keep"] { try folder.write("half", to: name) }
        let old = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: -120)]
        for name in [drafts[0], "secrets/.keep"] {
            try FileManager.default.setAttributes(old, ofItemAtPath: folder.path(of: name))
        }

        _ = try secretStore.keep("new", for: "HARK_ANOTHER")

        let left = drafts.map { FileManager.default.fileExists(atPath: folder.path(of: $0)) }
        XCTAssertEqual(left, [false, true])
        XCTAssertTrue(FileManager.default.fileExists(atPath: folder.path(of: "secrets/.keep")))
    }

    func testKeep_agreesOnOneSecret_whenStoresRace() async throws {
        let folder = try TemporaryFolder(of: self)
        let (path, variable) = (folder.path, variable)

        let kept = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<32 {
                group.addTask { try FolderSecretStore(dataFolder: path).keep("secret \(index)", for: variable) }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }

        XCTAssertEqual(kept.count, 1)
        XCTAssertEqual(try FolderSecretStore(dataFolder: path).secret(for: variable), kept.first)
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "secrets")), [variable])
    }

    func testSecret_isNil_whenNoneIsKept() throws {
        let folder = try TemporaryFolder(of: self)

        XCTAssertNil(try FolderSecretStore(dataFolder: folder.path).secret(for: variable))
        XCTAssertNil(try FolderSecretStore(dataFolder: folder.path(of: "none")).secret(for: variable))
    }

    func testSecret_isTheFilesText_withoutWhatEditorsAddAroundIt() throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = try secretStore(in: folder)

        for text in ["secret", "secret\n", " secret \r\n", "\tsecret\t\n"] {
            try folder.write(text, to: "secrets/\(variable)")

            XCTAssertEqual(try secretStore.secret(for: variable), "secret", text)
        }
    }

    func testSecret_throws_whenTheFileIsEmpty() throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = try secretStore(in: folder)

        for text in ["", " ", "\n", "\r\n", " \n", "\n\n", " \n "] {
            try folder.write(text, to: "secrets/\(variable)")

            XCTAssertThrowsError(try secretStore.secret(for: variable), text.debugDescription)
            XCTAssertThrowsError(try secretStore.keep("new", for: variable), text.debugDescription)
        }
    }

    func testSecret_throws_whenItIsAFolder() throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = try secretStore(in: folder)
        try FileManager.default.createDirectory(
            atPath: secretStore.place(of: variable), withIntermediateDirectories: true)

        XCTAssertThrowsError(try secretStore.secret(for: variable))
    }

    func testKeep_throws_whenTheFolderCannotBeMade() throws {
        let folder = try TemporaryFolder(of: self)
        let file = try folder.write("not a folder", to: "data")

        XCTAssertThrowsError(try FolderSecretStore(dataFolder: file).keep("secret", for: variable))
    }

    func testSecret_throws_whenOthersMayReadIt() throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = try secretStore(in: folder)
        _ = try secretStore.keep("secret", for: variable)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: secretStore.place(of: variable))

        XCTAssertThrowsError(try secretStore.secret(for: variable)) {
            XCTAssertEqual($0 as? SecretStoreError, .readable(path: secretStore.place(of: variable)))
        }
    }

    func testSecretStore_isRefused_whenAnotherUserOwnsIt() throws {
        let folder = try TemporaryFolder(of: self)
        try chown(folder: try secretStore(in: folder), to: 4711)
        let foreign = FolderSecretStore(dataFolder: folder.path, user: 4712)

        XCTAssertThrowsError(try foreign.secret(for: "HARK_OTHER")) {
            let error = $0 as? SecretStoreError
            XCTAssertEqual(error, .foreign(path: folder.path(of: "secrets"), owner: 4711, user: 4712))
            XCTAssertTrue(error?.description.contains("chown") == true)
        }
        XCTAssertThrowsError(try foreign.keep("secret", for: variable))
        XCTAssertThrowsError(try foreign.check())
        XCTAssertEqual(try FolderSecretStore(dataFolder: folder.path, user: 4711).secret(for: "HARK_OTHER"), "other")
    }

    func testSecret_isShownToRoot_whenItIsThatOfTheUserWhomTheFolderBelongsTo() throws {
        let folder = try TemporaryFolder(of: self)
        try chown(folder: try secretStore(in: folder), to: 4711)

        XCTAssertThrowsError(try FolderSecretStore(lookedAtIn: folder.path).secret(for: "HARK_OTHER"))
        try chown(file: folder.path, to: 4711)
        XCTAssertEqual(try FolderSecretStore(lookedAtIn: folder.path).secret(for: "HARK_OTHER"), "other")
        XCTAssertThrowsError(try FolderSecretStore(dataFolder: folder.path).secret(for: "HARK_OTHER"))
    }

    func testSecret_isRefused_whenAnotherUserOwnsItsFileAlone() throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = try secretStore(in: folder)
        try chown(file: secretStore.place(of: "HARK_OTHER"), to: 4711)

        XCTAssertThrowsError(try secretStore.secret(for: "HARK_OTHER")) {
            let expected = SecretStoreError.foreign(
                path: secretStore.place(of: "HARK_OTHER"), owner: 4711, user: geteuid())
            XCTAssertEqual($0 as? SecretStoreError, expected)
        }
    }

    func testSecretStore_isRefused_whenOthersMayWriteIntoItsFolder() throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = try secretStore(in: folder)

        for mode in [0o770, 0o702, 0o1777] {
            let attributes = [FileAttributeKey.posixPermissions: mode]
            try FileManager.default.setAttributes(attributes, ofItemAtPath: folder.path(of: "secrets"))

            XCTAssertThrowsError(try secretStore.secret(for: "HARK_OTHER")) {
                XCTAssertEqual($0 as? SecretStoreError, .shared(path: folder.path(of: "secrets")))
            }
            XCTAssertThrowsError(try secretStore.keep("secret", for: variable))
        }
    }

    func testSecretStore_isTaken_whateverTheFolderAboveIs() throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = try secretStore(in: folder)

        try FileManager.default.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: folder.path)

        XCTAssertEqual(try secretStore.secret(for: "HARK_OTHER"), "other")
    }

    private func chown(folder secretStore: FolderSecretStore, to user: UInt32) throws {
        let file = secretStore.place(of: "HARK_OTHER")
        try chown(file: file, to: user)
        try chown(file: URL(fileURLWithPath: file).deletingLastPathComponent().path, to: user)
    }

    /// Gives a file to another user.
    /// - Throws: `XCTSkip` where the test may not do that.
    private func chown(file: String, to user: UInt32) throws {
        guard geteuid() == 0 else { throw XCTSkip("Only root can give files away.") }
        try FileManager.default.setAttributes([.ownerAccountID: NSNumber(value: user)], ofItemAtPath: file)
    }

    func testCheck_keepsNothing_andThrowsWhereNothingCanBeKept() throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = FolderSecretStore(dataFolder: folder.path(of: "not/there/yet"))
        let file = try folder.write("no folder", to: "file")

        try secretStore.check()

        XCTAssertNil(try secretStore.secret(for: variable))
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.path(of: "not")))
        XCTAssertThrowsError(try FolderSecretStore(dataFolder: file).check())
    }

    /// A store whose folder is there, so that a test can write into it.
    private func secretStore(in folder: TemporaryFolder) throws -> FolderSecretStore {
        let secretStore = FolderSecretStore(dataFolder: folder.path)
        _ = try secretStore.keep("other", for: "HARK_OTHER")
        return secretStore
    }
}
