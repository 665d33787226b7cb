import TestSupport

extension SeededGenerator {
    /// Up to `count` bytes, each one of `alphabet`.
    mutating func bytes(upTo count: Int, from alphabet: some Collection<UInt8>) -> [UInt8] {
        (0..<Int.random(in: 0...count, using: &self)).compactMap { _ in alphabet.randomElement(using: &self) }
    }

    /// Up to `count` characters, some of them hard to write.
    mutating func text(upTo count: Int) -> String {
        let alphabet = Array("ab Z09\"\\/%&=+;,\n\r\t\u{0}\u{1F}\u{7F}é€\u{1F600}e\u{301}")
        return String(
            (0..<Int.random(in: 0...count, using: &self)).compactMap { _ in alphabet.randomElement(using: &self) })
    }
}
