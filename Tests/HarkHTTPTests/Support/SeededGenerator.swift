/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

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
