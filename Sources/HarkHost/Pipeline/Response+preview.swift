extension Response {
    /// The body as readable text, cut after `limit` bytes.
    func preview(limit: Int) -> String {
        let isCut = body.count > limit
        // The cut may fall inside a character, which takes up to four bytes (RFC 3629, 3).
        let ends = isCut ? Array(stride(from: limit, through: max(1, limit - 3), by: -1)) : [body.count]
        let text = ends.lazy.compactMap { String(validating: body.prefix($0), as: UTF8.self) }.first
        guard let text else {
            return "(\(isCut ? "more than \(limit)" : "\(body.count)") bytes that are not text)"
        }
        return isCut ? "\(text)… (cut)" : text
    }
}
