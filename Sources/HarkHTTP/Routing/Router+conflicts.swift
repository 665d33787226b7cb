extension Router {
    /// Two rules that only the order in which they were added tells apart, for a method that both have.
    public struct Conflict: Sendable {
        /// How alike the rules are.
        public enum Kind: Sendable, Equatable {
            /// They differ in nothing, or in the names of placeholders alone.
            case identical
            /// They differ, but weigh the same, and some path fits both. Bounds on numbers tell no rules apart: the first
            /// rule is taken whatever the number is.
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
    /// program: it compares rules pair by pair where they may clash. Lengths of `string` texts are told apart up to 1,024
    /// scalars.
    public var conflicts: [Conflict] {
        tree.conflicts.map { first, second in
            let kind: Conflict.Kind = tree.areIdentical(first, second) ? .identical : .ambiguous
            return Conflict(first: values[first], second: values[second], kind: kind)
        }
    }
}
