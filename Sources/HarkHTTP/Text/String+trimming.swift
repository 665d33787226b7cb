extension StringProtocol where UTF8View: BidirectionalCollection {
    /// The text without leading and trailing spaces and tabs.
    package var trimmingSpaces: SubSequence {
        let bytes = utf8.trimmingBlanks
        return self[bytes.startIndex..<bytes.endIndex]
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
