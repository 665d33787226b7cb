/// An element of XML with its namespace (Namespaces in XML 1.0): what its prefix was has no meaning.
public struct XMLElement: Sendable, Equatable {
    /// The local name.
    public let name: String

    /// The URI of its namespace; empty for none.
    public let namespace: String

    /// Values by name; the name of an attribute with a namespace is its URI, a space and the local name.
    public var attributes: [String: String]

    /// The elements in it, in order.
    public var children: [XMLElement]

    /// All text directly in it, put together.
    public var text: String

    /// An element.
    /// - Parameters:
    ///   - name: the local name.
    ///   - namespace: the URI of its namespace.
    ///   - attributes: values by name; those without a value are left out.
    ///   - text: the text in it, which is written in front of the children.
    ///   - children: the elements in it.
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

    /// The value of an attribute; nil where there is none.
    public subscript(attribute: String) -> String? { attributes[attribute] }

    /// Whether it has this name and namespace.
    public func isNamed(_ name: String, in namespace: String) -> Bool {
        self.name == name && self.namespace == namespace
    }

    /// The first child of this name and namespace; nil for none.
    public func child(_ name: String, in namespace: String) -> XMLElement? {
        children.first { $0.isNamed(name, in: namespace) }
    }

    /// All children of this name and namespace.
    public func children(_ name: String, in namespace: String) -> [XMLElement] {
        children.filter { $0.isNamed(name, in: namespace) }
    }
}

extension XMLElement {
    /// The element as it is written: attributes in the order of their names, those with a namespace left out, and no
    /// character that XML cannot have.
    /// - Parameter parent: the namespace of what it stands in.
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

    /// A text for an attribute or the content of an element, without characters that XML 1.0 (2.2) does not have.
    public static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "'": output += "&apos;"
            case "\"": output += "&quot;"
            // A parser reads it as a line feed otherwise (2.11).
            case "\r": output += "&#13;"
            case "\t", "\n": output.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": continue
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}
