/// Finds the references in a message. It takes time proportional to the length of the text, whatever the text is.
///
/// A reference stands between white space or punctuation. Code and URLs have none: `acme/rocket#12` in a stretch
/// between backticks is not found, and neither is the fragment of `https://docs.example.org/page#12`.
struct ReferenceScanner: Sendable {
    /// How much of a message is searched, in bytes: as much as a listener's pattern sees.
    static let longestText = 1_024

    /// Most references of a message that are found.
    static let mostReferences = 3

    /// Longest path of a repository or project, in bytes.
    static let longestPath = 200

    /// The forms that are found.
    let forms: Set<Reference.Form>

    /// How many names the path of a project has: two for `acme/rocket`.
    let depth: ClosedRange<Int>

    /// The first references in a text, each once, in their order.
    /// - Parameters:
    ///   - text: the text.
    ///   - project: the project of numbers that name none; nil if those are not found.
    func references(in text: String, project: String?) -> [Reference] {
        var found: [Reference] = []
        for token in Self.tokens(of: text) where !Self.isURL(token) {
            for piece in token.split(whereSeparator: \.isSeparator) {
                guard let reference = reference(Self.trimmed(piece), project), !found.contains(reference) else {
                    continue
                }
                found.append(reference)
                if found.count == Self.mostReferences { return found }
            }
        }
        return found
    }

    /// Whether a text is the path of a project: `acme/rocket`.
    func isPath(_ text: some Collection<UInt8>) -> Bool {
        guard text.count <= Self.longestPath else { return false }
        let names = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return depth.contains(names.count)
            && names.allSatisfy { name in
                // A name of dots would lead to another path.
                name.allSatisfy(\.isNameByte) && name.contains { $0 != UInt8(ascii: ".") }
            }
    }

    /// Reads a piece of a text from its end: digits, a sign, and what the sign belongs to.
    private func reference(_ piece: ArraySlice<UInt8>, _ project: String?) -> Reference? {
        let digits = piece.reversed().prefix { $0.isDigit }.count
        let head = piece.dropLast(digits)
        guard (1...9).contains(digits), let sign = head.last,
            let number = Int(String(decoding: piece.suffix(digits), as: UTF8.self)),
            piece[piece.endIndex - digits] != UInt8(ascii: "0")
        else { return nil }
        let name = head.dropLast()
        switch sign {
        case UInt8(ascii: "#"): return numbered(.issue, name, number, project)
        case UInt8(ascii: "!"): return numbered(.mergeRequest, name, number, project)
        case UInt8(ascii: "-"):
            guard forms.contains(.key), Self.isKey(name) else { return nil }
            return Reference(form: .key, project: String(decoding: name, as: UTF8.self), number: number)
        default: return nil
        }
    }

    private func numbered(
        _ form: Reference.Form, _ path: ArraySlice<UInt8>, _ number: Int, _ project: String?
    ) -> Reference? {
        guard forms.contains(form) else { return nil }
        guard !path.isEmpty else { return project.map { Reference(form: form, project: $0, number: number) } }
        guard isPath(path) else { return nil }
        return Reference(form: form, project: String(decoding: path, as: UTF8.self), number: number)
    }

    /// Whether this is what stands before the number of a key: two to ten capital letters, digits and `_`, with a
    /// letter first.
    private static func isKey(_ name: ArraySlice<UInt8>) -> Bool {
        (2...10).contains(name.count) && name.first?.isCapital == true
            && name.allSatisfy { $0.isCapital || $0.isDigit || $0 == UInt8(ascii: "_") }
    }

    /// The stretches between white space that are whole in the part of the text that is searched, without code.
    private static func tokens(of text: String) -> [ArraySlice<UInt8>] {
        // Code may end behind the part that is searched.
        var bytes = Array(text.utf8.prefix(Message.limit))
        CodeStretches.blank(in: &bytes)
        if bytes.count > longestText {
            // The last one may be cut, and then its number is another one.
            bytes.removeSubrange((bytes[...longestText].lastIndex(where: \.isWhiteSpace) ?? 0)...)
        }
        blankPunctuation(in: &bytes)
        return bytes.split(whereSeparator: \.isWhiteSpace)
    }

    /// Replaces typographic punctuation, such as “ and 。, by a separator: the blocks U+2000 to U+207F and U+3000 to
    /// U+303F.
    private static func blankPunctuation(in bytes: inout [UInt8]) {
        for index in bytes.indices.dropLast(2) {
            let isGeneral = bytes[index] == 0xE2 && (0x80...0x81).contains(bytes[index + 1])
            let isEastAsian = bytes[index] == 0xE3 && bytes[index + 1] == 0x80
            guard isGeneral || isEastAsian else { continue }
            for offset in 0..<3 { bytes[index + offset] = UInt8(ascii: ",") }
        }
    }

    /// Whether a stretch is a URL, or contains one as a link of Markdown does.
    private static func isURL(_ token: ArraySlice<UInt8>) -> Bool {
        token.starts(with: "www.".utf8)
            || token.indices.dropLast(2).contains { token[$0...].starts(with: "://".utf8) }
    }

    /// A piece without the marks of emphasis around it and the full stop of its sentence.
    private static func trimmed(_ piece: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var piece = piece.drop { "*_~".utf8.contains($0) }
        while let last = piece.last, "*_~.!".utf8.contains(last) { piece = piece.dropLast() }
        return piece
    }
}

extension UInt8 {
    fileprivate var isCapital: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    fileprivate var isWhiteSpace: Bool { self == UInt8(ascii: " ") || (0x09...0x0D).contains(self) }

    /// Whether the name of an owner, a group or a repository may contain this.
    fileprivate var isNameByte: Bool {
        isDigit || isCapital || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || "-_.".utf8.contains(self)
    }

    /// Whether it separates a reference from what is written beside it. `<` does not: networks write `<#12>` for a
    /// room.
    fileprivate var isSeparator: Bool { ",;:()[]{}\"'|?".utf8.contains(self) }
}
