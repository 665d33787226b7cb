/// A form as a browser or a webhook sends it: `application/x-www-form-urlencoded` or `multipart/form-data`.
public struct Form: Sendable, Hashable {
    /// Most fields of a form.
    public static let fieldLimit = 1000

    /// Most files of a form.
    public static let fileLimit = 100

    /// Most bytes of a field's decoded name.
    public static let nameLimit = 1024

    /// Most bytes of the header section of one part of a multipart form.
    public static let partHeaderLimit = 8192

    /// The fields, in the order sent.
    public let fields: FormFields

    /// The files, in the order sent; an urlencoded form has none.
    public let files: [UploadedFile]

    /// A form with the given parts.
    public init(fields: FormFields, files: [UploadedFile] = []) {
        self.fields = fields
        self.files = files
    }

    /// Parses a form.
    ///
    /// Text that is not UTF-8 is repaired with U+FFFD, in urlencoded as in multipart fields; a file's bytes are
    /// unchanged. A body that begins like JSON is refused: a form's encoder escapes those bytes (WHATWG URL, 1.3), and
    /// a signature covers the body but not the `Content-Type`, with which signed JSON could otherwise be read as form
    /// fields.
    /// - Parameters:
    ///   - contentType: The request's `Content-Type`, which contains a multipart form's boundary.
    ///   - body: The exact bytes received.
    /// - Throws: `FormError` if it is not a form's media type, the form is malformed, or a limit is exceeded.
    public init(contentType: String, body: [UInt8]) throws(FormError) {
        try self.init(MediaType(contentType), body: body)
    }

    /// The same with a media type that has been parsed.
    init(_ mediaType: MediaType?, body: [UInt8]) throws(FormError) {
        guard let mediaType, mediaType.isForm else { throw .unsupportedMediaType }
        guard !JSONValue.begins(body) else { throw .json }
        if mediaType.essence == MediaType.form.essence {
            let separators = body.count { $0 == UInt8(ascii: "&") }
            guard separators < Self.fieldLimit else { throw .tooManyFields }
            self.init(fields: FormFields(urlEncoded: body))
        } else {
            var parser = MultipartParser(body, boundary: try MultipartBoundary(mediaType.boundary))
            self = try parser.form()
        }
        guard fields.allSatisfy({ $0.name.utf8.count <= Self.nameLimit }),
            files.allSatisfy({ $0.name.utf8.count <= Self.nameLimit })
        else { throw .nameTooLong }
    }
}

/// A file that was sent in a form (RFC 7578).
public struct UploadedFile: Sendable, Hashable {
    /// The name of the form's field.
    public let name: String

    /// The file's name on the sender's machine. It may be empty or contain any characters, including `/` and `..`: do
    /// not use it in a path.
    public let filename: String

    /// The media type that the sender states; `text/plain` if it states none (RFC 7578, 4.4).
    public let contentType: String

    /// The content.
    public let bytes: [UInt8]

    /// A file with the given parts.
    public init(name: String, filename: String, contentType: String = "text/plain", bytes: [UInt8]) {
        self.name = name
        self.filename = filename
        self.contentType = contentType
        self.bytes = bytes
    }
}
