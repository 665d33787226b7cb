private import HTTPTypes

extension Response {
    /// A whole file: 200, with its type.
    ///
    /// The file is opened when the response is sent: one that is gone by then is answered 404.
    /// - Parameters:
    ///   - path: The file's path. It is opened as it is: the caller must reject `..` and links.
    ///   - contentType: The `Content-Type`; nil to derive it from the file name's extension.
    /// - Throws: `FileError` if the file is missing, not a regular file, or unreadable. A handler that wants 404 for a
    ///   missing file catches `FileError.missing`; uncaught, it is a logged 500 like any other error.
    public static func file(at path: String, contentType: String? = nil) throws(FileError) -> Response {
        let content = FileContent(path: path, length: try FileStatus(path: path).size)
        return Response(body: .file(content))
            .setting(.contentType, contentType ?? MediaType.contentType(ofFile: path))
    }
}
