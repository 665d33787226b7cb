private import Glibc
private import HarkStore
private import SystemPackage

private import struct FoundationEssentials.Data
private import struct FoundationEssentials.Date
private import struct FoundationEssentials.FileAttributeKey
private import class FoundationEssentials.FileManager
private import struct FoundationEssentials.UUID

/// Keeps secrets in the data folder, each in its own file that only its owner can read (mode 0600).
///
/// Whoever can write to the folder `secrets`, or owns it or a file in it, can read or replace the secrets. So their
/// owner must be the bot's own user or root, and nobody else may write there; parent folders are not checked.
package struct FolderSecretStore: SecretStore {
    private let folder: String

    /// The user that the bot runs as.
    private let user: UserID

    /// The secrets of a data folder, which is created when the first secret is kept.
    package init(dataFolder: String) { self.init(dataFolder: dataFolder, user: geteuid()) }

    /// The secrets of a data folder for a command that only reads them: root may read those of a service, as the user
    /// who owns the folder.
    package init(lookedAtIn dataFolder: String) {
        let owner = try? FilePath(dataFolder).stat().userID.rawValue
        self.init(dataFolder: dataFolder, user: geteuid() == 0 ? owner ?? 0 : geteuid())
    }

    /// The same for a bot that runs as another user.
    init(dataFolder: String, user: UInt32) {
        folder = "\(dataFolder)/secrets"
        self.user = UserID(rawValue: user)
    }

    package func place(of variable: String) -> String { "\(folder)/\(variable)" }

    package func secret(for variable: String) throws -> String? {
        let bytes: [UInt8]
        do {
            bytes = try SmallFile(place(of: variable), atMost: SettingFile.longest).bytes()
        } catch FileError.missing {
            return nil
        }
        try checkOwnership()
        try checkMode(of: place(of: variable))
        guard let secret = Self.firstLine(of: bytes) else {
            throw SecretStoreError.empty(path: place(of: variable))
        }
        return secret
    }

    /// - Throws: `.unwritable` if the folder, or its nearest existing parent, is not writable; `.foreign` or `.shared`
    ///   if its owner or permissions are wrong.
    package func check() throws {
        if FileManager.default.fileExists(atPath: folder) { try checkOwnership() }
        var path = FilePath(folder)
        while !FileManager.default.fileExists(atPath: path.string) {
            guard path.removeLastComponent(), !path.isEmpty else {
                path = "."
                break
            }
        }
        guard try path.stat().type == .directory, FileManager.default.isWritableFile(atPath: path.string) else {
            throw SecretStoreError.unwritable(path: path.string)
        }
    }

    /// - Throws: `.readable` if anyone but the owner has any permission on the file, `.foreign` if someone else owns
    ///   it.
    private func checkMode(of path: String) throws {
        // Not Foundation's attributes: their numbers have different types in static and dynamic builds.
        let others: FilePermissions = [.groupReadWriteExecute, .otherReadWriteExecute]
        let file = try FilePath(path).stat()
        try checkOwner(of: file, at: path)
        guard file.permissions.isDisjoint(with: others) else { throw SecretStoreError.readable(path: path) }
    }

    /// - Throws: `.foreign` if someone else owns the folder, `.shared` if others may write to it.
    private func checkOwnership() throws {
        let status = try FilePath(folder).stat()
        try checkOwner(of: status, at: folder)
        guard status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
            throw SecretStoreError.shared(path: folder)
        }
    }

    private func checkOwner(of status: Stat, at path: String) throws {
        guard status.userID == user || status.userID.rawValue == 0 else {
            throw SecretStoreError.foreign(path: path, owner: status.userID.rawValue, user: user.rawValue)
        }
    }

    /// The first line that is not blank, because people edit such files.
    private static func firstLine(of bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return text.split { $0.isNewline }.map { String($0.trimmingSpaces) }.first { !$0.isEmpty }
    }

    /// Writes the secret to a draft and links it into place: the file is never half written, and one that another
    /// process created in the meantime stays.
    /// - Throws: if the folder or the file cannot be written, or others can read or change them.
    package func keep(_ secret: String, for variable: String) throws -> String {
        if let kept = try self.secret(for: variable) { return kept }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
        try checkOwnership()
        removeOldDrafts()
        let draft = "\(folder)/.\(UUID().uuidString)"
        defer { PrivateFile.remove(draft) }
        try PrivateFile.write(Array("\(secret)\n".utf8), to: draft)
        do { try PrivateFile.link(draft, as: place(of: variable)) } catch {
            if let kept = try self.secret(for: variable) { return kept }
            throw error
        }
        // The operator may copy it to a provider from now on: it has to outlive a power cut.
        do { try PrivateFile.syncFolder(folder) } catch {
            PrivateFile.remove(place(of: variable))
            throw error
        }
        syncNewFolders()
        return secret
    }
}

extension FolderSecretStore {
    /// Makes the names of this folder and of the data folder durable: both may be new. The folders that have them may
    /// belong to others.
    private func syncNewFolders() {
        var path = FilePath(folder)
        for _ in 0..<2 where path.removeLastComponent() {
            try? PrivateFile.syncFolder(path.isEmpty ? "." : path.string)
        }
    }

    /// Removes drafts of processes that were killed while keeping a secret. A draft exists only for an instant, so an
    /// old one is not in use by a running process.
    private func removeOldDrafts() {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] where name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            guard UUID(uuidString: String(name.dropFirst())) != nil,
                let written = (try? files.attributesOfItem(atPath: path))?[.modificationDate] as? Date,
                Date().timeIntervalSince(written) > 60
            else { continue }
            try? files.removeItem(atPath: path)
        }
    }
}

/// Why a kept secret cannot be used.
enum SecretStoreError: Error, Equatable, CustomStringConvertible {
    /// Others than its owner may read or change its file.
    case readable(path: String)
    /// The folder is not writable.
    case unwritable(path: String)
    /// Its file is empty.
    case empty(path: String)
    /// The file or the folder belongs to a user other than `user`, the bot's own.
    case foreign(path: String, owner: UInt32, user: UInt32)
    /// Others than its owner may write to the folder.
    case shared(path: String)

    var description: String {
        switch self {
        case .readable(let path): "others may read or change “\(path)”; chmod 600 it, or remove it for a new secret"
        case .unwritable(let path): "“\(path)” cannot be written to"
        case .foreign(let path, let owner, let user):
            "“\(path)” belongs to user \(owner), and the bot runs as user \(user); run it as that one, chown it, or remove it for new secrets"
        case .shared(let path): "others may write into “\(path)”; chmod 700 it"
        case .empty(let path): "“\(path)” is empty or not text; remove it to have a new secret generated"
        }
    }
}
