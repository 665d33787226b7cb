/// Parses the parts of header fields (RFC 9110, 5.6), byte by byte.
struct FieldScanner {
    let bytes: [UInt8]
    var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    var isAtEnd: Bool { position == bytes.count }

    /// Skips spaces and tabs.
    mutating func skipBlanks() {
        while position < bytes.count, bytes[position].isBlank { position += 1 }
    }

    /// Skips this character if it is next.
    mutating func takes(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// A token (RFC 9110, 5.6.2), or nil if none is next.
    mutating func token() -> String? {
        let start = position
        while position < bytes.count, bytes[position].isTokenCharacter { position += 1 }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    /// The content of a quoted string (RFC 9110, 5.6.4), or nil if none is next or it is malformed.
    mutating func quotedString() -> String? {
        guard takes("\"") else { return nil }
        var content: [UInt8] = []
        while position < bytes.count {
            if takes("\"") { return String(untrusted: content) }
            if takes("\\"), isAtEnd { return nil }
            let byte = bytes[position]
            if byte.isControl, byte != 0x09 { return nil }
            content.append(byte)
            position += 1
        }
        return nil
    }

    /// The parameters up to a comma or the end, each `; name=value` (RFC 9110, 5.6.6), names in lower case; nil if they
    /// are malformed or more than `limit`.
    mutating func parameters(atMost limit: Int) -> [MediaType.Parameter]? {
        var parameters: [MediaType.Parameter] = []
        while true {
            skipBlanks()
            guard takes(";") else { return parameters }
            skipBlanks()
            guard let name = token() else { continue }
            guard takes("="), let value = token() ?? quotedString(), parameters.count < limit else { return nil }
            parameters.append(MediaType.Parameter(name: name.lowercased(), value: value))
        }
    }
}
