import HarkEvents
private import Mustache

/// The message for a payload: a template in Mustache (mustache.github.io/mustache.5.html).
///
/// Nothing is escaped, for chat is no HTML; the whole becomes one line, whatever a value holds.
struct Template: Sendable {
    /// Turns off the escaping of HTML, which the library does unless a template says otherwise.
    private static let prologue = "{{% CONTENT_TYPE:TEXT}}"

    private let template: MustacheTemplate
    private let paths: [FieldPath]

    /// A template.
    /// - Throws: `TemplateFault` that points at the fault.
    init(_ text: String) throws(TemplateFault) {
        let scanner = try TemplateScanner(text)
        paths = scanner.paths
        do { template = try MustacheTemplate(string: Self.prologue + scanner.mustache) } catch {
            throw TemplateFault("a tag is malformed (\(error))", at: text.startIndex, in: text)
        }
    }

    /// Says whether a text is a template.
    static let check: @Sendable (String) throws(SettingMismatch) -> Void = { text throws(SettingMismatch) in
        do { _ = try Template(text) } catch { throw SettingMismatch(expected: "a Mustache template: \(error)") }
    }

    /// What it says of a payload. Where the payload lacks a field that is to be said, there is a question mark.
    func notification(of content: Content) -> EventNotification {
        let rendering = Rendering(paths: paths, content: content)
        let whole = MustacheValue(content.fields, in: rendering)
        let line = EventNotification(
            stranger: UntrustedText(template.render(whole)), missingFieldCount: rendering.missingFieldCount)
        guard line.text.isEmpty else { return line }
        let payload = JSONValue.object(content.fields).serialized(upTo: EventNotification.limit)
        return EventNotification(stranger: "A payload has nothing to say: \(payload)", missingFieldCount: 1)
    }
}
