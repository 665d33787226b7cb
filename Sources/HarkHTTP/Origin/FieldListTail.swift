internal import HTTPTypes

/// The end of a list to which every proxy on the path has appended an element.
///
/// It is split from the right, because only the end can be trusted: what a client sent is to the left of what the
/// proxies appended, and cannot change how that is parsed, not even with an unclosed quotation mark.
struct FieldListTail {
    /// Most elements that are read.
    static let elementLimit = 64

    /// Most bytes that are read.
    static let byteLimit = 8192

    /// The elements without surrounding white space, the last one first. Empty ones count: otherwise the client's
    /// element would be taken for that of a proxy that appended an empty one.
    let elements: [String]

    /// The end of the list that all fields with that name form together, in their order (RFC 9110, 5.3).
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

    /// The last comma outside a quoted string. Read backwards, the first quotation mark closes a string, and the next
    /// one without a backslash before it opens it (RFC 9110, 5.6.4).
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

    /// Whether an odd number of backslashes precedes a character.
    private static func isEscaped(_ index: Int, in list: ArraySlice<UInt8>) -> Bool {
        let backslashes = list[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }
        return !backslashes.count.isMultiple(of: 2)
    }
}
