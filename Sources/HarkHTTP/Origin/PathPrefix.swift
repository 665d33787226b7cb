/// The part of a path that a proxy takes away before it passes a request on: nothing, or `/hooks`.
struct PathPrefix {
    /// The prefix without a trailing slash.
    let text: String

    /// Reads `/hooks` or `/team/hooks/`; one slash alone is no prefix, like no text at all. Nil when a segment is empty,
    /// `.` or `..`, escaped or not, or when a character does not belong into a path (RFC 3986, 3.3).
    init?(_ path: String) {
        let slash = UInt8(ascii: "/")
        text = path.utf8.last == slash ? String(Substring(path.utf8.dropLast())) : path
        if text.isEmpty { return }
        guard text.utf8.allSatisfy({ $0.isPathCharacter || $0 == slash || $0 == UInt8(ascii: "%") }),
            let segments = PercentCoding.decodedPath(text)?.utf8
                .split(separator: slash, omittingEmptySubsequences: false),
            segments.first?.isEmpty == true,
            segments.dropFirst().allSatisfy({ segment in
                !["", ".", ".."].contains { segment.elementsEqual($0.utf8) }
            })
        else { return nil }
    }
}
