private import Glibc
private import SystemPackage

private import struct FoundationEssentials.CocoaError
private import struct FoundationEssentials.POSIXError

/// Why the system refused something, for people: `/proc/hark: Permission denied`, where Foundation's own
/// words are a dump of an error's fields.
package struct SystemErrorDescription: CustomStringConvertible {
    /// What it is about; nil where the error does not say that.
    private let path: String?

    /// The reason alone, in the system's words.
    package let reason: String

    /// Takes any error; one that is not Foundation's says what it says itself.
    package init(_ error: any Error) {
        let cocoa = error as? CocoaError
        path = cocoa?.filePath
        if let refusal = (cocoa?.underlying ?? error) as? POSIXError {
            reason = Errno(rawValue: refusal.code.rawValue).description
        } else {
            reason = cocoa.map { "error \($0.code.rawValue) of Foundation" } ?? "\(error)"
        }
    }

    package var description: String { path.map { "\($0): \(reason)" } ?? reason }
}
