internal import CMicroHTTPD
private import Glibc

/// The libmicrohttpd that this process runs on.
public enum Library {
    /// Its version, such as `0.9.75` (`MHD_get_version`).
    public static var version: String { unsafe String(cString: MHD_get_version()) }
}

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

/// The C library's words for an error number.
enum SystemError {
    /// The text of `code`, such as `No such file or directory` (strerror(3), whose buffer glibc keeps a thread).
    static func text(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
