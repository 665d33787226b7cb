private import Synchronization

/// Generates identifiers for requests without one.
struct RequestIdentifiers: ~Copyable, Sendable {
    private let prefix: UInt64
    private let next: Atomic<UInt64>

    /// Identifiers that differ from those of other runs of the bot.
    init(seed: UInt64 = .random(in: 0 ... .max)) {
        prefix = seed
        next = Atomic(0)
    }

    /// The sender's own identifier if it is valid, else a new one: 16 hexadecimal digits.
    func identifier(for request: Request) -> String {
        if let given = request.headers[.requestID], Self.isSane(given) { return given }
        // Multiplication by an odd number is a bijection, so no identifier repeats within 2^64 requests.
        return Self.hexadecimal(prefix &+ next.add(1, ordering: .relaxed).newValue &* 0x9e37_79b9_7f4a_7c15)
    }

    /// A number as 16 hexadecimal digits.
    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = (0..<16).map { index in
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * index)) & 0xf
            return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// 1 to 128 letters, digits and `-_.:/+=@`: nothing that could forge a log line.
    static func isSane(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                default: "-_.:/+=@".utf8.contains(byte)
                }
            }
    }
}

extension HTTPField.Name {
    /// `X-Request-Id`: kept if the sender or its proxy set it, else generated; returned with every response.
    package static let requestID = HTTPField.Name(constant: "X-Request-Id")
}
