internal import CMicroHTTPD
private import Glibc

/// What is left to do when libmicrohttpd finds itself broken: to say so before it ends the process.
enum Panic {
    /// Installs the function that says so, once a process.
    static let handler: Void = unsafe MHD_set_panic_func(say, nil)

    /// `MHD_PanicCallback`. It must not return, for the library's state is lost.
    private static let say: MHD_PanicCallback = { _, file, line, reason in
        let reason = unsafe reason.map { unsafe String(cString: $0) } ?? "no reason given"
        let file = unsafe file.map { unsafe String(cString: $0) } ?? "?"
        let message = Array("libmicrohttpd cannot go on: \(reason) (\(file):\(line))\n".utf8)
        unsafe _ = write(STDERR_FILENO, message, message.count)
        abort()
    }
}
