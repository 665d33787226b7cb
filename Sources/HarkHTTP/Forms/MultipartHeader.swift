/// The header section of a part.
struct MultipartHeader {
    private(set) var name = ""
    private(set) var filename: String?
    private(set) var contentType: String?
    private(set) var hasName = false

    /// Parses one line, `Name: value`. Fields other than the three in RFC 7578 are ignored.
    mutating func add(line: ArraySlice<UInt8>) throws(FormError) {
        var scanner = FieldScanner(line)
        guard let field = scanner.token(), scanner.takes(":") else { throw .malformedPartHeader }
        scanner.skipBlanks()
        switch field.lowercased() {
        case "content-disposition": try readDisposition(&scanner)
        case "content-type":
            contentType = String(untrusted: scanner.bytes[scanner.position...].trimmingBlanks)
        case "content-transfer-encoding":
            guard let encoding = scanner.token(), ["7bit", "8bit", "binary"].contains(encoding.lowercased()) else {
                throw .encodedPart
            }
        default: break
        }
    }

    /// Parses `form-data; name="…"; filename="…"` (RFC 7578, 4.2; `filename*` must not be used and is ignored).
    private mutating func readDisposition(_ scanner: inout FieldScanner) throws(FormError) {
        guard !hasName, let type = scanner.token(), type.lowercased() == "form-data",
            let parameters = scanner.parameters(atMost: MediaType.parameterLimit), scanner.isAtEnd
        else { throw .malformedPartHeader }
        for parameter in parameters {
            switch parameter.name {
            case "name":
                guard !hasName else { throw .malformedPartHeader }
                name = Self.unescaped(parameter.value)
                hasName = true
            case "filename":
                guard filename == nil else { throw .malformedPartHeader }
                filename = Self.unescaped(parameter.value)
            default: break
            }
        }
    }

    /// Decodes the three characters that browsers escape in a quoted name (WHATWG HTML, 4.10.22.8).
    private static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let escape = escapes.first { byte == UInt8(ascii: "%") && rest.starts(with: $0.digits.utf8) }
            bytes.append(escape?.byte ?? byte)
            if escape != nil { rest = rest.dropFirst(2) }
        }
        return String(untrusted: bytes)
    }

    private static let escapes: [(digits: String, byte: UInt8)] = [("0A", 0x0A), ("0D", 0x0D), ("22", 0x22)]
}
