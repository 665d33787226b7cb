/// Finds the parts with placeholders whose literal beginning and end fit a text, in time that depends on how many
/// different lengths those have, not on how many parts there are.
struct AffixIndex {
    /// Texts of the same length that are looked up together.
    private struct Affixes {
        private var table = LiteralTable()
        private(set) var lengths: [Int] = []

        func value(for affix: Span<UInt8>) -> Int? { table.value(for: affix) }

        /// The value of an affix; `fresh` when it is new.
        mutating func value(for affix: [UInt8], orInsert fresh: Int) -> Int {
            if let value = table.value(for: affix.span) { return value }
            table.insert(affix, value: fresh)
            if !lengths.contains(affix.count) { lengths = (lengths + [affix.count]).sorted() }
            return fresh
        }
    }

    private var prefixes = Affixes()
    /// By the values of `prefixes`.
    private var suffixes: [Affixes] = []
    /// By the values of `suffixes`.
    private var buckets: [[Int]] = []

    /// Whether no part has been added.
    var isEmpty: Bool { buckets.isEmpty }

    /// Adds the number of a part; parts of one prefix and suffix are kept in the order that `precedes` says.
    mutating func insert(_ number: Int, prefix: [UInt8], suffix: [UInt8], precedes: (Int, Int) -> Bool) {
        let group = prefixes.value(for: prefix, orInsert: suffixes.count)
        if group == suffixes.count { suffixes.append(Affixes()) }
        let bucket = suffixes[group].value(for: suffix, orInsert: buckets.count)
        if bucket == buckets.count { buckets.append([]) }
        let place = buckets[bucket].firstIndex { precedes(number, $0) } ?? buckets[bucket].endIndex
        buckets[bucket].insert(number, at: place)
    }

    /// Calls `body` with each run of parts that may fit a text. Runs are sorted, their sequence is not.
    func forEachBucket(fitting text: Span<UInt8>, _ body: ([Int]) -> Void) {
        for prefixLength in prefixes.lengths {
            guard prefixLength <= text.count else { return }
            guard let group = prefixes.value(for: text.extracting(first: prefixLength)) else { continue }
            for suffixLength in suffixes[group].lengths {
                guard prefixLength + suffixLength <= text.count else { break }
                guard let bucket = suffixes[group].value(for: text.extracting(last: suffixLength)) else { continue }
                body(buckets[bucket])
            }
        }
    }
}
