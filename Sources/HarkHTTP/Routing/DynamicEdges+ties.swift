extension DynamicEdges {
    /// All pairs of edges of one weight, save those whose literal ends already rule out a text that fits both.
    ///
    /// Literals of one weight have the same lengths, so two edges that both begin with one, or both end with one, fit no
    /// common text unless those are equal. Edges are therefore grouped by their ends before any are paired.
    func ties() -> [(Edge, Edge)] {
        Dictionary(grouping: all, by: \.part.weight).values.flatMap(Self.pairs(ofOneWeight:))
    }

    private static func pairs(ofOneWeight edges: [Edge]) -> [(Edge, Edge)] {
        guard edges.count > 1 else { return [] }
        let groups = Dictionary(grouping: edges) { Ends(of: $0.part) }
        let kinds = Array(Dictionary(grouping: groups.keys, by: \.kind).values)
        var pairs = groups.values.flatMap(Self.pairs(within:))
        for (one, other) in Self.pairs(within: kinds) {
            for ends in one {
                for otherEnds in other where ends.isCompatible(with: otherEnds) {
                    let others = groups[otherEnds] ?? []
                    pairs += (groups[ends] ?? []).flatMap { edge in others.map { (edge, $0) } }
                }
            }
        }
        return pairs
    }

    private static func pairs<Element>(within elements: [Element]) -> [(Element, Element)] {
        elements.indices.flatMap { index in elements[..<index].map { ($0, elements[index]) } }
    }
}

/// The literal texts with which a part begins and ends, a last segment's worth of them, empty for none.
private struct Ends: Hashable {
    private let first: [UInt8]
    private let last: [UInt8]

    init(of part: DynamicPart) {
        first = part.prefix
        last = Array(part.suffix.split(separator: UInt8(ascii: "/")).last ?? [])
    }

    /// Which of the two there are.
    var kind: [Bool] { [first.isEmpty, last.isEmpty] }

    func isCompatible(with other: Ends) -> Bool {
        (first.isEmpty || other.first.isEmpty || first == other.first)
            && (last.isEmpty || other.last.isEmpty || last == other.last)
    }
}
