/// Parses the parts of a written date, byte by byte.
struct DateScanner {
    typealias TimeOfDay = (hour: Int, minute: Int, second: Int)

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    /// A number with exactly `width` digits.
    mutating func number(_ width: Int) -> Int? {
        let digits = bytes[position...].prefix(width)
        guard digits.count == width, digits.allSatisfy(\.isDigit) else { return nil }
        position += width
        return digits.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
    }

    /// The next digits, one or more.
    mutating func digits() -> ArraySlice<UInt8>? {
        let digits = bytes[position...].prefix(while: \.isDigit)
        position = digits.endIndex
        return digits.isEmpty ? nil : digits
    }

    /// The next letters, one or more.
    mutating func word() -> String? {
        let letters = bytes[position...].prefix { $0.isAlphanumeric && !$0.isDigit }
        position = letters.endIndex
        return letters.isEmpty ? nil : String(decoding: letters, as: UTF8.self)
    }

    /// Skips this text if it is next.
    mutating func takes(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    /// Hours, minutes and seconds: `08:49:37`.
    mutating func time() -> TimeOfDay? {
        guard let hour = number(2), takes(":"), let minute = number(2), takes(":"), let second = number(2) else {
            return nil
        }
        return (hour, minute, second)
    }
}
