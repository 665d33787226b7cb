public import HarkEvents

/// Templates by name, as a setting lists them: one per line, `deploy: {{service}} is live`.
public struct TemplateList: SettingValue {
    private let templates: [String: Template]

    /// The original text.
    public let settingText: String

    /// No templates.
    init() {
        templates = [:]
        settingText = ""
    }

    /// Parses the lines; blank ones are ignored.
    /// - Throws: `SettingMismatch` with the line and position of a fault.
    public init(settingText: String) throws(SettingMismatch) {
        var templates: [String: Template] = [:]
        let lines = settingText.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in zip(1..., lines) where !line.allSatisfy(\.isWhitespace) {
            let name = line.prefix { $0 != ":" }.trimming(while: \.isWhitespace)
            guard let colon = line.firstIndex(of: ":"), !name.isEmpty else {
                throw SettingMismatch(expected: "\(Self.form): line \(number) has no name")
            }
            guard templates[String(name)] == nil else {
                throw SettingMismatch(expected: "\(Self.form): line \(number) gives “\(name)” a second time")
            }
            let text = line[colon...].dropFirst()
            do throws(TemplateFault) { templates[String(name)] = try Template(String(text)) } catch {
                let column = line.count - text.count + error.column
                let place = "line \(number), column \(column), in “\(name)”"
                throw SettingMismatch(expected: "\(Self.form): \(place): \(error.reason)")
            }
        }
        self.templates = templates
        self.settingText = settingText
    }

    private static let form = "a list of templates, a line each (name: {{title}})"

    public static var settingTypeName: String { "templates, a line each" }

    /// The template with that name.
    subscript(_ name: String) -> Template? { templates[name] }
}
