private import Subprocess
private import SystemPackage

private import class FoundationEssentials.FileManager
private import struct FoundationEssentials.UUID

/// A request that curl sends. What it holds goes to standard input, for arguments can be seen by everyone, and
/// its body in a file that no one else can read, for curl's configuration holds neither NUL nor broken UTF-8.
struct Curl {
    /// What came back.
    struct Answer {
        /// Status line, header fields and body.
        let text: String
        /// Whether the status is below 400.
        let isSuccess: Bool
    }

    /// Why there is no answer, in a sentence.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let request: Request
    private let url: String
    /// The address without the query, which may hold a token.
    private let shownURL: String

    /// Sends `request` to its path at `base`.
    init(_ request: Request, base: BaseURL) {
        self.request = request
        url = "\(base)\(request.target)"
        shownURL = "\(base)\(request.target.path)"
    }

    /// Sends it.
    /// - Throws: `Failure` when curl is missing, or no one answers within 30 s; `Errno` when the file of the body
    ///   cannot be written.
    func run() async throws -> Answer {
        let body = FilePath("\(FileManager.default.temporaryDirectory.path)/hark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: body.string) }
        try write(to: body)
        do {
            let result = try await Subprocess.run(
                .name("curl"), arguments: ["--config", "-"], input: .string(configuration(body)),
                output: .string(limit: 4 << 20), error: .string(limit: 1 << 16))
            guard result.terminationStatus.isSuccess else {
                throw Failure(description: "\(shownURL): \(result.standardError.trimmingSpaces)")
            }
            let text = result.standardOutput
            let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            return Answer(text: text, isSuccess: (100..<400).contains(status))
        } catch let error as SubprocessError {
            throw Failure(description: "curl could not be run (\(error)); install it: apt-get install curl.")
        }
    }

    /// The request as curl's configuration file has it (curl(1), "--config").
    private func configuration(_ body: FilePath) -> String {
        var lines = [
            "silent", "show-error", "include", "globoff", "max-time = 30", "request = \"\(request.method.rawValue)\"",
            "url = \(Self.quoted(url))", "header = \"Expect:\"",
        ]
        lines += request.headers.map { "header = \(Self.quoted("\($0.name.rawName): \($0.value)"))" }
        if !request.body.isEmpty { lines.append("data-binary = \(Self.quoted("@\(body.string)"))") }
        return lines.joined(separator: "\n")
    }

    private func write(to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(request.body) }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
