/// An XML element with its namespace (Namespaces in XML 1.0); prefixes are not kept.
public struct XMLElement: Sendable, Equatable {
    /// The local name.
    public let name: String

    /// The URI of its namespace; empty for none.
    public let namespace: String

    /// Values by name; the name of an attribute with a namespace is the URI, a space and the local name.
    public var attributes: [String: String]

    /// The child elements, in order.
    public var children: [XMLElement]

    /// The text directly inside it, concatenated.
    public var text: String

    /// An element.
    /// - Parameters:
    ///   - name: the local name.
    ///   - namespace: the URI of its namespace.
    ///   - attributes: values by name; those with nil are left out.
    ///   - text: the text inside it, which is written before the children.
    ///   - children: the child elements.
    public init(
        _ name: String, in namespace: String, _ attributes: [String: String?] = [:], text: String = "",
        children: [XMLElement] = []
    ) {
        self.name = name
        self.namespace = namespace
        self.attributes = attributes.compactMapValues(\.self)
        self.text = text
        self.children = children
    }

    /// The value of an attribute; nil if there is none.
    public subscript(attribute: String) -> String? { attributes[attribute] }

    /// Whether it has this name and namespace.
    public func isNamed(_ name: String, in namespace: String) -> Bool {
        self.name == name && self.namespace == namespace
    }

    /// The first child with this name and namespace; nil if there is none.
    public func child(_ name: String, in namespace: String) -> XMLElement? {
        children.first { $0.isNamed(name, in: namespace) }
    }

    /// All children with this name and namespace.
    public func children(_ name: String, in namespace: String) -> [XMLElement] {
        children.filter { $0.isNamed(name, in: namespace) }
    }
}

extension XMLElement {
    /// The element as XML: attributes sorted by name, without those that have a namespace, and without characters that
    /// XML does not allow.
    /// - Parameter parent: the namespace of the enclosing element.
    public func serialized(in parent: String = "") -> String {
        var output = ""
        write(in: parent, to: &output)
        return output
    }

    private func write(in parent: String, to output: inout String) {
        output += "<\(name)"
        if namespace != parent { output += " xmlns='\(Self.escaped(namespace))'" }
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) where !name.contains(" ") {
            output += " \(name)='\(Self.escaped(value))'"
        }
        guard !children.isEmpty || !text.isEmpty else {
            output += "/>"
            return
        }
        output += ">\(Self.escaped(text))"
        for child in children { child.write(in: namespace, to: &output) }
        output += "</\(name)>"
    }

    /// A text for an attribute or the content of an element, without characters that XML 1.0 (2.2) does not allow.
    public static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "'": output += "&apos;"
            case "\"": output += "&quot;"
            // Otherwise a parser would read it as a line feed (2.11).
            case "\r": output += "&#13;"
            case "\t", "\n": output.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": continue
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}

extension XMLElement {
    /// The root of a whole document with everything in it, except the text directly inside the root.
    /// - Parameters:
    ///   - document: the document, in UTF-8, UTF-16, ISO-8859-1 or ASCII, as its declaration says.
    ///   - limits: limits for each child of the root.
    /// - Throws: `XMLStreamError`, also for a document that ends too early.
    public init(document: [UInt8], limits: XMLStreamParser.Limits = .init()) throws(XMLStreamError) {
        var root: XMLElement?
        var isComplete = false
        for event in try XMLStreamParser(.document, limits: limits).parse(document) {
            switch event {
            case .opened(let element): root = element
            case .element(let element): root?.children.append(element)
            case .closed: isComplete = true
            }
        }
        guard let root, isComplete else { throw .malformed(reason: "the document ends too early") }
        self = root
    }

    /// The text of the element and of everything in it.
    public var wholeText: String { children.reduce(into: text) { $0 += $1.wholeText } }
}
