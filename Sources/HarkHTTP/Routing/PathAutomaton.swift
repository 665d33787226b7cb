/// A nondeterministic automaton that accepts the paths of a rule, scalar by scalar.
struct PathAutomaton {
    /// A set of scalars.
    enum Symbol {
        case one(Unicode.Scalar)
        case digit
        case hexDigit
        /// All but a separator.
        case inSegment
        /// All but a separator and an escaped slash.
        case notSlash
        case any

        /// Whether some scalar is in both sets; all sets of several scalars hold `0`.
        func meets(_ other: Symbol) -> Bool {
            switch (self, other) {
            case (.one(let scalar), let set), (let set, .one(let scalar)): set.contains(scalar)
            default: true
            }
        }

        private func contains(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .one(let own): own == scalar
            case .digit: ("0"..."9").contains(scalar)
            case .hexDigit: scalar.isASCII && Character(scalar).isHexDigit
            case .inSegment: scalar != "/"
            case .notSlash: scalar != "/" && scalar != Unicode.Scalar(PercentCoding.escapedSlash)
            case .any: true
            }
        }
    }

    struct State {
        var steps: [(symbol: Symbol, target: Int)] = []
        /// States that are entered without reading anything.
        var silent: [Int] = []
    }

    private(set) var states = [State()]
    let start = 0
    /// The state in which a path is accepted.
    private(set) var end = 0

    /// Accepts what the parts, divided by slashes, accept, with an optional slash at the end where the router allows
    /// it.
    init(_ parts: [RulePart]) {
        for (index, part) in parts.enumerated() {
            if index > 0, part != .literal([]) { read(.one("/")) }
            switch part {
            case .literal(let text): read(text)
            case .dynamic(let part): for token in part.tokens { read(token) }
            }
        }
        if case .dynamic(let part)? = parts.last, part.extent == .rest { return }
        optionally { $0.read(.one("/")) }
    }

    private mutating func read(_ token: DynamicPart.Token) {
        switch token {
        case .literal(let text):
            read(text)
        case .placeholder(.text(let minLength, let maxLength)):
            let minimum = min(minLength, Overlap.longestCount)
            read(.inSegment, count: minimum)
            if let maxLength {
                for _ in minimum..<max(minimum, min(maxLength, Overlap.longestCount)) {
                    optionally { $0.read(.inSegment) }
                }
            } else {
                repeatedly(.inSegment)
            }
        case .placeholder(.digits(let signed)):
            if signed { optionally { $0.read(.one("-")) } }
            readDigits()
        case .placeholder(.decimal(let signed)):
            if signed { optionally { $0.read(.one("-")) } }
            readDigits()
            read(.one("."))
            readDigits()
        case .placeholder(.uuid):
            read(.hexDigit, count: 8)
            for length in [4, 4, 4, 12] {
                read(.one("-"))
                read(.hexDigit, count: length)
            }
        case .placeholder(.oneOf(let texts)):
            read(anyOf: texts)
        case .placeholder(.path):
            read(.notSlash)
            repeatedly(.any)
        }
    }

    private mutating func addState() -> Int {
        states.append(State())
        return states.count - 1
    }

    private mutating func read(_ symbol: Symbol, count: Int = 1) {
        for _ in 0..<count {
            let target = addState()
            states[end].steps.append((symbol, target))
            end = target
        }
    }

    private mutating func read(_ text: [UInt8]) {
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { read(.one(scalar)) }
    }

    private mutating func readDigits() {
        read(.digit)
        repeatedly(.digit)
    }

    private mutating func repeatedly(_ symbol: Symbol) { states[end].steps.append((symbol, end)) }

    private mutating func optionally(_ body: (inout PathAutomaton) -> Void) {
        let before = end
        body(&self)
        states[before].silent.append(end)
    }

    private mutating func read(anyOf texts: [[UInt8]]) {
        let before = end
        let after = addState()
        for text in texts {
            end = before
            read(text)
            states[end].silent.append(after)
        }
        end = after
    }
}
