import Hark
internal import Mustache

/// A value of a payload as a template sees it, lists aside. Null, false and an empty text are false for a section; what is
/// null or not there is a question mark for a variable.
struct MustacheValue: MustacheParent, MustacheCustomRenderable, MustacheTransformable {
    private let value: JSONValue
    private let rendering: Rendering
    private let isWhole: Bool

    /// The whole payload.
    init(_ payload: JSONObject, in rendering: Rendering) {
        self.init(.object(payload), in: rendering, isWhole: true)
    }

    fileprivate init(_ value: JSONValue, in rendering: Rendering, isWhole: Bool = false) {
        self.value = value
        self.rendering = rendering
        self.isWhole = isWhole
    }

    var isNull: Bool { [.null, false, ""].contains(value) }

    var renderText: String {
        switch value {
        case .null:
            rendering.lacks += 1
            return "?"
        case .string(let text): return text
        default: return value.serialized()
        }
    }

    /// The value of the field of that number; nil lets the template look further out.
    func child(named number: String) -> Any? {
        guard let number = Int(number) else { return nil }
        let path = rendering.paths[number]
        if isWhole, path.isSummary { return rendering.value(.string(rendering.summary)) }
        let found = path.value(in: value)
        return found == nil && !isWhole ? nil : rendering.value(found ?? .null)
    }

    func transform(_ name: String) -> Any? {
        let transformed: Any? =
            switch value {
            case .string(let text): text.transform(name)
            // The library adds and subtracts one without a look at the bounds.
            case .integer(let number) where number.magnitude < 1 << 53: number.transform(name)
            case .null where name == "empty": true
            default: nil
            }
        return transformed ?? rendering.value(.null)
    }
}

/// A list of a payload: a section says each element, a variable all of them with commas between.
private struct MustacheList: MustacheSequence, MustacheParent, MustacheCustomRenderable, MustacheTransformable {
    let elements: [any MustacheCustomRenderable]
    let rendering: Rendering

    let isNull = false

    var renderText: String { elements.map(\.renderText).joined(separator: ", ") }

    func makeIterator() -> IndexingIterator<[any MustacheCustomRenderable]> { elements.makeIterator() }

    func child(named number: String) -> Any? { nil }

    func transform(_ name: String) -> Any? {
        if name == "reversed" { return MustacheList(elements: elements.reversed(), rendering: rendering) }
        return elements.transform(name) ?? rendering.value(.null)
    }
}

extension Rendering {
    /// A value of the payload as the template sees it.
    fileprivate func value(_ value: JSONValue) -> any MustacheCustomRenderable {
        guard case .array(let elements) = value else { return MustacheValue(value, in: self) }
        return MustacheList(elements: elements.map { self.value($0) }, rendering: self)
    }
}
