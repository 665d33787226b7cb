/// Decides whether some path fits two rules, by walking two automata at once.
enum Overlap {
    /// Up to how many scalars the lengths of `string` texts are told apart; longer ones count as this.
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
