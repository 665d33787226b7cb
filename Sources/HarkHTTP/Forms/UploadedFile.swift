/// A file that was sent in a form (RFC 7578).
public struct UploadedFile: Sendable, Hashable {
    /// The name of the form's field.
    public let name: String

    /// The file's name on the sender's machine. It may be empty or hold any character, `/` and `..` among them: it is
    /// not fit for a path of one's own.
    public let filename: String

    /// The media type as the sender states it; `text/plain` when the sender does not (RFC 7578, 4.4).
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
