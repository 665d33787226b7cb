import HarkEvents
private import Mustache

/// The message for a payload: a template in Mustache (mustache.github.io/mustache.5.html).
///
/// Nothing is escaped, because chat is not HTML; the output becomes one line, whatever the values contain.
struct Template: Sendable {
    /// Turns off HTML escaping, which is the library's default.
    private static let prologue = "{{% CONTENT_TYPE:TEXT}}"

    private let template: MustacheTemplate
    private let paths: [FieldPath]

    /// A template.
    /// - Throws: `TemplateFault` with the position of the fault.
    init(_ text: String) throws(TemplateFault) {
        let scanner = try TemplateScanner(text)
        paths = scanner.paths
        do { template = try MustacheTemplate(string: Self.prologue + scanner.mustache) } catch {
            throw TemplateFault("a tag is malformed (\(error))", at: text.startIndex, in: text)
        }
    }

    /// Checks that a text is a valid template.
    static let check: @Sendable (String) throws(SettingMismatch) -> Void = { text throws(SettingMismatch) in
        do { _ = try Template(text) } catch { throw SettingMismatch(expected: "a Mustache template: \(error)") }
    }

    /// The notification for a payload. A missing field is shown as a question mark.
    func notification(of content: Content) -> EventNotification {
        let rendering = Rendering(paths: paths, content: content)
        let line = EventNotification(
            stranger: UntrustedText(template.render(rendering.whole)), missingFieldCount: rendering.missingFieldCount)
        guard line.text.isEmpty else { return line }
        var filter = CredentialFilter()
        let payload = content.elements.map { .array($0) } ?? JSONValue.object(content.fields)
        let shown = filter.filtered(payload).serialized(upTo: EventNotification.limit)
        return EventNotification(
            stranger: "A payload has nothing to say\(filter.remark.plain): \(shown)", missingFieldCount: 1)
    }
}
