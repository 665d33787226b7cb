internal import HTTPTypes

/// The rules of a router as a tree of segments, by number. Not generic, so that walking it is fast in every module.
struct RouteTree: Sendable {
    /// A rule with its methods.
    struct Row: Sendable {
        let rule: URLRule
        /// Sorted by name; empty for any method.
        let methods: [HTTPRequest.Method]

        func answers(_ method: HTTPRequest.Method) -> Bool { methods.isEmpty || methods.contains(method) }
    }

    /// A place in the tree: what may follow a certain beginning of a path.
    struct Node: Sendable {
        /// The nodes after a literal segment.
        var literals = LiteralTable()
        /// The nodes after a segment with placeholders.
        var edges = DynamicEdges()
        /// The node after a slash at the end of a path.
        var slash: Int?
        /// The rules that end here, by number.
        var rows: [Int] = []
    }

    private(set) var rows: [Row] = []
    /// The first one is the root, where paths begin.
    private(set) var nodes = [Node()]

    /// Adds a rule; its number is the count of those before it.
    mutating func add(_ rule: URLRule, methods: Set<HTTPRequest.Method>) {
        var node = 0
        for part in rule.parts { node = target(of: part, from: node) }
        nodes[node].rows.append(rows.count)
        rows.append(Row(rule: rule, methods: methods.sorted { $0.rawValue < $1.rawValue }))
    }

    /// The node to which a part leads, made when there is none.
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
