/// Where a setting's text comes from: its variable, the file that `NAME_FILE` names, or a credential of systemd's, which is
/// the file of that name in `CREDENTIALS_DIRECTORY` (systemd.exec(5), "LoadCredential=").
struct SettingSource {
    /// The text of the variable itself.
    let direct: String?
    /// The file that has it instead.
    let file: SettingFile?

    /// - Throws: `Fault` when both are set.
    init(_ variable: String, in environment: [String: String]) throws(Fault) {
        let value = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        direct = value(variable)
        let named = value("\(variable)_FILE")
        if direct != nil, named != nil {
            throw Fault(variable, "both \(variable) and \(variable)_FILE are set; remove one of them.")
        }
        if let named {
            file = SettingFile(path: named, variable: variable, isCredential: false)
        } else if direct == nil, let folder = value("CREDENTIALS_DIRECTORY") {
            let credential = SettingFile(path: "\(folder)/\(variable)", variable: variable, isCredential: true)
            file = credential.exists ? credential : nil
        } else {
            file = nil
        }
    }
}
