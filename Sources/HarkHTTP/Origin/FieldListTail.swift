internal import HTTPTypes

/// The end of a list to which every proxy on the way has added an element.
///
/// It is split from the right, because only there it can be trusted: whatever a client sent stands to the left of what
/// the proxies added, and cannot change how that is read, not even by a quotation mark that is never closed.
struct FieldListTail {
    /// Most elements that are looked at.
    static let elementLimit = 64

    /// Most bytes that are looked at.
    static let byteLimit = 8192

    /// The elements without white space around them, the last one first. Empty ones count: a proxy that has nothing to
    /// say must not have the words of its client taken for its own.
    let elements: [String]

    /// The end of the list that all fields of that name make up together, in their order (RFC 9110, 5.3).
    init(_ name: HTTPField.Name, of headers: HTTPFields) {
        var elements: [String] = []
        var budget = Self.byteLimit
        for line in headers[values: name].reversed() {
            let bytes = Array(line.utf8.suffix(budget))
            budget -= bytes.count
            let isWhole = bytes.count == line.utf8.count
            var rest: ArraySlice<UInt8>? = bytes[...]
            while let list = rest, elements.count < Self.elementLimit {
                let comma = Self.lastComma(of: list)
                if comma == nil, !isWhole { break }
                let element = list[(comma.map { $0 + 1 } ?? list.startIndex)...]
                elements.append(String(decoding: element.trimmingBlanks, as: UTF8.self))
                rest = comma.map { list[..<$0] }
            }
            if rest != nil { break }
        }
        self.elements = elements
    }

    /// The last comma outside of a quoted string. Read backwards, the first quotation mark that is met closes a string,
    /// and the next one that no backslash escapes opens it (RFC 9110, 5.6.4).
    private static func lastComma(of list: ArraySlice<UInt8>) -> Int? {
        var isQuoted = false
        for index in list.indices.reversed() {
            switch list[index] {
            case UInt8(ascii: ","): if !isQuoted { return index }
            case UInt8(ascii: "\""): if !isQuoted || !isEscaped(index, in: list) { isQuoted.toggle() }
            default: continue
            }
        }
        return nil
    }

    /// Whether an odd number of backslashes stands before a character.
    private static func isEscaped(_ index: Int, in list: ArraySlice<UInt8>) -> Bool {
        let backslashes = list[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }
        return !backslashes.count.isMultiple(of: 2)
    }
}
