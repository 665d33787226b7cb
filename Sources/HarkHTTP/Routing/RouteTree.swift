internal import HTTPTypes

/// The rules of a router, by number, as a tree of segments. Not generic, so that searching it is fast in every module.
struct RouteTree: Sendable {
    /// A rule with its methods.
    struct Row: Sendable {
        let rule: URLRule
        /// Sorted by name; empty for any method.
        let methods: [HTTPRequest.Method]

        func answers(_ method: HTTPRequest.Method) -> Bool { methods.isEmpty || methods.contains(method) }
    }

    /// A node of the tree: what may follow a given start of a path.
    struct Node: Sendable {
        /// The nodes after a literal segment.
        var literals = LiteralTable()
        /// The nodes after a segment with placeholders.
        var edges = DynamicEdges()
        /// The node after a trailing slash.
        var slash: Int?
        /// The rules that end here, by number.
        var rows: [Int] = []
    }

    private(set) var rows: [Row] = []
    /// The first one is the root.
    private(set) var nodes = [Node()]

    /// Adds a rule; its number is the count of earlier ones.
    mutating func add(_ rule: URLRule, methods: Set<HTTPRequest.Method>) {
        var node = 0
        for part in rule.parts { node = target(of: part, from: node) }
        nodes[node].rows.append(rows.count)
        rows.append(Row(rule: rule, methods: methods.sorted { $0.rawValue < $1.rawValue }))
    }

    /// The node that a part leads to, created if necessary.
    private mutating func target(of part: RulePart, from node: Int) -> Int {
        let fresh = nodes.count
        switch part {
        case .literal(let text):
            if let target = nodes[node].literals.value(for: text.span) { return target }
            nodes[node].literals.insert(text, value: fresh)
            if text.isEmpty { nodes[node].slash = fresh }
        case .dynamic(let part):
            if let target = nodes[node].edges.target(of: part) { return target }
            nodes[node].edges.insert(part, target: fresh)
        }
        nodes.append(Node())
        return fresh
    }
}

extension RouteTree {
    /// Like `Router.Match`, with the number of the rule.
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

    /// The values of a rule's placeholders, or nil if one is out of bounds.
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

    /// The path, from the last of its leading slashes, with every run of slashes merged into one; nil if there is no
    /// run.
    private static func merged(_ path: String, from start: Int) -> String? {
        var merged = [UInt8(ascii: "/")]
        for byte in path.utf8.dropFirst(start) where byte != UInt8(ascii: "/") || merged.last != byte {
            merged.append(byte)
        }
        return merged.count == path.utf8.count - start + 1 ? nil : String(decoding: merged, as: UTF8.self)
    }
}

extension RouteTree {
    /// All pairs of rules with the same shape that share a method, ordered by the second rule.
    var conflicts: [(first: Int, second: Int)] {
        nodes.flatMap { Self.pairs(in: $0.rows) }
            .filter { shareMethod($0.first, $0.second) }
            .sorted { ($0.second, $0.first) < ($1.second, $1.first) }
    }

    private static func pairs(in rows: [Int]) -> [(first: Int, second: Int)] {
        rows.indices.flatMap { index in rows[..<index].map { (first: $0, second: rows[index]) } }
    }

    private func shareMethod(_ one: Int, _ other: Int) -> Bool {
        let (methods, otherMethods) = (rows[one].methods, rows[other].methods)
        return methods.isEmpty || otherMethods.isEmpty || methods.contains { otherMethods.contains($0) }
    }
}
