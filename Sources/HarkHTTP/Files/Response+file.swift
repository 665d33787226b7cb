private import HTTPTypes

extension Response {
    /// A file as a whole: 200, with its type.
    ///
    /// The file is opened when the answer is sent: one that has gone by then is answered with 404.
    /// - Parameters:
    ///   - path: The file's path. It is opened as it is: keeping `..` and links out is the caller's business.
    ///   - contentType: The `Content-Type`; nil means what the file name's extension stands for.
    /// - Throws: `FileError` when the file is missing, not a regular file, or unreadable. A handler that answers 404
    ///   for a missing one catches `FileError.missing`; thrown on, it is a logged 500 like any other error.
    public static func file(at path: String, contentType: String? = nil) throws(FileError) -> Response {
        let content = FileContent(path: path, length: try FileStatus(path: path).size)
        return Response(body: .file(content))
            .setting(.contentType, contentType ?? MediaType.contentType(ofFile: path))
    }
}
