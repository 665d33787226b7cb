public import HTTPTypes

/// Finds the rule that a path and a method belong to, in time that depends on the path and not on the number of rules.
///
/// The raw path is split at its slashes and then each segment is decoded, so `%2F` never separates. Where several rules
/// fit, literal text goes before placeholders, the more particular placeholder before the more general (see
/// `URLRule.Converter`), and the first added before later ones; a rule whose beginning fits better and whose end does
/// not fit is given up for the next one. A slash at the end of the path is optional both ways, the rule that has it as
/// sent being preferred. These are the rules of Werkzeug 3.1 with `strict_slashes` off and `merge_slashes` on.
public struct Router<Value: Sendable>: Sendable {
    /// A rule with what belongs to it.
    struct Row: Sendable {
        let rule: URLRule
        /// Sorted by name; empty for any method.
        let methods: [HTTPRequest.Method]
        let value: Value
    }

    /// A place in the tree: what may follow a certain beginning of a path.
    struct Node: Sendable {
        /// The nodes after a literal segment.
        var literals = LiteralTable()
        /// The nodes after a segment with placeholders.
        var edges = DynamicEdges()
        /// The rules that end here, by number.
        var rows: [Int] = []
    }

    private(set) var rows: [Row] = []
    /// The first one is the root, where paths begin.
    private(set) var nodes = [Node()]

    /// A router without rules, which finds nothing.
    public init() {}

    /// Adds a rule for some methods, or for any when the set is empty.
    public mutating func add(_ rule: URLRule, methods: Set<HTTPRequest.Method>, value: Value) {
        var node = 0
        for part in rule.parts { node = target(of: part, from: node) }
        nodes[node].rows.append(rows.count)
        rows.append(Row(rule: rule, methods: methods.sorted { $0.rawValue < $1.rawValue }, value: value))
    }

    /// The node to which a part leads, made when there is none.
    private mutating func target(of part: RulePart, from node: Int) -> Int {
        let fresh = nodes.count
        switch part {
        case .literal(let text):
            if let target = nodes[node].literals.value(for: text.span) { return target }
            nodes[node].literals.insert(text, value: fresh)
        case .dynamic(let part):
            if let target = nodes[node].edges.target(of: part) { return target }
            nodes[node].edges.insert(part, target: fresh)
        }
        nodes.append(Node())
        return fresh
    }
}
