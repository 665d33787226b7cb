/// The time zones of the system, in files of RFC 8536.
struct ZoneDatabase: Sendable {
    private let folder: String

    /// The one that Debian's package tzdata installs.
    static let system = ZoneDatabase(folder: "/usr/share/zoneinfo")

    /// The zones below a folder.
    init(folder: String) { self.folder = folder }

    /// The rules of a zone. UTC needs no file.
    /// - Throws: the sentence that says why they cannot be read, and what to do.
    func rules(of zone: String) throws(ZoneError) -> ZoneRules {
        guard zone != ZoneRules.utcName else { return .utc }
        let path = "\(folder)/\(zone)"
        let bytes: [UInt8]
        do throws(FileError) { bytes = try SmallFile(path, atMost: ZoneRules.longestFile).bytes() } catch {
            switch error {
            case .missing where !SmallFile(folder, atMost: 0).exists:
                throw ZoneError("the time zone \(zone) needs the folder \(folder); install the Debian package tzdata.")
            case .missing, .notRegular:
                throw ZoneError(
                    "there is no time zone “\(zone)” in \(folder); names are written as there, such as Europe/Berlin.")
            case .tooLong, .notText, .unreadable:
                throw ZoneError("the time zone \(zone) cannot be read: \(error)")
            }
        }
        do throws(ZoneFileError) { return try ZoneRules(file: bytes) } catch {
            throw ZoneError("the time zone \(zone) cannot be read from \(path): \(error).")
        }
    }
}

/// Why the rules of a time zone are not known: a sentence, for the fault that names the schedule.
struct ZoneError: Error, Equatable, CustomStringConvertible {
    let description: String

    fileprivate init(_ description: String) { self.description = description }
}
