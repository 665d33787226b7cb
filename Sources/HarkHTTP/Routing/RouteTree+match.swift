internal import HTTPTypes

extension RouteTree {
    /// As `Router.Match`, with the number of the rule.
    enum Match {
        case found(Int, [String])
        case redirect(String)
        case methodNotAllowed([HTTPRequest.Method])
        case notFound
        case malformed
    }

    /// Finds the rule for a path, still percent-encoded, and a method.
    func match(path: String, method: HTTPRequest.Method) -> Match {
        guard let path = PercentCoding.decodedPath(path) else { return .malformed }
        let start = Self.slashesAtStart(of: path)
        guard start > 0 else { return .notFound }
        var search = RouteSearch(method)
        if let row = search.row(in: self, for: path.utf8.span, from: start) {
            return texts(search.captures, of: path, for: rows[row].rule).map { .found(row, $0) }
                ?? refusal(search.refused)
        }
        if let merged = Self.merged(path, from: start), search.row(in: self, for: merged.utf8.span, from: 1) != nil {
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

    private static func slashesAtStart(of path: String) -> Int {
        let bytes = path.utf8.span
        return bytes.indices.first { bytes[$0] != UInt8(ascii: "/") } ?? bytes.count
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
