internal import CMicroHTTPD
private import Glibc
internal import HTTPTypes
internal import HarkHTTP

/// A file as a response.
enum FileResponse {
    /// Why a file cannot be sent: it is gone, or its length has changed.
    struct Fault: Error {
        /// What the client is answered instead.
        let status: HTTPResponse.Status
        /// The reason for the operator.
        let reason: String
    }

    /// Opens the file now, so that a missing one is a 404 and not a closed connection. libmicrohttpd closes it.
    static func response(_ content: FileContent) throws(Fault) -> ResponseHandle {
        // Non-blocking: a named pipe would block the thread until someone writes to it.
        let file = unsafe open(content.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else {
            let code = errno
            let reason = SystemError.text(code)
            let status: HTTPResponse.Status =
                switch code {
                case ENOENT, ENOTDIR: .notFound
                case EMFILE, ENFILE: .serviceUnavailable
                default: .internalServerError
                }
            throw Fault(status: status, reason: "\(content.path): \(reason)")
        }
        guard let length = UInt64(exactly: content.length), isRegular(file, holding: length) else {
            close(file)
            throw Fault(status: .internalServerError, reason: "\(content.path) is not a file of that many bytes.")
        }
        guard let response = unsafe ResponseHandle(owning: MHD_create_response_from_fd64(length, file)) else {
            close(file)
            throw Fault(status: .internalServerError, reason: "\(content.path) could not be sent.")
        }
        return response
    }

    private static func isRegular(_ file: Int32, holding length: UInt64) -> Bool {
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return length <= UInt64(clamping: status.st_size)
    }
}
