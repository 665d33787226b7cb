extension DynamicPart {
    /// Appends where in the path the texts of the placeholders are, or returns false when the text at `range` does not
    /// fit; `range` is a segment, or for parts that reach to the end all that is left of the path.
    func capture(_ path: Span<UInt8>, _ range: Range<Int>, into captures: inout [Range<Int>]) -> Bool {
        var end = range.upperBound
        if extent == .restAndSlash {
            end = range.lowerBound + path.extracting(range).lengthWithoutFinalSlash
            if end > range.lowerBound, path[end - 1] == UInt8(ascii: "/") { return false }
        }
        let text = range.lowerBound..<end
        guard let onlyPattern else {
            guard let found = Alignment(of: path.extracting(text)).captures(tokens) else { return false }
            for capture in found {
                captures.append(capture.lowerBound + text.lowerBound..<capture.upperBound + text.lowerBound)
            }
            return true
        }
        guard prefix.count + suffix.count <= text.count else { return false }
        let capture = text.lowerBound + prefix.count..<text.upperBound - suffix.count
        let fits =
            path.begins(with: prefix, at: text.lowerBound) && path.begins(with: suffix, at: capture.upperBound)
            && onlyPattern.matches(path.extracting(capture))
        if fits { captures.append(capture) }
        return fits
    }
}
