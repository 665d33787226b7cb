public import HTTPTypes

/// Finds the rule that a path and a method belong to, in time that depends on the path and not on the number of rules.
///
/// The raw path is split at its slashes and then each segment is decoded, so `%2F` never separates. Where several rules
/// fit, literal text goes before placeholders, the more particular placeholder before the more general (see
/// `URLRule.Converter`), and the first added before later ones; a rule whose beginning fits better and whose end does
/// not fit is given up for the next one. A slash at the end of the path is optional both ways, the rule that has it as
/// sent being preferred. These are the rules of Werkzeug 3.1 with `strict_slashes` off and `merge_slashes` on.
public struct Router<Value: Sendable>: Sendable {
    /// What a router finds.
    public enum Match: Sendable {
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

    private(set) var tree = RouteTree()
    /// By the numbers of the tree's rules.
    private(set) var values: [Value] = []

    /// A router without rules, which finds nothing.
    public init() {}

    /// Adds a rule for some methods, or for any when the set is empty.
    public mutating func add(_ rule: URLRule, methods: Set<HTTPRequest.Method>, value: Value) {
        tree.add(rule, methods: methods)
        values.append(value)
    }

    /// Finds the rule for a path, still percent-encoded and without its query, and a method. Slashes at the beginning
    /// of the path count as one; a path that does not begin with a slash is not found.
    ///
    /// A text that a placeholder takes may hold `/` from `%2F`. Where a redirect leads, it is `%2F` again.
    public func match(path: String, method: HTTPRequest.Method) -> Match {
        switch tree.match(path: path, method: method) {
        case .found(let row, let texts): .found(values[row], texts)
        case .redirect(let path): .redirect(path)
        case .methodNotAllowed(let methods): .methodNotAllowed(methods)
        case .notFound: .notFound
        case .malformed: .malformed
        }
    }
}

extension Router {
    /// Two rules that only the order in which they were added tells apart, for a method that both have.
    public struct Conflict: Sendable {
        /// How alike the rules are.
        public enum Kind: Sendable, Equatable {
            /// They differ in nothing, or in the names of placeholders alone.
            case identical
            /// They differ, but weigh the same, and some path fits both. Bounds on numbers tell no rules apart: the
            /// first rule is taken whatever the number is.
            case ambiguous
        }

        /// The rule that was added first and takes the paths that fit both.
        public let first: Value
        /// The rule that does not get them.
        public let second: Value
        /// How alike they are.
        public let kind: Kind
    }

    /// All pairs of rules in conflict, in the order in which the second rules were added. Meant for the start of a
    /// program: it compares rules pair by pair where they may clash. Lengths of `string` texts are distinguished up
    /// to 1,024 scalars.
    public var conflicts: [Conflict] {
        tree.conflicts.map { first, second in
            let kind: Conflict.Kind = tree.areIdentical(first, second) ? .identical : .ambiguous
            return Conflict(first: values[first], second: values[second], kind: kind)
        }
    }
}

/// Decides whether some path fits two rules, by walking two automata at once.
enum Overlap {
    /// Up to how many scalars the lengths of `string` texts are distinguished; longer ones count as this.
    static let longestCount = 1024

    private struct Pair: Hashable {
        let one: Int
        let other: Int
    }

    /// Whether a path fits both sequences of parts.
    static func exists(between parts: [RulePart], and otherParts: [RulePart]) -> Bool {
        let (one, other) = (PathAutomaton(parts), PathAutomaton(otherParts))
        var visited: Set<Pair> = []
        var open = [Pair(one: one.start, other: other.start)]
        while let pair = open.popLast() {
            guard visited.insert(pair).inserted else { continue }
            if pair.one == one.end, pair.other == other.end { return true }
            let (state, otherState) = (one.states[pair.one], other.states[pair.other])
            open += state.silent.map { Pair(one: $0, other: pair.other) }
            open += otherState.silent.map { Pair(one: pair.one, other: $0) }
            for step in state.steps {
                for otherStep in otherState.steps where step.symbol.meets(otherStep.symbol) {
                    open.append(Pair(one: step.target, other: otherStep.target))
                }
            }
        }
        return false
    }
}
