extension StringProtocol where UTF8View: BidirectionalCollection {
    /// The text without the spaces and tabs at its ends.
    package var trimmingSpaces: SubSequence {
        let bytes = utf8.trimmingBlanks
        return self[bytes.startIndex..<bytes.endIndex]
    }
}
