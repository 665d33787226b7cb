internal import CMicroHTTPD
private import Glibc

/// The version of libmicrohttpd in use.
public enum Library {
    /// Its version, such as `0.9.75` (`MHD_get_version`).
    public static var version: String { unsafe String(cString: MHD_get_version()) }
}

/// Handles an internal error of libmicrohttpd: writes the reason before the process ends.
enum Panic {
    /// Installs the panic function, once per process.
    static let handler: Void = unsafe MHD_set_panic_func(say, nil)

    /// `MHD_PanicCallback`. It must not return, because the library's state is invalid.
    private static let say: MHD_PanicCallback = { _, file, line, reason in
        let reason = unsafe reason.map { unsafe String(cString: $0) } ?? "no reason given"
        let file = unsafe file.map { unsafe String(cString: $0) } ?? "?"
        let message = Array("libmicrohttpd cannot go on: \(reason) (\(file):\(line))\n".utf8)
        unsafe _ = write(STDERR_FILENO, message, message.count)
        abort()
    }
}

/// The memory that the process has for its values.
enum Heap {
    /// Has blocks of 1 MiB and more given back to the system as soon as they are freed, once per process. The C library
    /// would raise this bound to 32 MiB by itself and keep the memory of the largest bodies (mallopt(3)).
    static let returnsLargeBlocks: Void = { _ = mallopt(M_MMAP_THRESHOLD, 1 << 20) }()
}

/// The C library's description of an error number.
enum SystemError {
    /// The text of `code`, such as `No such file or directory` (strerror(3), whose buffer glibc keeps per thread).
    static func text(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
