/// Where a setting's text comes from: its variable, the file that `NAME_FILE` names, or a credential of systemd's, which is
/// the file of that name in `CREDENTIALS_DIRECTORY` (systemd.exec(5), "LoadCredential=").
struct SettingSource {
    /// The text of the variable itself.
    let direct: String?
    /// The file that has it instead.
    let file: String?

    /// - Throws: `Fault` when both are set.
    init(_ variable: String, in environment: [String: String]) throws(Fault) {
        let value = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        direct = value(variable)
        let named = value("\(variable)_FILE")
        if direct != nil, named != nil {
            throw Fault(variable, "both \(variable) and \(variable)_FILE are set; remove one of them.")
        }
        let credential = value("CREDENTIALS_DIRECTORY").map { "\($0)/\(variable)" }
        file = named ?? (direct == nil ? credential.flatMap { Self.exists($0) ? $0 : nil } : nil)
    }

    private static func exists(_ path: String) -> Bool { (try? FileRegion(path: path, length: 0).read()) != nil }
}
