public import Hark

/// Templates by name, as a setting has them: a line each, `deploy: {{service}} is live`.
public struct TemplateList: SettingValue {
    private let templates: [String: Template]

    /// The lines that were read.
    public let settingText: String

    /// No templates.
    init() {
        templates = [:]
        settingText = ""
    }

    /// Reads the lines; empty ones are left out.
    /// - Throws: `SettingMismatch` that names the template with a fault and points at it.
    public init(settingText: String) throws(SettingMismatch) {
        var templates: [String: Template] = [:]
        for line in settingText.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let name = parts[0].split(separator: " ").first else {
                throw SettingMismatch(expected: "a list of templates, a line each: name: {{title}}")
            }
            do throws(SettingMismatch) { templates[String(name)] = try Template(String(parts[1])) } catch {
                throw SettingMismatch(expected: "a list of templates: “\(name)” is not \(error.expected)")
            }
        }
        self.templates = templates
        self.settingText = settingText
    }

    public static var settingTypeName: String { "templates, a line each" }

    /// The template of that name.
    subscript(_ name: String) -> Template? { templates[name] }
}
