extension Response.Body {
    /// The body's bytes, at most `limit` of them, whatever produces them.
    /// - Throws: what reading the file or the stream throws.
    public func collected(upTo limit: Int) async throws -> [UInt8] {
        switch self {
        case .empty:
            return []
        case .bytes(let bytes):
            return Array(bytes.prefix(limit))
        case .file(let file):
            return try FileContent(path: file.path, length: min(file.length, limit)).read()
        case .stream(let stream):
            let next = stream.start()
            var bytes: [UInt8] = []
            while bytes.count < limit, let chunk = try await next() { bytes += chunk.prefix(limit - bytes.count) }
            return bytes
        }
    }

    /// The body as readable text, cut after `limit` bytes.
    func preview(limit: Int) async -> String {
        do {
            let bytes = try await collected(upTo: limit + 1)
            let isCut = bytes.count > limit
            // The cut may fall inside a character, which takes up to four bytes (RFC 3629, 3).
            let ends = isCut ? Array(stride(from: limit, through: max(1, limit - 3), by: -1)) : [bytes.count]
            let text = ends.lazy.compactMap { String(validating: bytes.prefix($0), as: UTF8.self) }.first
            guard let text else {
                return "(\(isCut ? "more than \(limit)" : "\(bytes.count)") bytes that are not text)"
            }
            return isCut ? "\(text)… (cut)" : text
        } catch {
            return "(the body could not be read: \(error))"
        }
    }
}
