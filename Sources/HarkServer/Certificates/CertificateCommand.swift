private import HarkStore
internal import HarkTLS
private import SystemPackage

private import struct FoundationEssentials.Date
private import class FoundationEssentials.FileManager
private import struct FoundationEssentials.UUID

/// `!generate certificate`: writes a self-signed certificate and its key into the data folder.
struct CertificateCommand: Sendable {
    private let folder: String
    private let host: String

    init(settings: ServerSettings) {
        folder = settings.data
        host = settings.host
    }

    private static let commands: [Command<Self>] = [
        .command(
            "generate certificate [<names...>]",
            help: "Makes a self-signed TLS certificate for localhost, the given names and IP addresses.",
            adminOnly: true,
            generate
        )
    ]

    /// The command for the host's list.
    var commandSet: CommandSet { CommandSet("hark", owner: self, commands: Self.commands) }

    private func generate(names: String?) async throws -> String {
        var subjects: [SubjectName] = []
        let always = ["localhost", "127.0.0.1", "::1"] + (IPAddress(host)?.isUnspecified == true ? [] : [host])
        let given = (names ?? "").unicodeScalars.split { $0.properties.isWhitespace || $0 == "," }
            .map { String(Substring($0)) }
        for word in always + given {
            guard let subject = SubjectName(parameter: word) else {
                throw Rejection(.badRequest, "“\(word.scalars(upTo: 64))” is not \(SubjectName.parameterDescription).")
            }
            if !subjects.contains(subject) { subjects.append(subject) }
        }
        let files = CertificateFiles(folder: folder)
        do {
            try files.write(try SelfSignedCertificate(names: subjects, now: Date()))
        } catch Errno.fileExists {
            throw Rejection(
                .conflict,
                "“\(files.certificate)” or “\(files.key)” is there already; move them away to make new ones."
            )
        } catch {
            let reason = SystemErrorDescription(error).reason
            throw Rejection(.internalServerError, "“\(folder)” cannot be written to (\(reason)); see HARK_DATA.")
        }
        return """
            A certificate and its key are in “\(folder)”. To serve HTTPS, set these and start again:
            HARK_TLS_CERTIFICATE=\(files.certificate)
            HARK_TLS_KEY=\(files.key)
            """
    }
}

/// The two files of a certificate in the data folder.
struct CertificateFiles: Sendable {
    private let folder: String

    var certificate: String { "\(folder)/hark-certificate.pem" }
    var key: String { "\(folder)/hark-key.pem" }

    init(folder: String) { self.folder = folder }

    /// Writes both, the key readable only by its owner (mode 0600). Each is written to a draft, flushed, and linked
    /// into place once both are complete: afterwards either both exist, or nothing is changed.
    /// - Throws: `Errno`, `.fileExists` if one of them exists; then neither is changed.
    func write(_ identity: SelfSignedCertificate) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard !files.fileExists(atPath: certificate), !files.fileExists(atPath: key) else { throw Errno.fileExists }
        let drafts = (key: draft, certificate: draft)
        defer {
            PrivateFile.remove(drafts.key)
            PrivateFile.remove(drafts.certificate)
        }
        try PrivateFile.write(Array(identity.privateKey.utf8), to: drafts.key)
        try PrivateFile.write(
            Array(identity.certificate.utf8), to: drafts.certificate,
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        // Unlike renaming, this fails if the name exists.
        try PrivateFile.link(drafts.key, as: key)
        do { try PrivateFile.link(drafts.certificate, as: certificate) } catch {
            PrivateFile.remove(key)
            throw error
        }
    }

    private var draft: String { "\(folder)/.hark-\(UUID().uuidString).pem" }
}
