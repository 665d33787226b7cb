private import HTTPTypes

extension RouteTree {
    /// The numbers of all pairs of rules that only their order tells apart and that share a method, by the second.
    var conflicts: [(first: Int, second: Int)] {
        var pairs: [(first: Int, second: Int)] = []
        for node in nodes {
            pairs += Self.pairs(in: node.rows)
            for (one, other) in node.edges.ties() { pairs += ambiguousPairs(one, other) }
        }
        return pairs.lazy.map { (first: min($0.first, $0.second), second: max($0.first, $0.second)) }
            .filter { shareMethod($0.first, $0.second) }
            .sorted { ($0.second, $0.first) < ($1.second, $1.first) }
    }

    private static func pairs(in rows: [Int]) -> [(first: Int, second: Int)] {
        rows.indices.flatMap { index in rows[..<index].map { (first: $0, second: rows[index]) } }
    }

    /// The rules behind two equally good ways on from one node that some path fits both of.
    private func ambiguousPairs(_ one: DynamicEdges.Edge, _ other: DynamicEdges.Edge) -> [(first: Int, second: Int)] {
        let rowsBehindOther = rowsBehind(other.target)
        return rowsBehind(one.target).flatMap { row in
            rowsBehindOther.lazy.filter { shareMethod(row.number, $0.number) }
                .filter {
                    Overlap.exists(between: [.dynamic(one.part)] + row.rest, and: [.dynamic(other.part)] + $0.rest)
                }
                .map { (first: row.number, second: $0.number) }
        }
    }

    /// The rules at a node and below it, with the parts that lead there.
    private func rowsBehind(_ node: Int) -> [(number: Int, rest: [RulePart])] {
        var found: [(number: Int, rest: [RulePart])] = []
        var open: [(node: Int, depth: Int)] = [(node, 0)]
        while let (node, depth) = open.popLast() {
            found += nodes[node].rows.map { (number: $0, rest: rows[$0].rule.parts.suffix(depth)) }
            open += (nodes[node].literals.values + nodes[node].edges.all.map(\.target)).map { ($0, depth + 1) }
        }
        return found
    }

    /// Whether two rules differ at most in the names of their placeholders.
    func areIdentical(_ one: Int, _ other: Int) -> Bool {
        let (rule, otherRule) = (rows[one].rule, rows[other].rule)
        return rule.parts == otherRule.parts
            && rule.placeholders.map(\.converter) == otherRule.placeholders.map(\.converter)
    }

    private func shareMethod(_ one: Int, _ other: Int) -> Bool {
        let (methods, otherMethods) = (rows[one].methods, rows[other].methods)
        return methods.isEmpty || otherMethods.isEmpty || methods.contains { otherMethods.contains($0) }
    }
}
