import Hark
private import Mustache

/// What is said of a payload: a template in Mustache (mustache.github.io/mustache.5.html).
///
/// Nothing is escaped, for chat is no HTML; the whole becomes one tame line, whatever a value holds.
struct Template: Sendable {
    /// Turns off the escaping of HTML, which the library does unless a template says otherwise.
    private static let prologue = "{{% CONTENT_TYPE:TEXT}}"

    private let template: MustacheTemplate
    private let paths: Set<String>

    /// A template.
    /// - Throws: `SettingMismatch` that points at the fault.
    init(_ text: String) throws(SettingMismatch) {
        do { template = try MustacheTemplate(string: Self.prologue + text) } catch {
            throw SettingMismatch(expected: "a Mustache template: \(Self.fault(error))")
        }
        paths = Self.paths(in: text)
    }

    /// Says whether a text is a template.
    static let check: @Sendable (String) throws(SettingMismatch) -> Void = { text throws(SettingMismatch) in
        _ = try Template(text)
    }

    /// What it says of a payload. Where the payload lacks a field that is to be said, there is a question mark.
    func line(of content: Content) -> Line {
        var fields = content.fields
        if fields["summary"] == nil { fields["summary"] = .string(content.summary) }
        let lacks = Lacks(paths: paths)
        let line = Line(stranger: template.render(MustacheFields(fields, lacks: lacks)), lacking: lacks.count)
        guard line.text.isEmpty else { return line }
        return Line(stranger: "A payload has nothing to say: \(JSONValue.object(content.fields))", lacking: 1)
    }

    /// Where the fault is, and what.
    private static func fault(_ error: any Error) -> String {
        guard let error = error as? MustacheTemplate.ParserError else { return "\(error)" }
        let place = error.context
        let column = place.columnNumber - (place.lineNumber == 1 ? prologue.count : 0)
        return "line \(place.lineNumber), column \(column): \(reason(error.error))"
    }

    private static func reason(_ error: any Error) -> String {
        switch error as? MustacheTemplate.Error {
        case .sectionCloseNameIncorrect: "another section is open here"
        case .expectedSectionEnd: "a section is not closed"
        case .unfinishedName, nil: "a tag is not closed"
        default: "this tag is malformed"
        }
    }

    /// The paths that stand in tags, and what leads to them: `repository.owner` and `repository.owner.name`. The library
    /// does not say when it finds nothing there.
    private static func paths(in text: String) -> Set<String> {
        let tags = text.split(separator: "{{").map { $0.prefix { $0 != "}" }.filter { !"{&#^/ ".contains($0) } }
        let names = tags.map { $0.split(separator: ".") }
        return Set(names.flatMap { names in names.indices.dropFirst().map { names[...$0].joined(separator: ".") } })
    }
}
