internal import HarkHost

/// A payload with one field missing, null, of another type, or added, as another version of its provider may send it.
struct Mutation {
    /// The change and its field: `issue.user missing`.
    let name: String

    /// The changed payload.
    let value: JSONValue

    /// Every mutation of a payload, at every depth.
    static func all(of value: JSONValue) -> [Mutation] {
        switch value {
        case .object(let object): all(of: object)
        case .array(let elements): all(of: elements)
        case .null, .bool, .integer, .number, .longNumber, .string: []
        }
    }

    private static func all(of object: JSONObject) -> [Mutation] {
        func changed(_ name: String, to value: JSONValue?, _ what: String) -> Mutation {
            var copy = object
            copy[name] = value
            return Mutation(name: what, value: .object(copy))
        }
        let unknown = "of_a_later_version"
        return object.flatMap { member in
            let name = member.name
            return [
                changed(name, to: nil, "\(name) missing"),
                changed(name, to: .null, "\(name) null"),
                changed(name, to: ofAnotherType(member.value), "\(name) of another type"),
            ] + all(of: member.value).map { changed(name, to: $0.value, "\(name).\($0.name)") }
        } + [changed(unknown, to: .object(["id": .integer(1)]), "\(unknown) too many")]
    }

    private static func all(of elements: [JSONValue]) -> [Mutation] {
        elements.indices.flatMap { index in
            all(of: elements[index]).map { inner in
                var copy = elements
                copy[index] = inner.value
                return Mutation(name: "\(index).\(inner.name)", value: .array(copy))
            }
        }
    }

    private static func ofAnotherType(_ value: JSONValue) -> JSONValue {
        if case .array = value { .integer(1) } else { .array([.integer(1)]) }
    }
}
