internal import HTTPTypes

/// One walk through a routing tree.
struct RouteSearch {
    /// A way that is tried when the better ones have failed.
    private struct Alternative {
        enum Way {
            /// Over a placeholder.
            case edge(Int)
            /// The path ends here, but for a slash.
            case end
        }

        let way: Way
        let node: Int
        /// Where the segment begins.
        let start: Int
        let captureCount: Int
    }

    private let tree: RouteTree
    private let method: HTTPRequest.Method
    private var alternatives: [Alternative] = []

    /// Where the texts of the placeholders are in the path, in bytes.
    private(set) var captures: [Range<Int>] = []

    /// The rules whose path fitted and whose methods did not.
    private(set) var refused: [Int] = []

    init(_ tree: RouteTree, _ method: HTTPRequest.Method) {
        self.tree = tree
        self.method = method
    }

    /// The number of the best rule for a decoded path, whose first segment begins at `start`, or nil.
    mutating func row(for path: Span<UInt8>, from start: Int) -> Int? {
        var node = 0
        var start = start
        while true {
            if start > path.count {
                if let row = rowAtEnd(of: node) { return row }
            } else {
                let end = path.endOfSegment(from: start)
                noteAlternatives(at: node, path, start..<end)
                if let target = tree.nodes[node].literals.value(for: path.extracting(start..<end)) {
                    node = target
                    start = end + 1
                    continue
                }
            }
            guard let step = nextAlternative(path) else { return nil }
            switch step {
            case .row(let row): return row
            case .move(let target, let next): (node, start) = (target, next)
            }
        }
    }

    private enum Step {
        case row(Int)
        case move(node: Int, start: Int)
    }

    /// Goes back to the best of the ways not yet tried that fits.
    private mutating func nextAlternative(_ path: Span<UInt8>) -> Step? {
        while let alternative = alternatives.popLast() {
            captures.removeLast(captures.count - alternative.captureCount)
            let node = tree.nodes[alternative.node]
            switch alternative.way {
            case .end:
                if let row = row(among: node.rows) { return .row(row) }
            case .edge(let number):
                let edge = node.edges.all[number]
                let end = edge.part.extent == .segment ? path.endOfSegment(from: alternative.start) : path.count
                if edge.part.capture(path, alternative.start..<end, into: &captures) {
                    return .move(node: edge.target, start: end + 1)
                }
            }
        }
        return nil
    }

    private mutating func noteAlternatives(at node: Int, _ path: Span<UInt8>, _ segment: Range<Int>) {
        if segment.lowerBound == path.count { note(.end, node, segment) }
        guard !tree.nodes[node].edges.isEmpty else { return }
        let rest = path.extracting(segment.lowerBound..<path.count)
        let candidates = tree.nodes[node].edges.candidates(segment: path.extracting(segment), rest: rest)
        for number in candidates.reversed() { note(.edge(number), node, segment) }
    }

    private mutating func note(_ way: Alternative.Way, _ node: Int, _ segment: Range<Int>) {
        alternatives.append(
            Alternative(way: way, node: node, start: segment.lowerBound, captureCount: captures.count)
        )
    }

    /// The rule for a path that ends at a node; failing that, one that wants a slash more.
    private mutating func rowAtEnd(of node: Int) -> Int? {
        if let row = row(among: tree.nodes[node].rows) { return row }
        let nothing: [UInt8] = []
        guard let slash = tree.nodes[node].literals.value(for: nothing.span) else { return nil }
        return row(among: tree.nodes[slash].rows)
    }

    private mutating func row(among candidates: [Int]) -> Int? {
        for candidate in candidates {
            let methods = tree.rows[candidate].methods
            if methods.isEmpty || methods.contains(method) { return candidate }
            refused.append(candidate)
        }
        return nil
    }
}

extension Span<UInt8> {
    /// Where the segment that begins at `start` ends: at a slash, or at the end.
    fileprivate func endOfSegment(from start: Int) -> Int {
        var end = start
        while end < count, self[end] != UInt8(ascii: "/") { end += 1 }
        return end
    }
}
