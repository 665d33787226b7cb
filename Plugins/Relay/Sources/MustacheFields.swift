import Hark
internal import Mustache

/// What a template asked for and the payload lacks.
final class Lacks {
    /// The paths that the template has.
    let paths: Set<String>

    /// How often something was said that is not there.
    fileprivate(set) var count = 0

    init(paths: Set<String>) { self.paths = paths }
}

/// An object of a payload, for templates to look into.
struct MustacheFields: MustacheParent, MustacheCustomRenderable {
    private let fields: JSONObject
    private let path: String
    private let lacks: Lacks

    /// The whole payload.
    init(_ fields: JSONObject, lacks: Lacks) { self.init(fields, path: "", lacks: lacks) }

    private init(_ fields: JSONObject, path: String, lacks: Lacks) {
        self.fields = fields
        self.path = path
        self.lacks = lacks
    }

    let isNull = false

    var renderText: String { JSONValue.object(fields).serialized() }

    /// The value of that name. What no object around has, or what the template asks for by its path, is there as a lack;
    /// nil lets the template look further out.
    func child(named name: String) -> Any? {
        let inner = path.isEmpty ? name : "\(path).\(name)"
        if let value = fields[name], let rendered = rendered(value, path: inner) { return rendered }
        return path.isEmpty || lacks.paths.contains(inner) ? Lack(lacks) : nil
    }

    private func rendered(_ value: JSONValue, path: String) -> Any? {
        switch value {
        case .null: nil
        case .bool(let truth): truth
        case .integer(let number): number
        case .number: value.serialized()
        case .string(let text): text.isEmpty ? Blank() : text
        case .array(let elements): MustacheList(elements.map { rendered($0, path: path) ?? Lack(lacks) })
        case .object(let fields): MustacheFields(fields, path: path, lacks: lacks)
        }
    }
}

/// A list of a payload: a section says each element, a variable all of them with commas between.
private struct MustacheList: MustacheSequence, MustacheCustomRenderable, MustacheTransformable {
    private let elements: [Any]

    init(_ elements: [Any]) { self.elements = elements }

    let isNull = false

    var renderText: String {
        elements.map { ($0 as? any MustacheCustomRenderable)?.renderText ?? "\($0)" }.joined(separator: ", ")
    }

    func makeIterator() -> IndexingIterator<[Any]> { elements.makeIterator() }

    func transform(_ name: String) -> Any? { elements.transform(name) }
}

/// A text without a character: false for a section, nothing for a variable.
private struct Blank: MustacheCustomRenderable {
    let isNull = true
    let renderText = ""
}

/// A value that is not there: false for a section, a question mark for a variable.
private struct Lack: MustacheParent, MustacheCustomRenderable {
    private let lacks: Lacks

    init(_ lacks: Lacks) { self.lacks = lacks }

    let isNull = true

    var renderText: String {
        lacks.count += 1
        return "?"
    }

    func child(named name: String) -> Any? { self }
}
