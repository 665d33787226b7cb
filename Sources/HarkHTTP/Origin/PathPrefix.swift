/// The part of a path that a proxy takes away before it passes a request on: nothing, or `/hooks`.
struct PathPrefix {
    /// The prefix without a trailing slash.
    let text: String

    /// Reads `/hooks` or `/team/hooks/`; one slash alone is no prefix, like no text at all. Nil when a segment is empty,
    /// `.` or `..`, escaped or not, or when a character does not belong into a path (RFC 3986, 3.3).
    init?(_ path: String) {
        text = path.hasSuffix("/") ? String(path.dropLast()) : path
        if text.isEmpty { return }
        let separators = [UInt8(ascii: "/"), UInt8(ascii: "%")]
        guard text.utf8.allSatisfy({ $0.isPathCharacter || separators.contains($0) }),
            let segments = PercentCoding.decodedPath(text)?.split(separator: "/", omittingEmptySubsequences: false),
            segments.first == "", segments.dropFirst().allSatisfy({ !["", ".", ".."].contains($0) })
        else { return nil }
    }
}
