private import Synchronization

/// A JSON text (RFC 8259) and an index of its values. It is parsed once; each value is decoded only when it is read.
public final class JSONDocument: Sendable {
    private let text: [UInt8]
    private let nodes: [JSONIndexer.Node]
    /// The names of large objects, by the object's node: built when a member is looked up.
    private let directories = Mutex<[Int: [UntrustedText: Int]]>([:])

    /// Up to this many members are searched one by one, which is faster than hashing.
    private static let searchedCount = 512

    /// Parses a JSON text in UTF-8, strictly: see `JSONValue.init(parsing:)`.
    /// - Throws: `JSONSyntaxError`.
    public init(parsing text: [UInt8]) throws(JSONSyntaxError) {
        let indexer = try JSONIndexer(text)
        self.text = text
        nodes = indexer.nodes
    }

    /// The outermost value.
    public var root: JSONView { JSONView(document: self, node: 0) }

    func kind(_ node: Int) -> JSONIndexer.Kind { nodes[node].kind }

    /// The node after this one and everything inside it.
    func next(_ node: Int) -> Int { Int(nodes[node].next) }

    /// The bytes of a node in the text.
    func written(_ node: Int) -> ArraySlice<UInt8> { text[nodes[node].range] }

    /// The node of a member's value; of several members with one name, the last.
    func member(_ name: String, of object: Int) -> Int? {
        var found: Int?
        var count = 0
        var node = object + 1
        let end = next(object)
        let bytes = name.utf8.span
        // Not read from the object for each member.
        let nodes = nodes
        while node < end {
            count += 1
            if count > Self.searchedCount { return directory(of: object)[UntrustedText(bounded: name)] }
            let candidate = nodes[node]
            // Most names differ in length.
            if candidate.kind != .ascii || Int(candidate.end - candidate.start) == bytes.count,
                isString(node, bytes)
            {
                found = node + 1
            }
            node = Int(nodes[node + 1].next)
        }
        return found
    }

    private func directory(of object: Int) -> [UntrustedText: Int] {
        directories.withLock { directories in
            if let directory = directories[object] { return directory }
            var directory: [UntrustedText: Int] = [:]
            var node = object + 1
            while node < next(object) {
                directory[UntrustedText(bounded: string(node))] = node + 1
                node = next(node + 1)
            }
            directories[object] = directory
            return directory
        }
    }

    /// Whether the string at a node equals these bytes.
    private func isString(_ node: Int, _ other: Span<UInt8>) -> Bool {
        guard kind(node) == .ascii else {
            let string = string(node)
            return string.utf8.span.hasSameBytes(as: other)
        }
        let text = text
        return text.span.extracting(nodes[node].range).hasSameBytes(as: other)
    }

    /// The string at a node, or the first `limit` bytes of it.
    func string(_ node: Int, atMost limit: Int = .max) -> String {
        let bytes = written(node)
        switch kind(node) {
        case .ascii: return String(decoding: bytes.prefix(limit), as: UTF8.self)
        case .escaped: return String(untrusted: JSONEscapes.decoded(bytes, atMost: limit).prefix(limit))
        default: return String(untrusted: bytes.prefix(limit))
        }
    }
}

/// A value in a JSON text. Reading a value that is missing or of another kind returns nil.
public struct JSONView: Sendable {
    private let document: JSONDocument
    private let node: Int

    init(document: JSONDocument, node: Int) {
        self.document = document
        self.node = node
    }

    /// The member of an object, or nil if this is not an object or has no such member. A member with the value `null`
    /// is a view of `null`. Of several members with one name the last counts.
    public subscript(_ name: String) -> JSONView? {
        guard document.kind(node) == .object else { return nil }
        return document.member(name, of: node).map { JSONView(document: document, node: $0) }
    }

    /// The element of an array, counted from 0, or nil if this is not an array or has no such element. Takes time
    /// proportional to the position.
    public subscript(_ position: Int) -> JSONView? {
        guard document.kind(node) == .array, position >= 0 else { return nil }
        var element = node + 1
        let end = document.next(node)
        for _ in 0..<position {
            guard element < end else { return nil }
            element = document.next(element)
        }
        return element < end ? JSONView(document: document, node: element) : nil
    }

    /// Whether this is `null`.
    public var isNull: Bool { document.kind(node) == .null }

    /// The Boolean, or nil for another kind of value.
    public var boolValue: Bool? {
        switch document.kind(node) {
        case .yes: true
        case .no: false
        default: nil
        }
    }

    /// The string, with long runs of combining marks shortened; nil for another kind of value.
    public var stringValue: String? {
        switch document.kind(node) {
        case .ascii, .text, .escaped: document.string(node)
        default: nil
        }
    }

    /// The first `limit` bytes of the string; nil for another kind of value. What follows them is not decoded.
    package func stringBeginning(atMost limit: Int) -> String? {
        switch document.kind(node) {
        case .ascii, .text, .escaped: document.string(node, atMost: limit)
        default: nil
        }
    }

    /// The elements, or nil if this is not an array.
    public var arrayValue: [JSONView]? {
        guard document.kind(node) == .array else { return nil }
        var elements: [JSONView] = []
        var element = node + 1
        while element < document.next(node) {
            elements.append(JSONView(document: document, node: element))
            element = document.next(element)
        }
        return elements
    }

    /// The members in the order sent, or nil if this is not an object; of several with one name the last counts, in the
    /// place of the first.
    public var objectValue: [(name: String, value: JSONView)]? {
        guard document.kind(node) == .object else { return nil }
        var members: [(name: String, value: JSONView)] = []
        var positions: [UntrustedText: Int] = [:]
        var name = node + 1
        while name < document.next(node) {
            let member = (name: document.string(name), value: JSONView(document: document, node: name + 1))
            if let position = positions.updateValue(members.count, forKey: UntrustedText(bounded: member.name)) {
                positions[UntrustedText(bounded: member.name)] = position
                members[position].value = member.value
            } else {
                members.append(member)
            }
            name = document.next(name + 1)
        }
        return members
    }

    /// The whole value, decoded.
    public var value: JSONValue {
        switch document.kind(node) {
        case .null: return .null
        case .yes: return .bool(true)
        case .no: return .bool(false)
        case .ascii, .text, .escaped: return .string(document.string(node))
        case .integer, .number: return number
        case .array: return .array((arrayValue ?? []).map(\.value))
        case .object:
            var members: [JSONObject.Member] = []
            var name = node + 1
            while name < document.next(node) {
                let value = JSONView(document: document, node: name + 1).value
                members.append(JSONObject.Member(document.string(name), value))
                name = document.next(name + 1)
            }
            return .object(JSONObject(members))
        }
    }

    private var number: JSONValue {
        let written = String(decoding: document.written(node), as: UTF8.self)
        if document.kind(node) == .integer, let integer = Int(written) { return .integer(integer) }
        // The parser has checked that it is finite.
        return JSONValue.isExact(written) ? .number(Double(written) ?? 0) : .longNumber(written)
    }
}

extension JSONView {
    /// A number or Boolean as JSON writes it; nil for another kind of value.
    package var scalarText: String? {
        switch document.kind(node) {
        case .integer, .number, .yes, .no: value.serialized()
        default: nil
        }
    }
}
