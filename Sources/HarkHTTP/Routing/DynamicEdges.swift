/// The edges from a node of the routing tree that match placeholders.
struct DynamicEdges {
    /// An edge, and the node that it leads to.
    struct Edge {
        let part: DynamicPart
        let target: Int
    }

    /// In the order of registration.
    private(set) var all: [Edge] = []
    private var numbers: [DynamicPart: Int] = [:]
    private var segments = AffixIndex()
    private var rests = AffixIndex()
    private var restsAndSlashes = AffixIndex()

    /// Whether there are none.
    var isEmpty: Bool { all.isEmpty }

    /// The node that a part leads to, if the part was added.
    func target(of part: DynamicPart) -> Int? { numbers[part].map { all[$0].target } }

    /// Adds a new part.
    mutating func insert(_ part: DynamicPart, target: Int) {
        let number = all.count
        all.append(Edge(part: part, target: target))
        numbers[part] = number
        let edges = all
        let precedes = { (one: Int, other: Int) in Self.precedes(edges, one, other) }
        switch part.extent {
        case .segment:
            segments.insert(number, prefix: part.prefix, suffix: part.suffix, precedes: precedes)
        case .rest:
            rests.insert(number, prefix: part.prefix, suffix: part.suffix, precedes: precedes)
        case .restAndSlash:
            restsAndSlashes.insert(number, prefix: part.prefix, suffix: part.suffix, precedes: precedes)
        }
    }

    /// The numbers of the edges whose literal prefix and suffix match, best first: by weight, then by registration.
    func candidates(segment: Span<UInt8>, rest: Span<UInt8>) -> [Int] {
        var candidates: [Int] = []
        var buckets = segments.collect(fitting: segment, into: &candidates)
        buckets += rests.collect(fitting: rest, into: &candidates)
        let restWithoutSlash = rest.extracting(first: rest.lengthWithoutFinalSlash)
        buckets += restsAndSlashes.collect(fitting: restWithoutSlash, into: &candidates)
        return buckets > 1 ? candidates.sorted { Self.precedes(all, $0, $1) } : candidates
    }

    private static func precedes(_ edges: [Edge], _ one: Int, _ other: Int) -> Bool {
        let (weight, otherWeight) = (edges[one].part.weight, edges[other].part.weight)
        return weight == otherWeight ? one < other : weight < otherWeight
    }
}

extension Span<UInt8> {
    /// The number of bytes without a trailing slash.
    var lengthWithoutFinalSlash: Int { count > 0 && self[count - 1] == UInt8(ascii: "/") ? count - 1 : count }
}

extension DynamicPart {
    /// Appends the ranges of the placeholders in the path, or returns false if the text at `range` does not match;
    /// `range` is a segment, or for parts that extend to the end, the rest of the path.
    func capture(_ path: Span<UInt8>, _ range: Range<Int>, into captures: inout [Range<Int>]) -> Bool {
        var end = range.upperBound
        if extent == .restAndSlash {
            end = range.lowerBound + path.extracting(range).lengthWithoutFinalSlash
            if end > range.lowerBound, path[end - 1] == UInt8(ascii: "/") { return false }
        }
        guard prefix.count + suffix.count <= end - range.lowerBound else { return false }
        let inner = range.lowerBound + prefix.count..<end - suffix.count
        guard path.begins(with: prefix, at: range.lowerBound), path.begins(with: suffix, at: inner.upperBound) else {
            return false
        }
        if core.count == 1, case .placeholder(let pattern) = core[0] {
            guard pattern.matches(path.extracting(inner)) else { return false }
            captures.append(inner)
            return true
        }
        guard let found = Alignment(of: path.extracting(inner)).captures(core) else { return false }
        captures += found.map { $0.lowerBound + inner.lowerBound..<$0.upperBound + inner.lowerBound }
        return true
    }
}
