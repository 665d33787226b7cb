import Foundation
import Hark

/// A request as its sender wrote it, head and body, from the folder `Fixtures`.
struct Recording {
    let contentType: String
    let body: [UInt8]

    init(_ name: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
        let field = parts[0].split(separator: "\r\n").first { $0.hasPrefix("Content-Type: ") }
        contentType = field.map { String($0.dropFirst("Content-Type: ".count)) } ?? ""
        body = parts.count == 2 ? Array(parts[1].utf8) : []
    }
}
