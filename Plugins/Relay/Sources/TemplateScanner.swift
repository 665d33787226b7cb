import HarkEvents

/// Parses the tags of a Mustache template, and rewrites it for the library, which only allows some characters in names
/// and does not report unknown partials or functions: each field is named by its number instead.
struct TemplateScanner {
    /// The template for the library.
    private(set) var mustache = ""

    /// The fields in tags, by number.
    private(set) var paths: [FieldPath] = []

    private let template: String
    private var numbers: [String: Int] = [:]
    private var sections: [(name: Substring, position: String.Index)] = []
    private var opening = "{{"
    private var closing = "}}"

    /// Parses a template.
    /// - Throws: `TemplateFault` with the position of the faulty tag.
    init(_ template: String) throws(TemplateFault) {
        self.template = template
        var rest = template[...]
        while let start = rest.firstRange(of: opening) {
            let content = rest[start.upperBound...]
            let (opening, closing) = (opening, closing)
            guard let end = content.firstRange(of: content.first == "{" ? "}\(closing)" : closing) else {
                throw TemplateFault("a tag is not closed", at: start.lowerBound, in: template)
            }
            do throws(Misuse) {
                let tag = try rewritten(content[..<end.lowerBound], at: start.lowerBound)
                mustache += "\(rest[..<start.lowerBound])\(opening)\(tag)\(closing)"
            } catch { throw TemplateFault(error.reason, at: start.lowerBound, in: template) }
            rest = content[end.upperBound...]
        }
        mustache += rest
        if let section = sections.last {
            throw TemplateFault("section “\(section.name)” is not closed", at: section.position, in: template)
        }
    }

    /// A tag rewritten for the library, without its delimiters (mustache.github.io/mustache.5.html, "Tag types").
    private mutating func rewritten(_ tag: Substring, at position: String.Index) throws(Misuse) -> String {
        if tag.first == "!" { return String(tag) }
        if tag.contains(opening) { throw Misuse("a tag is not closed") }
        let rest = tag.dropFirst()
        switch tag.first {
        case "=":
            try changeDelimiters(to: rest)
            return String(tag)
        case ">", "<", "$": throw Misuse("there are no partials and blocks here")
        case "%": throw Misuse("this tag is malformed")
        case "{", "&": return "&\(try value(rest))"
        case "#", "^":
            let name = rest.trimming(while: \.isWhitespace)
            if name.contains(" ") { throw Misuse("a section has the name of a field alone, as in {{#title}}") }
            sections.append((name, position))
        case "/":
            let name = rest.trimming(while: \.isWhitespace)
            guard let section = sections.popLast() else { throw Misuse("no section is open here") }
            guard section.name == name else { throw Misuse("section “\(section.name)” is open here, not “\(name)”") }
        default: return try value(tag)
        }
        return "\(tag.prefix(1))\(try value(rest))"
    }

    private mutating func changeDelimiters(to tag: Substring) throws(Misuse) {
        let words = tag.dropLast().split(whereSeparator: \.isWhitespace)
        guard tag.last == "=", words.count == 2, !words.joined().contains("=") else {
            throw Misuse("this tag is malformed")
        }
        (opening, closing) = (String(words[0]), String(words[1]))
    }

    /// A field by its number, or a function of one: `uppercased(title)`.
    private mutating func value(_ text: Substring) throws(Misuse) -> String {
        let text = text.trimming(while: \.isWhitespace)
        guard text.last == ")", let parenthesis = text.firstIndex(of: "(") else { return try number(of: text) }
        let function = String(text[..<parenthesis])
        let argument = text[parenthesis...].dropFirst().dropLast()
        if argument.isEmpty, Self.placeFunctions.contains(function) { return "\(function)()" }
        guard Self.functions.contains(function) else { throw Misuse("there is no function “\(function)”") }
        return "\(function)(\(try value(argument)))"
    }

    private mutating func number(of name: Substring) throws(Misuse) -> String {
        if name == "." { return "." }
        guard let path = FieldPath(name) else {
            throw Misuse(name.isEmpty ? "a tag has no name" : "“\(name)” cannot be the name of a field")
        }
        let number = numbers[String(name)] ?? paths.count
        if number == paths.count { paths.append(path) }
        numbers[String(name)] = number
        return "\(number)"
    }

    /// A fault of a tag.
    private struct Misuse: Error {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    /// The library's functions on values (swift-mustache, Transform.swift).
    private static let functions = [
        "capitalized", "count", "empty", "equalzero", "even", "first", "last", "lowercased", "minusone", "odd",
        "plusone", "reversed", "uppercased",
    ]

    /// The library's functions on the position of an element in its list (swift-mustache, SequenceContext.swift).
    private static let placeFunctions = ["even", "first", "index", "last", "odd"]
}
