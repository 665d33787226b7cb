/// Parses a `multipart/form-data` body (RFC 7578, RFC 2046, 5.1). Lines end with CRLF; a bare LF is content.
struct MultipartParser {
    private enum Delimiter { case between, closing }

    private let body: [UInt8]
    private let boundary: MultipartBoundary
    private var position = 0

    init(_ body: [UInt8], boundary: MultipartBoundary) {
        self.body = body
        self.boundary = boundary
    }

    /// All parts. Everything before the first boundary line and after the closing one is ignored.
    mutating func form() throws(FormError) -> Form {
        var fields = FormFields()
        var files: [UploadedFile] = []
        var delimiter = try firstDelimiter()
        while delimiter == .between {
            let header = try partHeader()
            let content = try content()
            delimiter = try boundaryLineEnd()
            if let filename = header.filename {
                guard files.count < Form.fileLimit else { throw .tooManyFiles }
                files.append(
                    UploadedFile(
                        name: header.name,
                        filename: filename,
                        contentType: header.contentType ?? MediaType.text.essence,
                        bytes: Array(content)
                    ))
            } else {
                guard fields.count < Form.fieldLimit else { throw .tooManyFields }
                fields.append(FormFields.Field(header.name, String(untrusted: content)))
            }
        }
        return Form(fields: fields, files: files)
    }

    /// Finds the first boundary line, which may begin the body without the CRLF that precedes the others.
    private mutating func firstDelimiter() throws(FormError) -> Delimiter {
        let opening = boundary.delimiter.dropFirst(2)
        if body.starts(with: opening) {
            position = opening.count
        } else {
            _ = try content()
        }
        return try boundaryLineEnd()
    }

    /// Everything up to the next delimiter, which is skipped.
    ///
    /// The only CR in a delimiter is its first byte, so a failed comparison never has to go back: the time is
    /// proportional to the length.
    private mutating func content() throws(FormError) -> ArraySlice<UInt8> {
        let start = position
        while let candidate = body[position...].firstIndex(of: UInt8(ascii: "\r")) {
            if body[candidate...].starts(with: boundary.delimiter) {
                position = candidate + boundary.delimiter.count
                return body[start..<candidate]
            }
            position = candidate + 1
        }
        throw .missingBoundary
    }

    /// Parses the rest of a boundary line: blanks, or two hyphens after the last part.
    private mutating func boundaryLineEnd() throws(FormError) -> Delimiter {
        if takes("--") { return .closing }
        while position < body.count, body[position].isBlank { position += 1 }
        if takes("\r\n") { return .between }
        throw body.count - position < 2 ? .missingBoundary : .malformedBoundaryLine
    }

    /// Parses the header section of a part, and the empty line after it.
    private mutating func partHeader() throws(FormError) -> MultipartHeader {
        let start = position
        var header = MultipartHeader()
        while !takes("\r\n") {
            let line = body[position...].prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
            guard line.endIndex - start <= Form.partHeaderLimit else { throw .partHeaderTooLong }
            position = line.endIndex
            guard takes("\r\n") else {
                throw body.count - position < 2 ? .missingBoundary : .malformedPartHeader
            }
            try header.add(line: line)
        }
        // The delimiter begins with a CRLF; if the content is empty, that is the one just read.
        if body[position...].starts(with: boundary.delimiter.dropFirst(2)) { position -= 2 }
        guard header.hasName else { throw .partWithoutName }
        return header
    }

    /// Skips this text if it is next.
    private mutating func takes(_ text: String) -> Bool {
        guard body[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }
}

/// The delimiter between the parts of a multipart body.
struct MultipartBoundary {
    private static let lengthLimit = 70

    /// CRLF, two hyphens, and the boundary: the end of a part.
    let delimiter: [UInt8]

    /// Checks a boundary (RFC 2046, 5.1.1).
    init(_ boundary: String?) throws(FormError) {
        let bytes = Array((boundary ?? "").utf8)
        guard 1...Self.lengthLimit ~= bytes.count, bytes.last != UInt8(ascii: " "),
            bytes.allSatisfy({ $0.isAlphanumeric || Self.punctuation.contains($0) })
        else { throw .invalidBoundary }
        delimiter = Array("\r\n--".utf8) + bytes
    }

    private static let punctuation = Array("'()+_,-./:=? ".utf8)
}
