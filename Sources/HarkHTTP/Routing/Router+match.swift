public import HTTPTypes

extension Router {
    /// What a router finds.
    public enum Match {
        /// A rule, with the decoded texts of its placeholders from left to right.
        case found(Value, [String])
        /// The path fits a rule once its repeated slashes are merged: the merged path, percent-encoded, to be answered
        /// with 308 (RFC 9110, 15.4.9).
        case redirect(String)
        /// Rules fit the path but not the method: all of their methods, sorted, to be answered with 405 (RFC 9110,
        /// 15.5.6).
        case methodNotAllowed([HTTPRequest.Method])
        /// No rule fits: 404.
        case notFound
        /// The path has an invalid percent escape or a `%00`, or decodes to something that is not UTF-8: 400.
        case malformed
    }

    /// Finds the rule for a path, still percent-encoded and without its query, and a method. Slashes at the beginning of
    /// the path count as one; a path that does not begin with a slash is not found.
    ///
    /// A text that a placeholder takes may hold `/` from `%2F`. Where a redirect leads, it is `%2F` again.
    public func match(path: String, method: HTTPRequest.Method) -> Match {
        guard let path = PercentCoding.decodedPath(path) else { return .malformed }
        let start = path.utf8.prefix { $0 == UInt8(ascii: "/") }.count
        guard start > 0 else { return .notFound }
        var search = RouteSearch(self, method)
        if let row = search.row(for: path.utf8.span, from: start) {
            return texts(search.captures, of: path, for: rows[row].rule).map { .found(rows[row].value, $0) }
                ?? refusal(search.refused)
        }
        if let merged = Self.merged(path, from: start), search.row(for: merged.utf8.span, from: 1) != nil {
            return .redirect(PercentCoding.encodedPath(merged))
        }
        return refusal(search.refused)
    }

    /// The texts of a rule's placeholders, or nil when one is out of its bounds.
    private func texts(_ captures: [Range<Int>], of path: String, for rule: URLRule) -> [String]? {
        var texts: [String] = []
        texts.reserveCapacity(captures.count)
        for (capture, placeholder) in zip(captures, rule.placeholders) {
            let text = PercentCoding.text(at: capture, of: path)
            guard placeholder.converter.admits(text) else { return nil }
            texts.append(text)
        }
        return texts
    }

    private func refusal(_ refused: [Int]) -> Match {
        guard !refused.isEmpty else { return .notFound }
        let methods = Set(refused.flatMap { rows[$0].methods })
        return .methodNotAllowed(methods.sorted { $0.rawValue < $1.rawValue })
    }

    /// The path, from the last of the slashes at its beginning, with every run of slashes as one; nil when there is no
    /// run.
    private static func merged(_ path: String, from start: Int) -> String? {
        var merged = [UInt8(ascii: "/")]
        for byte in path.utf8.dropFirst(start) where byte != UInt8(ascii: "/") || merged.last != byte {
            merged.append(byte)
        }
        return merged.count == path.utf8.count - start + 1 ? nil : String(decoding: merged, as: UTF8.self)
    }
}
