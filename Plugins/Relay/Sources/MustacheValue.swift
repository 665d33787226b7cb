import HarkEvents
internal import Mustache

/// A value of a payload in a template, except lists. Null, false and an empty text are false for a section; a null or
/// missing value is a question mark for a variable.
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
        if rendering.isOver { return "" }
        switch value {
        case .null:
            rendering.missingFieldCount += 1
            return rendering.limited("?")
        case .string(let text): return rendering.limited(text)
        default: return rendering.limited(value.serialized(upTo: EventNotification.limit))
        }
    }

    /// The value of the field with that number; nil makes the template search the outer sections.
    func child(named number: String) -> Any? {
        guard let number = Int(number), rendering.takesStep() else { return nil }
        let path = rendering.paths[number]
        if isWhole, path.isSummary { return rendering.value(.string(rendering.summary)) }
        let found = path.value(in: value)
        return found == nil && !isWhole ? nil : rendering.value(found ?? .null)
    }

    func transform(_ name: String) -> Any? {
        let transformed: Any? =
            switch value {
            case .string(let text): rendering.limited(text).transform(name)
            // The library adds and subtracts 1 without checking for overflow.
            case .integer(let number) where number.magnitude < 1 << 53: number.transform(name)
            case .null where name == "empty": true
            default: nil
            }
        return transformed ?? rendering.value(.null)
    }
}

/// A list of a payload: a section renders each element, a variable all of them separated by commas.
private struct MustacheList: MustacheSequence, MustacheParent, MustacheCustomRenderable, MustacheTransformable {
    let elements: [JSONValue]
    var isReversed = false
    /// The fields of the whole payload, if this is a payload that is a list.
    var whole: MustacheValue?
    let rendering: Rendering

    let isNull = false

    var renderText: String { map(\.renderText).joined(separator: ", ") }

    /// The elements, one per step, until the limits of the rendering are reached.
    func makeIterator() -> AnyIterator<any MustacheCustomRenderable> {
        var rest = elements[...]
        return AnyIterator {
            guard let element = isReversed ? rest.popLast() : rest.popFirst(), rendering.takesStep() else { return nil }
            return rendering.value(element)
        }
    }

    /// A field of the whole payload; of a payload that is a list also an element by its number: `{{0.name}}`.
    func child(named number: String) -> Any? {
        guard let whole, let path = Int(number).map({ rendering.paths[$0] }) else { return nil }
        return path.value(in: .array(elements)).map { rendering.value($0) } ?? whole.child(named: number)
    }

    func transform(_ name: String) -> Any? {
        switch name {
        case "first": rendering.value((isReversed ? elements.last : elements.first) ?? .null)
        case "last": rendering.value((isReversed ? elements.first : elements.last) ?? .null)
        case "count": elements.count
        case "empty": elements.isEmpty
        case "reversed": MustacheList(elements: elements, isReversed: !isReversed, rendering: rendering)
        default: rendering.value(.null)
        }
    }
}

extension Rendering {
    /// The whole payload.
    var whole: any MustacheCustomRenderable {
        let fields = MustacheValue(content.fields, in: self)
        return content.elements.map { MustacheList(elements: $0, whole: fields, rendering: self) } ?? fields
    }

    /// The value of the payload in the form that the template uses.
    fileprivate func value(_ value: JSONValue) -> any MustacheCustomRenderable {
        guard case .array(let elements) = value else { return MustacheValue(value, in: self) }
        return MustacheList(elements: elements, rendering: self)
    }
}
