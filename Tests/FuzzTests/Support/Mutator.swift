import TestSupport

/// Makes inputs that are nearly right: good ones, changed in a few places.
struct Mutator {
    private let corpus: [[UInt8]]
    private let longest: Int
    private var generator: SeededGenerator

    /// - Parameters:
    ///   - corpus: the good inputs, one or more.
    ///   - longest: how long an input gets, in bytes, when a piece of it is repeated without end.
    init(_ corpus: [[UInt8]], longest: Int, seed: UInt64) {
        self.corpus = corpus
        self.longest = longest
        generator = SeededGenerator(seed: seed)
    }

    /// The next input; one in a thousand is as long as it may be.
    mutating func input() -> [UInt8] {
        var input = member()
        repeat { mutate(&input) } while number(in: 0...1) == 0
        if number(in: 0...1023) == 0 { stretch(&input) }
        return Array(input.prefix(longest))
    }

    private mutating func mutate(_ input: inout [UInt8]) {
        switch number(in: 0...7) {
        case 0:
            if let position = position(in: input) { input[position] ^= 1 << UInt8(number(in: 0...7)) }
        case 1:
            if let position = position(in: input) { input[position] = byte() }
        case 2: input.insert(byte(), at: number(in: 0...input.count))
        case 3: input.insert(contentsOf: text(), at: number(in: 0...input.count))
        case 4: input.removeSubrange(range(in: input))
        case 5:
            let piece = input[range(in: input)]
            for _ in 0..<number(in: 1...8) { input.insert(contentsOf: piece, at: piece.startIndex) }
        case 6:
            let other = member()
            input = Array(input[..<number(in: 0...input.count)] + other[number(in: 0...other.count)...])
        default: input.removeLast(min(input.count, number(in: 1...8)))
        }
    }

    /// Repeats a piece of the input, or a text that parsers trip over, until the input is as long as it may be.
    private mutating func stretch(_ input: inout [UInt8]) {
        let range = range(in: input)
        let piece = number(in: 0...1) == 0 ? Array(input[range]) : text()
        guard !piece.isEmpty, input.count < longest else { return }
        let count = (longest - input.count) / piece.count
        input.insert(contentsOf: repeatElement(piece, count: count).joined(), at: range.lowerBound)
    }

    private mutating func number(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func position(in input: [UInt8]) -> Int? { input.indices.randomElement(using: &generator) }

    /// A short piece as a rule, so that most of an input stays good.
    private mutating func range(in input: [UInt8]) -> Range<Int> {
        let start = number(in: 0...input.count)
        let length = number(in: 0...15) == 0 ? input.count : number(in: 1...16)
        return start..<min(input.count, start + length)
    }

    private mutating func member() -> [UInt8] { corpus[number(in: 0...corpus.count - 1)] }

    private mutating func byte() -> UInt8 {
        Self.bytes.randomElement(using: &generator) ?? 0
    }

    private mutating func text() -> [UInt8] {
        Self.texts.randomElement(using: &generator) ?? []
    }

    /// Bytes that parsers look for, and bytes that are no text.
    private static let bytes =
        Array("\0\t\n\r !\"#%&'()*+,-./09:;<=>?@AZ[\\]^_az{|}~\u{7f}".utf8) + [0x80, 0xC0, 0xE2, 0xED, 0xF0, 0xFF]

    /// Texts that parsers trip over.
    private static let texts = [
        "\r\n", "\r\n\r\n", "%00", "%2F", "%ff", "%", "..", "//", "--", "::", ";q=", "\"\\\"", "\\u0000", "\\ud800",
        "\u{FEFF}", "-1", "-0", "1e999", "0x10", "9223372036854775807", "9223372036854775808", "e\u{301}",
        "\u{301}\u{316}", "\u{1F1E6}", "\u{1F3F3}\u{FE0F}\u{200D}\u{1F308}", "\u{2028}", "\u{202E}", "unsigned", "*",
    ].map { Array($0.utf8) }
}
