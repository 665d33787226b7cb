/// Finds the parts with placeholders whose literal prefix and suffix match a text, in time that depends on the number
/// of distinct prefix and suffix lengths, not on the number of parts.
struct AffixIndex {
    /// Texts of the same length, which are looked up together.
    private struct Affixes {
        private var table = LiteralTable()
        private(set) var lengths: [Int] = []

        func value(for affix: Span<UInt8>) -> Int? { table.value(for: affix) }

        /// The value of an affix; `fresh` if it is new.
        mutating func value(for affix: [UInt8], orInsert fresh: Int) -> Int {
            if let value = table.value(for: affix.span) { return value }
            table.insert(affix, value: fresh)
            if !lengths.contains(affix.count) { lengths = (lengths + [affix.count]).sorted() }
            return fresh
        }
    }

    private var prefixes = Affixes()
    /// Indexed by the values of `prefixes`.
    private var suffixes: [Affixes] = []
    /// Indexed by the values of `suffixes`.
    private var buckets: [[Int]] = []

    /// Adds the number of a part; parts with the same prefix and suffix are kept in the order of `precedes`.
    mutating func insert(_ number: Int, prefix: [UInt8], suffix: [UInt8], precedes: (Int, Int) -> Bool) {
        let group = prefixes.value(for: prefix, orInsert: suffixes.count)
        if group == suffixes.count { suffixes.append(Affixes()) }
        let bucket = suffixes[group].value(for: suffix, orInsert: buckets.count)
        if bucket == buckets.count { buckets.append([]) }
        let place = buckets[bucket].firstIndex { precedes(number, $0) } ?? buckets[bucket].endIndex
        buckets[bucket].insert(number, at: place)
    }

    /// Appends the parts that may match a text; parts of one bucket are in order, buckets are not. Returns the number
    /// of buckets.
    func collect(fitting text: Span<UInt8>, into parts: inout [Int]) -> Int {
        var count = 0
        for prefixLength in prefixes.lengths {
            guard prefixLength <= text.count else { break }
            guard let group = prefixes.value(for: text.extracting(first: prefixLength)) else { continue }
            for suffixLength in suffixes[group].lengths {
                guard prefixLength + suffixLength <= text.count else { break }
                guard let bucket = suffixes[group].value(for: text.extracting(last: suffixLength)) else { continue }
                parts += buckets[bucket]
                count += 1
            }
        }
        return count
    }
}
