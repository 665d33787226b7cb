/// Matches a text against literals and several placeholders, as a backtracking regular expression would (numbers and
/// texts as long as possible, `path` as short as possible, `any` in the order listed), in time proportional to the
/// length of the text times the number of tokens, for any text.
///
/// Positions are counted in Unicode scalars. From the last token to the first, it computes the positions at which the
/// remaining tokens can begin; then the placeholders choose among these from left to right.
struct Alignment {
    /// Where a token that begins at a given position may end.
    private enum Ends {
        case range(ClosedRange<Int>, prefersLongest: Bool)
        case oneOf([Int])
        case none
    }

    private let bytes: [UInt8]
    /// The byte at which each scalar begins, followed by the length in bytes.
    private let offsets: [Int]
    /// For each position, the end of the digits that begin there.
    private var digitsEnd: [Int]
    /// For each position, the position of the next separator, or the end.
    private var segmentEnd: [Int]

    init(of text: Span<UInt8>) {
        var bytes: [UInt8] = []
        var offsets: [Int] = []
        bytes.reserveCapacity(text.count)
        offsets.reserveCapacity(text.count + 1)
        for index in text.indices {
            if text[index].beginsScalar { offsets.append(index) }
            bytes.append(text[index])
        }
        offsets.append(text.count)
        self.bytes = bytes
        self.offsets = offsets
        let last = offsets.count - 1
        digitsEnd = Array(offsets.indices)
        segmentEnd = Array(repeating: last, count: offsets.count)
        for position in stride(from: last - 1, through: 0, by: -1) {
            let byte = bytes[offsets[position]]
            if byte.isDigit { digitsEnd[position] = digitsEnd[position + 1] }
            segmentEnd[position] = byte == UInt8(ascii: "/") ? position : segmentEnd[position + 1]
        }
    }

    /// The ranges of the placeholders in the text, in bytes, or nil if the tokens do not match it.
    func captures(_ tokens: [DynamicPart.Token]) -> [Range<Int>]? {
        let last = offsets.count - 1
        let none = last + 1
        // nearest[token][position]: the first position, from the given one on, at which this token and all later ones
        // match.
        var nearest = [Array(repeating: last, count: none) + [none]]
        for token in tokens.reversed() {
            let following = nearest[nearest.count - 1]
            var starts = Array(repeating: none, count: none + 1)
            for position in stride(from: last, through: 0, by: -1) {
                let fits = end(of: token, at: position, following: following) != nil
                starts[position] = fits ? position : starts[position + 1]
            }
            nearest.append(starts)
        }
        nearest.reverse()
        guard nearest[0][0] == 0 else { return nil }
        var captures: [Range<Int>] = []
        var position = 0
        for (token, following) in zip(tokens, nearest.dropFirst()) {
            guard let end = preferredEnd(of: token, at: position, following: following) else { return nil }
            if case .placeholder = token { captures.append(offsets[position]..<offsets[end]) }
            position = end
        }
        return captures
    }

    /// An end of the token from which the later tokens match, or nil.
    private func end(of token: DynamicPart.Token, at position: Int, following: [Int]) -> Int? {
        switch ends(of: token, at: position) {
        case .none: return nil
        case .oneOf(let ends): return ends.first { following[$0] == $0 }
        case .range(let ends, _):
            let end = following[ends.lowerBound]
            return end <= ends.upperBound ? end : nil
        }
    }

    /// The preferred end of the token among those from which the later tokens match.
    private func preferredEnd(of token: DynamicPart.Token, at position: Int, following: [Int]) -> Int? {
        guard case .range(let ends, prefersLongest: true) = ends(of: token, at: position) else {
            return end(of: token, at: position, following: following)
        }
        return ends.last { following[$0] == $0 }
    }

    private func ends(of token: DynamicPart.Token, at position: Int) -> Ends {
        switch token {
        case .literal(let text):
            guard let end = end(of: text, at: position) else { return .none }
            return .range(end...end, prefersLongest: true)
        case .placeholder(.text(let minLength, let maxLength)):
            let segmentEnd = segmentEnd[position]
            let available = segmentEnd - position
            guard minLength <= available else { return .none }
            return .range(
                position + minLength...position + min(available, maxLength ?? available), prefersLongest: true)
        case .placeholder(.digits(let signed)):
            let start = afterSign(position, signed)
            guard start < digitsEnd[start] else { return .none }
            return .range(start + 1...digitsEnd[start], prefersLongest: true)
        case .placeholder(.decimal(let signed)):
            let start = afterSign(position, signed)
            let point = digitsEnd[start]
            guard start < point, byte(at: point) == UInt8(ascii: "."), point + 1 < digitsEnd[point + 1] else {
                return .none
            }
            return .range(point + 2...digitsEnd[point + 1], prefersLongest: true)
        case .placeholder(.uuid):
            guard TextPattern.isUUID(bytes.span.extracting(offsets[position]..<bytes.count)) else { return .none }
            let end = position + TextPattern.uuidLength
            return .range(end...end, prefersLongest: true)
        case .placeholder(.oneOf(let texts)):
            return .oneOf(texts.compactMap { end(of: $0, at: position) })
        case .placeholder(.path):
            guard let byte = byte(at: position), !TextPattern.isSlash(byte) else { return .none }
            return .range(position + 1...offsets.count - 1, prefersLongest: false)
        }
    }

    private func byte(at position: Int) -> UInt8? {
        position < offsets.count - 1 ? bytes[offsets[position]] : nil
    }

    private func afterSign(_ position: Int, _ signed: Bool) -> Int {
        signed && byte(at: position) == UInt8(ascii: "-") ? position + 1 : position
    }

    /// The end of a literal text, or nil if the text is different.
    private func end(of text: [UInt8], at position: Int) -> Int? {
        guard bytes.span.begins(with: text, at: offsets[position]) else { return nil }
        return position + text.count { $0.beginsScalar }
    }
}
