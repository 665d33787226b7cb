/// A secret setting as an environment gave it, and the way to read it again.
public struct SecretSetting: Sendable {
    let declaration: any SettingDeclaration
    let ring: SecretRing
    /// The file that has it, if it is one.
    let file: SettingFile?

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
        let text = try file.text()
        let content: SecretRing.Content
        do throws(SettingMismatch) { content = try SecretRing.Content(settingText: text) } catch {
            throw Fault(
                variable, "the file “\(file.path)” does not hold \(error.expected); the old secret stays in use.")
        }
        if case .values(let values) = content, !values.allSatisfy(isUsable) {
            throw Fault(
                variable, "the file “\(file.path)” holds no key of the kind that is needed; the old one stays in use.")
        }
        guard content != ring.content else { return false }
        if isStrict, content == .unsigned {
            let fault = "the file “\(file.path)” says “unsigned”, which HARK_STRICT forbids"
            throw Fault(variable, "\(fault); the old secret stays in use.")
        }
        ring.content = content
        return true
    }
}
