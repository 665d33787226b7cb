private import HarkStore
private import Synchronization
private import SystemPackage

private import class FoundationEssentials.FileManager

/// The folder for captured requests: one file for each request, numbered after the existing ones, nothing is
/// overwritten. Requests contain tokens and signatures, so only the owner can read the files.
final class CaptureFolder: Sendable {
    /// Most bytes that are written in total.
    static let longest = 256 << 20

    /// Highest number of an existing file that the numbering continues from; a higher one does not come from here.
    static let highest = 999_999_999

    /// The result for a request.
    enum Outcome: Equatable {
        /// It was written to the file at this path; `left` more may follow.
        case written(path: String, left: Int)
        /// The limit on requests or bytes is reached.
        case full
    }

    private struct State {
        var number: Int
        var left: Int
        var bytes = 0
    }

    private let path: String
    private let state: Mutex<State>

    private init(_ path: String, _ state: State) {
        self.path = path
        self.state = Mutex(state)
    }

    /// Creates the folder unless it exists.
    /// - Parameter count: most files to write, 1 or more.
    /// - Throws: `Fault` if it is not a writable folder.
    static func made(_ path: String, count: Int) throws(Fault) -> CaptureFolder {
        let files = FileManager.default
        let names: [String]
        do {
            try files.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            names = try files.contentsOfDirectory(atPath: path)
        } catch {
            throw Fault("--folder", "“\(path)” cannot be used (\(SystemErrorDescription(error).reason)).")
        }
        guard files.isWritableFile(atPath: path) else {
            throw Fault("--folder", "“\(path)” cannot be written to.")
        }
        let last = names.compactMap { Int($0.prefix { $0 != "-" }) }.filter { $0 <= highest }.max() ?? 0
        return CaptureFolder(path, State(number: last, left: count))
    }

    /// Writes a request.
    /// - Throws: `Errno` if the file cannot be written; it does not exist then.
    func write(_ file: CapturedFile) throws -> Outcome {
        try state.withLock { state in
            guard state.left > 0, state.bytes + file.bytes.count <= Self.longest else { return .full }
            var target = place(of: file, state.number + 1)
            while (try? FilePath(target).stat(followTargetSymlink: false)) != nil {
                state.number += 1
                target = place(of: file, state.number + 1)
            }
            try PrivateFile.write(file.bytes, to: target, isDurable: false)
            state.number += 1
            state.left -= 1
            state.bytes += file.bytes.count
            return .written(path: target, left: state.left)
        }
    }

    /// The path of the request with that number.
    private func place(of file: CapturedFile, _ number: Int) -> String {
        let digits = String(number)
        return "\(path)/\(String(repeating: "0", count: max(0, 3 - digits.count)))\(digits)-\(file.label).http"
    }
}

/// A request in the format of `hark verify`: request line, header fields in the order received, an empty line, and the
/// exact bytes of the body (RFC 9112, 2.1).
///
/// It is serialized from the parsed request: the version is HTTP/1.1, white space around values is removed, and a
/// chunked body is written in one piece, with `Content-Length` instead of `Transfer-Encoding`.
struct CapturedFile {
    /// The file's content.
    let bytes: [UInt8]

    /// Part of the file's name: the letters and digits of method and path.
    let label: String

    init(_ request: Request) {
        var head = "\(request.method.rawValue) \(request.target) HTTP/1.1\r\n"
        var isChunked = false
        for field in request.headers {
            if field.name == .transferEncoding {
                isChunked = true
            } else {
                head += "\(field.name.rawName): \(field.value)\r\n"
            }
        }
        if isChunked { head += "Content-Length: \(request.body.count)\r\n" }
        bytes = Array("\(head)\r\n".utf8) + request.body
        let words = "\(request.method.rawValue) \(request.target.path)".utf8.prefix(60).map { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) ? byte | 0x20 : UInt8(ascii: " ")
        }
        label = String(decoding: words, as: UTF8.self).split(separator: " ").joined(separator: "-")
    }
}
