/// The words of a field's name, in lower case: `x-auth-token`, `dbPassword` and `AWS_SECRET_ACCESS_KEY` have several.
package struct FieldName {
    /// Longest part of a name that is read, in bytes: a credential's name is short.
    private static let limit = 256

    /// The words, of ASCII letters; everything else separates them.
    package let words: [String]

    /// All words as one, because a name may be written in any way: `PassWord`.
    let joined: String

    /// Splits a name where its writing does: at signs, at digits, and where small letters are followed by a capital.
    package init(_ name: String) {
        var words: [[UInt8]] = [[]]
        let bytes = Array(name.utf8.prefix(Self.limit))
        for (position, byte) in bytes.enumerated() {
            guard byte.isLetter else {
                words.append([])
                continue
            }
            let isCapital = byte.isCapital
            let (before, after) = (position > 0 ? bytes[position - 1] : 0, bytes.dropFirst(position + 1).first ?? 0)
            // The last capital of several begins a word, as in `APIKey`; a plural's `s` ends one, as in `APIs`.
            let endsCapitals = before.isCapital && after.isLetter && !after.isCapital && after != UInt8(ascii: "s")
            if isCapital, before.isLetter, !before.isCapital || endsCapitals { words.append([]) }
            words[words.count - 1].append(byte | 0x20)
        }
        self.words = words.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
        joined = self.words.joined()
    }
}

extension UInt8 {
    fileprivate var isCapital: Bool { (0x41...0x5a).contains(self) }
}
