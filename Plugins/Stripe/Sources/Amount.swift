import HarkEvents

/// An amount of money in Stripe's smallest unit of a currency (docs.stripe.com/currencies).
struct Amount {
    private let units: PayloadView
    private let currency: PayloadView

    /// This many units of a currency.
    init(_ units: PayloadView, _ currency: PayloadView) {
        self.units = units
        self.currency = currency
    }

    /// The amount as people write it: `1,234.50 USD`, `1,000 JPY`, `1.234 KWD`.
    var words: ChatText {
        guard let number = units.asInt else { return currency.exists ? "\(units) \(code)" : "\(units)" }
        let digits = String(number.magnitude)
        let width = Self.decimals(currency.asText?.lowercased ?? "")
        let padded = String(repeating: "0", count: max(0, width + 1 - digits.count)) + digits
        let whole = Self.grouped(padded.dropLast(width))
        let fraction = width == 0 ? "" : ".\(padded.suffix(width))"
        return "\((number < 0 ? "-" : "") + whole + fraction) \(code)"
    }

    /// The amount in a sentence about its object, ` of 12.00 USD`; empty where the object has none, as a session of the
    /// payment page without a payment (docs.stripe.com/api/checkout/sessions/object, "amount_total", "currency").
    var phrase: ChatText { units.exists && currency.exists ? " of \(words)" : "" }

    private var code: ChatText { currency.exists ? "\(currency.asText?.uppercased ?? "?")" : "\(currency)" }

    /// The decimals of a currency in Stripe's API, some of which differ from ISO 4217: the Ugandan shilling and the
    /// Icelandic króna have two (docs.stripe.com/currencies, "Zero-decimal currencies", "Three-decimal currencies",
    /// "Special cases").
    private static func decimals(_ currency: UntrustedText) -> Int {
        switch currency {
        case "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf": 0
        case "bhd", "jod", "kwd", "omr", "tnd": 3
        default: 2
        }
    }

    private static func grouped(_ digits: Substring) -> String {
        var text = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }
}

extension ChatText.Interpolation {
    /// An amount of money.
    mutating func appendInterpolation(_ amount: Amount) { appendInterpolation(amount.words) }
}
