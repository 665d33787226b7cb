extension BidirectionalCollection {
    /// The elements without those at both ends that satisfy a condition.
    func trimming(while isLoose: (Element) -> Bool) -> SubSequence {
        guard let first = firstIndex(where: { !isLoose($0) }), let last = lastIndex(where: { !isLoose($0) }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }
}
