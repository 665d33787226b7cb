extension DynamicPart {
    /// Appends where in the path the texts of the placeholders are, or returns false when the text at `range` does not
    /// fit; `range` is a segment, or for parts that reach to the end all that is left of the path.
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
