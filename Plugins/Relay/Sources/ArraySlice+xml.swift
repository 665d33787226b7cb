extension ArraySlice<UInt8> {
    /// The text with its references resolved (www.w3.org/TR/xml, 4.1 and 4.6); nil if one is malformed, or only a
    /// document type could define it.
    var resolvingXMLReferences: ArraySlice? {
        var resolved: [UInt8] = []
        var rest = self
        while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
            guard let end = rest[mark...].prefix(Self.longestReference).firstIndex(of: UInt8(ascii: ";")),
                let character = Self.character(named: String(decoding: rest[(mark + 1)..<end], as: UTF8.self))
            else { return nil }
            resolved += rest[..<mark]
            resolved += String(character).utf8
            rest = rest[(end + 1)...]
        }
        return (resolved + rest)[...]
    }

    /// `&#x0010FFFF;`, in bytes.
    private static var longestReference: Int { 12 }

    private static func character(named name: String) -> Unicode.Scalar? {
        let entities: [String: Unicode.Scalar] = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]
        let isHexadecimal = name.hasPrefix("#x")
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        guard name.hasPrefix("#"), digits.allSatisfy(\.isHexDigit) else { return entities[name] }
        return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init)
    }
}
