private import Glibc

/// The C library's words for an error number.
enum SystemError {
    /// The text of `code`, such as `No such file or directory` (strerror(3), whose buffer glibc keeps a thread).
    static func text(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
