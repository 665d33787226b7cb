extension [UInt8] {
    /// The bytes that hexadecimal digits stand for.
    init(hex text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        self = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    var hex: String { map { String(Int($0) + 0x100, radix: 16).suffix(2) }.joined() }
}
