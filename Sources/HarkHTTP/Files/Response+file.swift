private import HTTPTypes

private import struct FoundationEssentials.Date

extension Response {
    /// A file, or as much of it as the request asks for.
    ///
    /// The answer has an entity tag and the time of the last change. It is 304 or 412 when the request's preconditions
    /// say so (RFC 9110, 13), 206 for one range, 416 for a range beyond the end (RFC 9110, 14), and 200 with the whole
    /// file otherwise, for several ranges too.
    /// - Parameters:
    ///   - path: The file's path. It is opened as it is: keeping `..` and links out is the caller's business.
    ///   - contentType: The `Content-Type`; nil means what the file name's extension stands for.
    ///   - request: The request to answer.
    /// - Throws: `FileError` when the file is missing, not a regular file, or unreadable. A handler that answers 404
    ///   for a missing one catches `FileError.missing`; thrown on, it is a logged 500 like any other error.
    public static func file(
        at path: String,
        contentType: String? = nil,
        for request: Request
    ) throws(FileError) -> Response {
        let file = try FileVersion(path: path)
        // A date in the future must not be sent (RFC 9110, 8.8.2.1).
        let modified = min(file.modified, HTTPDate(Date()))
        let response = Response()
            .setting(.eTag, file.entityTag.description)
            .setting(.lastModified, modified.description)
            .setting(.acceptRanges, "bytes")
        let conditions = Preconditions(of: request, entityTag: file.entityTag, lastModified: modified)
        switch conditions.outcome {
        case .notModified: return response.with(status: .notModified)
        case .failed: return response.with(status: .preconditionFailed)
        case .proceed: break
        }
        let range = conditions.allowRange ? request.headers[.range].map { ByteRange($0, size: file.size) } : nil
        let content = response.setting(.contentType, contentType ?? MediaType.contentType(ofFile: path))
        switch range ?? .whole {
        case .whole:
            return content.with(body: .file(FileRegion(path: path, length: file.size)))
        case .part(let bytes):
            let region = FileRegion(path: path, offset: bytes.lowerBound, length: bytes.count)
            return content.with(status: .partialContent, body: .file(region))
                .setting(.contentRange, "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(file.size)")
        case .unsatisfiable:
            return response.with(status: .rangeNotSatisfiable).setting(.contentRange, "bytes */\(file.size)")
        }
    }

    private func with(status: HTTPResponse.Status = .ok, body: Body = .empty) -> Response {
        Response(status: status, headers: headers, body: body)
    }
}
