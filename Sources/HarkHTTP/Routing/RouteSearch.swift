internal import HTTPTypes

/// The state of a search for a path in a routing tree.
struct RouteSearch {
    /// A node, and the start of its segment in the path; beyond the end if there is none left.
    private struct Place {
        let node: Int
        let start: Int
    }

    /// A branch to try when the better ones have failed.
    private struct Alternative {
        enum Way {
            /// Any of the node's placeholders, best first.
            case edges
            /// One of them, by number.
            case edge(Int)
            /// None: the path ends here, except for a slash.
            case end
        }

        let way: Way
        let place: Place
        let captureCount: Int
    }

    private let method: HTTPRequest.Method

    /// The last one is tried first.
    private var alternatives: [Alternative] = []

    /// The ranges of the placeholders in the path, in bytes.
    private(set) var captures: [Range<Int>] = []

    /// The rules whose path matched and whose methods did not.
    private(set) var refused: [Int] = []

    init(_ method: HTTPRequest.Method) { self.method = method }

    /// The number of the best rule for a decoded path whose first segment begins at `start`, or nil.
    mutating func row(in tree: RouteTree, for path: Span<UInt8>, from start: Int) -> Int? {
        var next: Place? = Place(node: 0, start: start)
        while let place = next ?? nextAlternative(in: tree, path) {
            if place.start > path.count {
                if let row = rowAtEnd(of: place.node, in: tree) { return row }
                next = nil
            } else {
                if place.start == path.count { note(.end, at: place) }
                if !tree.nodes[place.node].edges.isEmpty { note(.edges, at: place) }
                let segment = path.segment(from: place.start)
                next = tree.nodes[place.node].literals.value(for: path.extracting(segment))
                    .map { Place(node: $0, start: segment.upperBound + 1) }
            }
        }
        return nil
    }

    /// Backtracks to the best untried alternative that matches.
    private mutating func nextAlternative(in tree: RouteTree, _ path: Span<UInt8>) -> Place? {
        while let alternative = alternatives.popLast() {
            captures.removeLast(captures.count - alternative.captureCount)
            let place = alternative.place
            switch alternative.way {
            case .end:
                return Place(node: place.node, start: path.count + 1)
            case .edges:
                noteEdges(of: tree.nodes[place.node].edges, at: place, path)
            case .edge(let number):
                if let next = follow(tree.nodes[place.node].edges.all[number], from: place.start, path) { return next }
            }
        }
        return nil
    }

    private mutating func noteEdges(of edges: DynamicEdges, at place: Place, _ path: Span<UInt8>) {
        let segment = path.extracting(path.segment(from: place.start))
        let candidates = edges.candidates(segment: segment, rest: path.extracting(place.start..<path.count))
        for number in candidates.reversed() { note(.edge(number), at: place) }
    }

    private mutating func follow(_ edge: DynamicEdges.Edge, from start: Int, _ path: Span<UInt8>) -> Place? {
        let range = edge.part.extent == .segment ? path.segment(from: start) : start..<path.count
        guard edge.part.capture(path, range, into: &captures) else { return nil }
        return Place(node: edge.target, start: range.upperBound + 1)
    }

    private mutating func note(_ way: Alternative.Way, at place: Place) {
        alternatives.append(Alternative(way: way, place: place, captureCount: captures.count))
    }

    /// The rule for a path that ends at a node; otherwise, one with an additional trailing slash.
    private mutating func rowAtEnd(of node: Int, in tree: RouteTree) -> Int? {
        if let row = row(among: tree.nodes[node].rows, in: tree) { return row }
        guard let slash = tree.nodes[node].slash else { return nil }
        return row(among: tree.nodes[slash].rows, in: tree)
    }

    private mutating func row(among candidates: [Int], in tree: RouteTree) -> Int? {
        for candidate in candidates {
            if tree.rows[candidate].answers(method) { return candidate }
            refused.append(candidate)
        }
        return nil
    }
}

extension Span<UInt8> {
    /// The segment that begins at `start`, up to the next slash or the end.
    fileprivate func segment(from start: Int) -> Range<Int> {
        var end = start
        while end < count, self[end] != UInt8(ascii: "/") { end += 1 }
        return start..<end
    }
}
