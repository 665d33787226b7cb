/// What one level of the routing tree matches: a segment of the path, or, with `path` placeholders, the rest of it.
enum RulePart: Hashable {
    case literal([UInt8])
    case dynamic(DynamicPart)

    /// The parts of a rule without its leading slash; a trailing slash is an empty last part.
    static func parts(of pieces: [URLRuleParser.Piece]) -> [RulePart] {
        var parts: [RulePart] = []
        var builder = RulePartBuilder()
        for piece in pieces.dropFirst() {
            switch piece {
            case .literal(let text):
                builder.append(text)
            case .placeholder(let placeholder):
                builder.append(TextPattern(placeholder.converter))
            case .slash where builder.reachesToTheEnd:
                builder.appendSeparator()
            case .slash:
                parts.append(builder.part())
                builder = RulePartBuilder()
            }
        }
        return parts + [builder.part()]
    }
}

/// A part with placeholders.
struct DynamicPart: Hashable {
    enum Token: Hashable {
        case literal([UInt8])
        case placeholder(TextPattern)
    }

    /// How much of the path the part matches.
    enum Extent: Hashable {
        /// One segment.
        case segment
        /// Everything to the end of the path.
        case rest
        /// Everything to the end of the path, with or without one slash there.
        case restAndSlash
    }

    let tokens: [Token]
    let extent: Extent
    let weight: PartWeight

    /// The literal text before the first placeholder.
    let prefix: [UInt8]
    /// The literal text after the last placeholder.
    let suffix: [UInt8]
    /// The tokens between them.
    let core: [Token]

    init(tokens: [Token], extent: Extent, weight: PartWeight) {
        self.tokens = tokens
        self.extent = extent
        self.weight = weight
        prefix = if case .literal(let text)? = tokens.first { text } else { [] }
        suffix = if case .literal(let text)? = tokens.last { text } else { [] }
        core = Array(tokens.dropFirst(prefix.isEmpty ? 0 : 1).dropLast(suffix.isEmpty ? 0 : 1))
    }
}

/// The order in which parts with placeholders are tried, lowest first, weighted like in Werkzeug: more literal texts,
/// then longer ones, then more placeholders, then more specific ones.
struct PartWeight: Hashable, Comparable {
    private let criteria: [Int]

    /// Lengths are in Unicode scalars; separators do not count as literal texts.
    init(literalLengths: [Int], patternWeights: [Int]) {
        criteria = [-literalLengths.count] + literalLengths.map(-) + [-patternWeights.count] + patternWeights
    }

    static func < (one: PartWeight, other: PartWeight) -> Bool {
        one.criteria.lexicographicallyPrecedes(other.criteria)
    }
}

/// Collects the pieces of one part.
private struct RulePartBuilder {
    private(set) var reachesToTheEnd = false
    private var tokens: [DynamicPart.Token] = []
    private var literalLengths: [Int] = []
    private var patternWeights: [Int] = []

    mutating func append(_ text: String) {
        literalLengths.append(text.unicodeScalars.count)
        append(Array(text.utf8))
    }

    mutating func append(_ pattern: TextPattern) {
        tokens.append(.placeholder(pattern))
        patternWeights.append(pattern.weight)
        if pattern == .path { reachesToTheEnd = true }
    }

    mutating func appendSeparator() { append([UInt8(ascii: "/")]) }

    private mutating func append(_ bytes: [UInt8]) {
        if case .literal(let before)? = tokens.last {
            tokens[tokens.count - 1] = .literal(before + bytes)
        } else {
            tokens.append(.literal(bytes))
        }
    }

    func part() -> RulePart {
        if patternWeights.isEmpty {
            guard case .literal(let text)? = tokens.first else { return .literal([]) }
            return .literal(text)
        }
        let weight = PartWeight(literalLengths: literalLengths, patternWeights: patternWeights)
        guard reachesToTheEnd else {
            return .dynamic(DynamicPart(tokens: tokens, extent: .segment, weight: weight))
        }
        guard case .literal(let text)? = tokens.last, text.last == UInt8(ascii: "/") else {
            return .dynamic(DynamicPart(tokens: tokens, extent: .rest, weight: weight))
        }
        let rest: [DynamicPart.Token] = text.count == 1 ? [] : [.literal(text.dropLast())]
        return .dynamic(DynamicPart(tokens: tokens.dropLast() + rest, extent: .restAndSlash, weight: weight))
    }
}
