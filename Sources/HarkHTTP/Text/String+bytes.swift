// Text from outside is compared by its bytes. Swift compares strings by canonical equivalence, which makes different
// texts equal and takes quadratic time for a run of combining marks.
extension StringProtocol {
    /// Whether two texts have the same bytes in UTF-8.
    @inlinable package func hasSameBytes(as other: some StringProtocol) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }

    /// Whether two texts have the same bytes, ignoring the case of ASCII letters: the comparison for host names (RFC
    /// 9110, 4.2.3) and authentication schemes (RFC 9110, 11.1).
    package func hasSameBytesIgnoringCase(as other: some StringProtocol) -> Bool {
        utf8.count == other.utf8.count
            && utf8.elementsEqual(other.utf8) { $0.asciiLowercased == $1.asciiLowercased }
    }

    /// The first `count` Unicode scalars: unlike a `Character`, each has at most four bytes.
    package func scalars(upTo count: Int) -> String {
        if utf8.count <= count { return String(self) }
        var start = String.UnicodeScalarView()
        start.append(contentsOf: unicodeScalars.prefix(count))
        return String(start)
    }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
    /// The text without leading and trailing spaces and tabs.
    package var trimmingSpaces: SubSequence {
        let bytes = utf8.trimmingBlanks
        return self[bytes.startIndex..<bytes.endIndex]
    }
}

extension BidirectionalCollection<UInt8> {
    /// The bytes without the spaces and tabs at their ends.
    package var trimmingBlanks: SubSequence {
        let start = drop(while: \.isBlank)
        return start[..<(start.lastIndex { !$0.isBlank }.map(start.index(after:)) ?? start.startIndex)]
    }
}

extension BidirectionalCollection {
    /// The elements without those at both ends that satisfy a condition.
    public func trimming(while isLoose: (Element) -> Bool) -> SubSequence {
        guard let first = firstIndex(where: { !isLoose($0) }), let last = lastIndex(where: { !isLoose($0) }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }
}
