import HarkEvents

/// An amount of money as Shopify writes it: `10.00`.
struct DecimalAmount {
    /// The digits after the point.
    private let decimals: Int

    /// The amount in units of the last of these digits.
    private let units: Int

    private init(units: Int, decimals: Int) {
        self.units = units
        self.decimals = decimals
    }

    /// The amount of a text of up to ten digits before the point and six after it; nil for any other text.
    init?(_ text: UntrustedText) {
        let parts = text.verbatim.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : ""[...].utf8
        guard let whole = parts.first, parts.count <= 2, (1...10).contains(whole.count), fraction.count <= 6 else {
            return nil
        }
        let digits = Array(whole) + Array(fraction)
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.init(units: digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }, decimals: fraction.count)
    }

    /// The sum of amounts of one currency, with as many decimals as any of them has; nil if one of the texts is not an
    /// amount, or there are more than 100.
    static func sum(_ texts: [UntrustedText]) -> DecimalAmount? {
        let amounts = texts.compactMap(DecimalAmount.init)
        guard amounts.count == texts.count, amounts.count <= 100 else { return nil }
        let decimals = amounts.map(\.decimals).max() ?? 0
        let sum = amounts.reduce(0) { sum, amount in
            sum + (amount.decimals..<decimals).reduce(amount.units) { units, _ in units * 10 }
        }
        return DecimalAmount(units: sum, decimals: decimals)
    }

    /// The amount as Shopify would write it.
    var text: UntrustedText {
        let digits = String(units)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return UntrustedText(decimals == 0 ? padded : "\(padded.dropLast(decimals)).\(padded.suffix(decimals))")
    }
}
