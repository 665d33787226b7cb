/// A secret setting as an environment gave it, and the way to read it again.
public struct SecretSetting: Sendable {
    let declaration: any SettingDeclaration
    let ring: SecretRing
    /// The file named by `NAME_FILE`, if there is one.
    let file: String?

    /// The variable.
    var variable: String { declaration.variable }

    /// Reads the file again.
    /// - Parameters:
    ///   - isStrict: whether “unsigned” is no secret.
    ///   - isUsable: whether a value is of the kind that is needed.
    /// - Returns: whether the secret is another one now; always false without a file.
    /// - Throws: `Fault` when it cannot be read or holds no secret; the secret is what it was, then.
    func reload(isStrict: Bool, accepting isUsable: (String) -> Bool) throws(Fault) -> Bool {
        guard let file else { return false }
        let text = try SettingFile(path: file, variable: variable).text()
        let content: SecretRing.Content
        do throws(SettingMismatch) { content = try SecretRing.Content(settingText: text) } catch {
            throw Fault(variable, "the file “\(file)” does not hold \(error.expected); the old secret stays in use.")
        }
        if case .values(let values) = content, !values.allSatisfy(isUsable) {
            throw Fault(
                variable, "the file “\(file)” holds no key of the kind that is needed; the old one stays in use.")
        }
        guard content != ring.content else { return false }
        if isStrict, content == .unsigned {
            throw Fault(
                variable, "the file “\(file)” says “unsigned”, which HARK_STRICT forbids; the old secret stays in use.")
        }
        ring.content = content
        return true
    }
}
