private import Glibc
private import SystemPackage

private import struct FoundationEssentials.CocoaError
private import struct FoundationEssentials.POSIXError

/// Why the system refused something, for people: `/proc/hark: Permission denied`, where Foundation's own description
/// lists the fields of an error.
package struct SystemErrorDescription: CustomStringConvertible {
    /// The path; nil if the error does not name one.
    private let path: String?

    /// The reason without the path, in the system's words.
    package let reason: String

    /// Describes any error; one that is not Foundation's keeps its own description.
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
